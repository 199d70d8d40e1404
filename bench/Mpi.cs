using System.Diagnostics;
using System.Globalization;
using Graft.Mpi;
using Graft.Networks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>
/// Two ranks beside one process with the same whole batch, by each MPI library that is installed: losses of the first steps, weights after all, and the
/// time of a step. <c>mpi speed</c> compares images a second (<see cref="MpiSpeed"/>), <c>mpi kills</c> kills ranks (<see cref="MpiKills"/>). <c>mpi hosts</c> counts the
/// bytes between two hosts, which are namespaces of this machine (mpi-hosts.sh; as root), and with a rate the images a second over such a link.
/// </summary>
internal sealed class Mpi : IComparison
{
    public const string Rank = "rank";
    private static readonly string[] Models = ["resnet18", "efficientnet_lite0"];

    public string Name => "mpi";

    public string Description => "two ranks beside one process: mpi [speed | kills [10] | hosts [RATE]] [model=NAME] [batch=16] [side=224] [steps=12] [compress=0]";

    public int Run(string[] arguments)
    {
        if (arguments.FirstOrDefault() == Rank) return RankTraining.Run(arguments[1..]);
        string[] settings = [.. arguments.Where(word => word.Contains('='))];
        string[] models = [.. settings.Where(word => word.StartsWith("model=", StringComparison.Ordinal)).Select(word => word[6..]).DefaultIfEmpty("")];
        if (models[0].Length == 0) models = Models;
        using var folder = TemporaryFolder.Create();
        var more = arguments.Skip(1).FirstOrDefault(word => !word.Contains('='));
        return arguments.FirstOrDefault() switch
        {
            "hosts" => Hosts(folder.Path, models, settings, more),
            "speed" => MpiSpeed.Run(folder.Path, models, settings),
            "kills" => MpiKills.Run(folder.Path, int.Parse(more ?? "10", CultureInfo.InvariantCulture)),
            _ => Compare(folder.Path, models, settings),
        };
    }

    private static int Compare(string folder, string[] models, string[] settings)
    {
        Console.WriteLine($"{Measure.Machine()}");
        Console.WriteLine("| network | processes | loss of 3 steps differs by | weights differ by | the same bits as | seconds a step |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var isRight = true;
        foreach (var model in models)
        {
            RankRecord? one = null, first = null;
            foreach (var launcher in new[] { null, "mpirun.openmpi", "mpirun.mpich" })
            {
                var file = Path.Combine(folder, $"{model}-{launcher ?? "one"}");
                string[] words = [.. Program(), "mpi", Rank, $"out={file}", .. settings, $"model={model}"];
                if (launcher is not null && !IsThere(launcher)) continue;
                Start(launcher is null ? words : launcher == "mpirun.openmpi"
                    ? [launcher, "--bind-to", "none", "--oversubscribe", "-np", "2", .. words] : [launcher, "-n", "2", .. words]);
                var record = RankRecord.Read(file);
                one ??= record;
                var (loss, weights) = (record.LossDifference(one, 3), record.WeightDifference(one));
                var same = first is not null && record.WeightDifference(first) == 0 ? "OpenMPI" : "";
                if (launcher is not null) first ??= record;
                isRight &= loss <= 1e-6 && weights <= 1e-5 && (launcher != "mpirun.mpich" || same.Length > 0 || !IsThere("mpirun.openmpi"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {model} | {launcher ?? "one"} | {loss:0.0e+00} | {weights:0.0e+00} | {same} | {record.SecondsOfStep:0.000} |"));
            }
        }
        return isRight ? 0 : 1;
    }

    // The gradients must really cross: bytes of the link for each step against four for each parameter, or two.
    private static int Hosts(string folder, string[] models, string[] settings, string? rate)
    {
        Console.WriteLine("| network | gradients | bytes of the link a step | expected | ratio | seconds a step | times one rank on one core |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var isRight = true;
        foreach (var model in models)
        {
            // A ResNet has four times the parameters of a Lite0 for the same time of a step: over a slow link they are halved.
            var isHalved = settings.Contains("compress=1") || (rate is not null && model == "resnet18" && !settings.Contains("compress=0"));
            string[] words = [.. settings, $"model={model}", isHalved ? "compress=1" : "compress=0"];
            var (file, bytes) = (Path.Combine(folder, model), Path.Combine(folder, $"{model}.bytes"));
            // Of two runs of different length the difference has no start and no end in it.
            var counts = new[] { 4, 14 }.Select(steps =>
            {
                Start(["bash", Path.Combine(Repository(), "bench", "mpi-hosts.sh"), rate ?? "", bytes, .. Program(), "mpi", Rank, $"out={file}", .. words, $"steps={steps}"]);
                return long.Parse(File.ReadAllText(bytes), CultureInfo.InvariantCulture);
            }).ToArray();
            var record = RankRecord.Read(file);
            var (sent, expected) = ((counts[1] - counts[0]) / 10.0, (isHalved ? 2.0 : 4.0) * record.TrainedValues);
            isRight &= Math.Abs(sent / expected - 1) <= 0.1;
            var times = rate is null ? double.NaN : MpiSpeed.OneRank(folder, model, settings) * 2 / record.SecondsOfStep;
            if (rate is not null) isRight &= times >= (model == "resnet18" ? 1.3 : 1.75);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {model} | {(isHalved ? "bf16" : "float32")} | {sent / 1e6:0.0} MB | {expected / 1e6:0.0} MB | {sent / expected:0.000} | {record.SecondsOfStep:0.000} | "
                + $"{(rate is null ? "" : $"{times:0.00}")} |"));
        }
        return isRight ? 0 : 1;
    }

    public static IEnumerable<string> Program() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [Environment.ProcessPath!];

    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Graft.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a command to its end.</summary>
    /// <param name="words">The command.</param>
    /// <param name="threads">Threads of each process.</param>
    public static void Start(IReadOnlyList<string> words, int threads = 1)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1));
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new GraftException($"'{string.Join(' ', words)}' ended with {process.ExitCode}.");
    }
}
