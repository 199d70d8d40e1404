using System.Diagnostics;
using System.Text.Json;
using Graft.Networks;
using Graft.Tests;

namespace Graft.Runtime.Tests;

/// <summary>
/// Files that torchvision wrote, through our reader, our graph and ONNX Runtime, beside what torchvision's own network answers: for every
/// family of the catalogue its smallest network. GRAFT_TORCHVISION names others (comma-separated, or "all" for every architecture).
/// </summary>
public sealed class TorchvisionCheckpointTests(ITestOutputHelper output)
{
    private const string Variable = "GRAFT_TORCHVISION";

    // torchvision and ONNX Runtime sum in different orders; logits are compared relative to their spread.
    private const double Tolerance = 1e-4;

    // Larger networks (the smallest VGG has 133 million values) take minutes on a small machine: they are asked for by name.
    private const long MostParameters = 15_000_000;

    [Fact]
    public void A_checkpoint_made_by_torchvision_gives_its_logits()
    {
        var python = Python();
        Assert.SkipWhen(python is null, "Needs Debian's python3-torchvision (apt-get install python3-torchvision); .ci/run installs it where it may.");
        using var folder = new TestFolder();
        var names = Names();
        var said = Run(python!, [Repository.At("eng", "torchvision_checkpoints.py"), folder.Root, "--legacy", names[0], .. names.Select(name => $"{name}:{ModelCatalogue.Find(name).InputSize}")]);
        foreach (var line in said) Say(line);
        var made = names.Where(name => File.Exists(folder[$"{name}.json"])).ToList();
        Assert.True(made.Count > 0, string.Join('\n', said));
        Assert.All(made, name =>
        {
            Compare(name, folder[name + ".pth"], folder[name + ".json"]);
            if (File.Exists(folder[name + ".legacy.pth"])) Compare(name, folder[name + ".legacy.pth"], folder[name + ".json"]);
        });
    }

    private void Compare(string name, string file, string answers)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(answers));
        var expected = document.RootElement.GetProperty("logits").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        var side = document.RootElement.GetProperty("side").GetInt32();
        var graph = ModelCatalogue.Build(name);
        using var checkpoint = Checkpoint.Open(file);
        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint);
        Assert.Empty(report.Unexpected);
        Assert.Empty(report.Missing);
        using var forward = new OnnxForwardFactory().Create(graph, parameters, [3, side, side]);
        var logits = new float[expected.Length];
        forward.Run(ReferenceFill.Input(1, 3, side, side), 1, logits);
        var mean = expected.Average();
        var spread = Math.Sqrt(expected.Average(value => (value - mean) * (value - mean)));
        var error = expected.Zip(logits, (one, other) => Math.Abs(one - other)).Max() / spread;
        Say($"{name}, {checkpoint.Format}: {checkpoint.Entries.Count} tensors, largest difference of a logit {error:0.0e0} of their deviation");
        Assert.InRange(error, 0, Tolerance);
    }

    private static IReadOnlyList<string> Names()
    {
        var asked = Environment.GetEnvironmentVariable(Variable);
        if (asked == "all") return ModelCatalogue.Names;
        if (asked is { Length: > 0 }) return asked.Split(',');
        return [.. ModelCatalogue.Entries.GroupBy(entry => entry.Family)
            .Select(family => family.MinBy(Parameters)!).Where(entry => Parameters(entry) <= MostParameters).Select(entry => entry.Name)];
    }

    private static long Parameters(ModelEntry entry) => entry.Build().Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count);

    // Debian's own Python has Debian's torchvision, whatever stands first in the path.
    private static string? Python() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(candidate =>
    {
        try
        {
            return Run(candidate, ["-c", "import torchvision; print(torchvision.__version__)"]) is [_, ..];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private static List<string> Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync(); // read, so that it cannot fill up
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        process.WaitForExit();
        return process.ExitCode == 0 ? lines : [];
    }

    // On the console too: the log of a run shows what agreed, not only what did not.
    private void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
