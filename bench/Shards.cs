using System.Collections.Concurrent;
using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using Graft.Tests;
using Graft.Tests.Models;

namespace Graft.Bench;

/// <summary>
/// Many images (links to a few) in 16 parts by GNU parallel, its processes killed at random and started again until all is done; from a folder, from tars and
/// from an object store. What is written is compared with what one process writes, bit by bit.
/// </summary>
internal sealed class Shards : IComparison
{
    private const int Parts = 16, AtOnce = 2;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Graft.Cli.dll");

    public string Name => "shards";

    public string Description => "shards [IMAGES] [KILLS]: parts by GNU parallel, processes killed at random; from a folder, tars and S3 (100000 images, 20 kills each)";

    public int Run(string[] arguments)
    {
        var images = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 100_000;
        var kills = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 20;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            return Measure(folder, images, kills).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Measure(string folder, int images, int kills)
    {
        Write(folder, images);
        Console.WriteLine($"{images} images, {Parts} parts, {AtOnce} processes at once by {(HasParallel ? "GNU parallel" : "xargs (GNU parallel is not installed)")}");
        Console.WriteLine();
        Console.WriteLine("| source | one process, s | its peak, MB | killed | starts until done | largest peak, MB | rows | twice | differing | again: written, s |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var wrong = 0;
        wrong += await Compare(folder, "images", "images", kills, new Dictionary<string, string>(), images);
        wrong += await Compare(folder, "tars", "tars", kills, new Dictionary<string, string>(), images);
        using var server = S3.Start(folder);
        if (server is null) Console.WriteLine("S3 was left out: Node.js or s3rver is not there (npm install in test/Shared/S3/s3rver).");
        else
        {
            foreach (var tar in Directory.GetFiles(Path.Combine(folder, "tars"))) server.Put(tar);
            wrong += await Compare(folder, "S3", "s3://photos/tars/", kills, server.Environment, images);
        }
        return wrong == 0 ? 0 : 1;
    }

    private static void Write(string folder, int images)
    {
        TinyModels.Write("classify", Path.Combine(folder, "model.onnx"));
        var few = Directory.CreateDirectory(Path.Combine(folder, "few")).FullName;
        for (var number = 0; number < 7; number++) File.WriteAllBytes(Path.Combine(few, $"{number}.jpg"), TinyModels.Jpeg(60 + (7 * number), 64, (ulong)number));
        File.WriteAllText(Path.Combine(few, "7.jpg"), "no image");
        Directory.CreateDirectory(Path.Combine(folder, "tars"));
        var each = (images + (2 * Parts) - 1) / (2 * Parts);
        for (var at = 0; at * each < images; at++)
        {
            var below = Directory.CreateDirectory(Path.Combine(folder, "images", $"{at:000}")).FullName;
            using var tar = new TarWriter(File.Create(Path.Combine(folder, "tars", $"{at:000}.tar")));
            for (var number = at * each; number < Math.Min(images, (at + 1) * each); number++)
            {
                // One of a thousand cannot be read.
                var file = Path.Combine(few, number % 1000 == 999 ? "7.jpg" : $"{number % 7}.jpg");
                File.CreateSymbolicLink(Path.Combine(below, $"{number:000000}.jpg"), file);
                tar.WriteEntry(file, $"{number:000000}.jpg");
            }
        }
    }

    private static async Task<int> Compare(string folder, string name, string source, int kills, IReadOnlyDictionary<string, string> environment, int images)
    {
        var (one, parts) = ($"one {name}", $"parts {name}");
        var clock = Stopwatch.StartNew();
        using var alone = Start(folder, environment, "dotnet", Program, "predict", "model.onnx", source, "--out", one);
        var alonePeak = await Peak(alone, new ConcurrentDictionary<int, long>());
        var seconds = clock.Elapsed.TotalSeconds;
        var (killed, starts, peaks) = (0, 0, new ConcurrentDictionary<int, long>());
        var random = SeededRandom.For(5, name);
        for (var isDone = false; !isDone && starts < 100; starts++)
        {
            using var all = Start(folder, environment, "bash", "-c", Line(source, parts));
            using var stop = new CancellationTokenSource();
            var killing = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested && killed < kills)
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.3 + (1.5 * random.NextDouble())));
                    List<int> running = [.. Below(all.Id).Where(IsGraft)];
                    if (running.Count == 0) continue;
                    Kill(running[random.Next(running.Count)]);
                    killed++;
                }
            });
            await Peak(all, peaks);
            await stop.CancelAsync();
            await killing;
            using var look = Start(folder, environment, "dotnet", Program, "shards", parts);
            await look.WaitForExitAsync();
            isDone = look.ExitCode == 0;
        }
        clock.Restart();
        var before = Directory.GetFiles(Path.Combine(folder, parts)).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        using var again = Start(folder, environment, "dotnet", Program, "predict", "model.onnx", source, "--shards", $"{Parts}", "--out", parts);
        await again.WaitForExitAsync();
        var (time, written) = (clock.Elapsed.TotalSeconds, Directory.GetFiles(Path.Combine(folder, parts)).Count(file => !before.TryGetValue(file, out var was) || was != File.GetLastWriteTimeUtc(file)));
        var (expected, rows) = (await PartRows.Of(Path.Combine(folder, one)), await PartRows.Of(Path.Combine(folder, parts)));
        var twice = rows.Count - PartRows.Files(rows).Distinct().Count();
        var differing = Math.Abs(rows.Count - expected.Count) + expected.Zip(rows).Count(pair => pair.First != pair.Second);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {seconds:0.0} | {alonePeak >> 20} | {killed} | {starts} | {peaks.Values.DefaultIfEmpty().Max() >> 20} | {rows.Count} | {twice} | {differing} | {written}, {time:0.0} |"));
        return (rows.Count == images ? 0 : 1) + twice + differing + written;
    }

    private static bool HasParallel { get; } = Sh("parallel --version 2>/dev/null | grep -q 'GNU parallel'");

    private static string Line(string source, string parts)
    {
        var command = $"dotnet '{Program}' predict model.onnx '{source}' --shards {Parts} --shard {{}} --out '{parts}'";
        return HasParallel ? $"seq 0 {Parts - 1} | parallel --jobs {AtOnce} --retries 3 \"{command}\"" : $"seq 0 {Parts - 1} | xargs -P {AtOnce} -I{{}} sh -c \"{command}\"";
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The largest memory of the process, or of each of Graft's below it.</summary>
    private static async Task<long> Peak(Process process, ConcurrentDictionary<int, long> below)
    {
        long own = 0;
        while (!process.HasExited)
        {
            own = Math.Max(own, PeakOf(process.Id));
            foreach (var id in Below(process.Id).Where(IsGraft)) below[id] = Math.Max(below.GetValueOrDefault(id), PeakOf(id));
            await Task.Delay(100);
        }
        return own;
    }

    private static long PeakOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0; // it has ended
        }
    }

    private static bool IsGraft(int id)
    {
        try
        {
            // Not the shell that was given the same words.
            return File.ReadAllText($"/proc/{id}/cmdline") is var words && words.StartsWith("dotnet\0", StringComparison.Ordinal) && words.Contains("--shard\0");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Below(int id)
    {
        string children;
        try
        {
            children = string.Concat(Directory.GetDirectories($"/proc/{id}/task").Select(task => File.ReadAllText(Path.Combine(task, "children"))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse))
        {
            yield return child;
            foreach (var other in Below(child)) yield return other;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // it has ended
        }
    }

    private static bool Sh(string line)
    {
        using var process = Process.Start("sh", ["-c", line]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>s3rver over a folder of its own.</summary>
    private sealed class S3(Process process, int port) : IDisposable
    {
        public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = $"http://127.0.0.1:{port}",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "S3RVER",
            ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
        };

        public static S3? Start(string folder)
        {
            var place = Repository.At("test", "Shared", "S3", "s3rver");
            if (!Directory.Exists(Path.Combine(place, "node_modules", "s3rver"))) return null;
            var start = new ProcessStartInfo("node", [Path.Combine(place, "serve.js"), Directory.CreateDirectory(Path.Combine(folder, "s3")).FullName])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            var process = Process.Start(start)!;
            return new S3(process, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        }

        public void Put(string tar)
        {
            foreach (var (name, value) in Environment) System.Environment.SetEnvironmentVariable(name, value);
            Graft.Shards.ObjectStore.Of("s3://photos/").Write($"s3://photos/tars/{Path.GetFileName(tar)}", tar);
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
