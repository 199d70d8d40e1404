using System.Diagnostics;
using System.Globalization;
using Graft.Networks;

namespace Graft.Bench;

/// <summary>
/// <c>graft train --ranks 2</c> of which one rank is killed at a random moment: how soon the launcher has ended, and how far the weights are from those of a
/// run that nobody disturbed when it goes on with 2, 1 and 4 ranks. At the end a file is cut off while a run goes on.
/// </summary>
internal static class MpiKills
{
    private const double MaxSeconds = 15, MaxDifference = 1e-5;

    private static readonly string[] Steps =
        ["--strategy", "full", "--optimizer", "sgd", "--lr", "0.0001", "--batch", "4", "--imgsz", "64", "--workers", "1", "--precision", "fp32", "--project", "runs"];

    public static int Run(string folder, int kills)
    {
        foreach (var kind in new[] { "fish", "tool" })
        {
            var to = Directory.CreateDirectory(Path.Combine(folder, "photos", kind)).FullName;
            foreach (var photo in Directory.GetFiles(Path.Combine(Mpi.Repository(), "samples", "photos", kind)).Order().Take(8))
                File.Copy(photo, Path.Combine(to, Path.GetFileName(photo)));
        }
        var isRight = true;
        Console.WriteLine("| launcher | rank | killed after | ended after | exit code | said | on 2 ranks differs by | on 1 | on 4 |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var launcher in new[] { "mpirun.openmpi", "mpirun.mpich" }.Where(Mpi.IsThere))
        {
            var random = SeededRandom.For(7, launcher);
            var whole = $"whole-{launcher}";
            Graft(folder, launcher, ["train", "photos", .. Steps, "--name", whole, "--epochs", "12", "--ranks", "2"]).Finish();
            var span = Span(Path.Combine(folder, "runs", whole));
            for (var kill = 0; kill < kills; kill++)
            {
                var (name, rank) = ($"{launcher}-{kill}", kill % 2);
                var run = Path.Combine(folder, "runs", name);
                var process = Graft(folder, launcher, ["train", "photos", .. Steps, "--name", name, "--epochs", "12", "--ranks", "2"]);
                process.Until(() => File.Exists(Path.Combine(run, "args.json")));
                var moment = span * 0.95 * random.NextDouble();
                Thread.Sleep(TimeSpan.FromSeconds(moment));
                Process.GetProcessById(RankIn(folder, rank)).Kill();
                var (code, said, seconds) = process.Finish();
                foreach (var ranks in new[] { 1, 4 }) Copy(run, $"{run}-{ranks}");
                var differences = new[] { (run, 2), ($"{run}-1", 1), ($"{run}-4", 4) }.Select(pair =>
                {
                    var (resumed, words, _) = Graft(folder, launcher, ["train", "--resume", pair.Item1, "--ranks", $"{pair.Item2}"]).Finish();
                    if (resumed != 0) throw new GraftException($"On {pair.Item2} ranks it did not go on: {words}");
                    return Difference(Path.Combine(folder, "runs", whole), pair.Item1);
                }).ToArray();
                var isSaid = said.Contains($"Rank {rank} on {Environment.MachineName} was ended by", StringComparison.Ordinal);
                isRight &= seconds <= MaxSeconds && code == 1 && isSaid && differences[0] == 0 && differences.Max() <= MaxDifference;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {launcher} | {rank} | {moment:0.0} s | {seconds:0.0} s | {code} | {(isSaid ? "yes" : "no")} | "
                    + $"{differences[0]:0.0e+00} | {differences[1]:0.0e+00} | {differences[2]:0.0e+00} |"));
            }
            isRight &= CutOff(folder, launcher);
        }
        return isRight ? 0 : 1;
    }

    // A file that was whole when the run began is read by one rank in each epoch.
    private static bool CutOff(string folder, string launcher)
    {
        var run = Path.Combine(folder, "runs", $"cut-{launcher}");
        var process = Graft(folder, launcher, ["train", "photos", .. Steps, "--name", $"cut-{launcher}", "--epochs", "1000", "--ranks", "2"]);
        process.Until(() => File.Exists(Path.Combine(run, "state.json")));
        var images = Directory.GetFiles(Path.Combine(folder, "photos", "fish"));
        var content = images.ToDictionary(image => image, File.ReadAllBytes);
        foreach (var image in images) File.WriteAllBytes(image, content[image][..(content[image].Length / 3)]);
        var (code, said, seconds) = process.Finish();
        foreach (var image in images) File.WriteAllBytes(image, content[image]);
        var error = said.Split('\n').FirstOrDefault(line => line.StartsWith("error: rank ", StringComparison.Ordinal)) ?? said;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{launcher}: of files that are cut off, after {seconds:0.0} s with {code}: {error}\n"));
        return seconds <= MaxSeconds && code is 1 or 2 && images.Any(image => error.Contains(Path.GetFileName(image), StringComparison.Ordinal));
    }

    private static Watched Graft(string folder, string launcher, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Graft.Cli.dll"), .. words])
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["GRAFT_MPIRUN"], start.Environment["OMP_NUM_THREADS"]) = (launcher, "1");
        return new(Process.Start(start)!);
    }

    // Seconds from the beginning of the run to its last epoch.
    private static double Span(string run) =>
        (File.GetLastWriteTimeUtc(Path.Combine(run, "weights", "last.safetensors")) - File.GetLastWriteTimeUtc(Path.Combine(run, "inputs.json"))).TotalSeconds;

    private static int RankIn(string folder, int rank) => Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Where(process =>
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder && File.ReadAllText(Path.Combine(process, "environ")).Split('\0')
                .Any(word => word == $"OMPI_COMM_WORLD_RANK={rank}" || word == $"PMI_RANK={rank}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)).First();

    private static double Difference(string one, string other)
    {
        using var first = Checkpoint.Open(Path.Combine(one, "weights", "last.safetensors"));
        using var second = Checkpoint.Open(Path.Combine(other, "weights", "last.safetensors"));
        return first.Entries.Keys.Max(name => first.Read(name).Data.Zip(second.Read(name).Data, (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty(0).Max());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    /// <summary>A process whose words are kept.</summary>
    private sealed class Watched(Process process)
    {
        private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync(), _error = process.StandardError.ReadToEndAsync();

        public void Until(Func<bool> isSo)
        {
            while (!isSo())
            {
                if (process.HasExited) throw new GraftException($"A run ended before it was disturbed: {_error.Result}");
                Thread.Sleep(10);
            }
        }

        /// <summary>Waits for the end: the exit code, what was said, and how long it took from now.</summary>
        public (int Code, string Said, double Seconds) Finish()
        {
            var clock = Stopwatch.StartNew();
            process.WaitForExit();
            var seconds = clock.Elapsed.TotalSeconds;
            return (process.ExitCode, _error.Result + _output.Result, seconds);
        }
    }
}
