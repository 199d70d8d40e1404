using System.Text.Json;
using Graft.Networks;
using Graft.Tests;

namespace Graft.Runtime.Tests;

/// <summary>
/// Files that torchvision wrote, through our reader, our graph and ONNX Runtime, beside what torchvision's own network answers: for every
/// family of the catalogue that torchvision has, its smallest network. GRAFT_TORCHVISION names others (comma-separated, or "all" for every
/// architecture). The log has a table of them; docs/torchvision.md keeps one.
/// </summary>
public sealed class TorchvisionCheckpointTests(ITestOutputHelper output)
{
    private const string Variable = "GRAFT_TORCHVISION";

    // torchvision and ONNX Runtime sum in different orders; logits are compared relative to their spread.
    private const double Tolerance = 1e-4;

    // Not torchvision's: the weights of this family are timm's.
    private const string NotTorchvisions = "EfficientNet-Lite";

    [Fact]
    public void A_checkpoint_made_by_torchvision_gives_its_logits()
    {
        var python = TorchvisionProcess.Python();
        Assert.SkipWhen(python is null, "Needs Debian's python3-torchvision (apt-get install python3-torchvision); .ci/run installs it where it may.");
        using var folder = new TestFolder();
        var asked = Entries();
        Say("| family | network | parameters | file | tensors | largest difference of a logit |");
        Say("| --- | --- | --- | --- | --- | --- |");
        var compared = TorchvisionProcess.Make(python!, folder, asked, entry =>
        {
            Compare(entry, folder[entry.Name + ".pth"], folder[entry.Name + ".json"]);
            if (File.Exists(folder[entry.Name + ".legacy.pth"])) Compare(entry, folder[entry.Name + ".legacy.pth"], folder[entry.Name + ".json"]);
        });
        Assert.Equal(asked.Select(entry => entry.Name), compared); // a family that torchvision does not know would be missing here
    }

    private void Compare(ModelEntry entry, string file, string answers)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(answers));
        var expected = document.RootElement.GetProperty("logits").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        var side = document.RootElement.GetProperty("side").GetInt32();
        var graph = ModelCatalogue.Build(entry.Name);
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
        Say($"| {entry.Family} | {entry.Name} | {Parameters(entry) / 1e6:0.0} M "
            + $"| {checkpoint.Format} | {checkpoint.Entries.Count} | {error:0.0e0} of their deviation |");
        Assert.InRange(error, 0, Tolerance);
    }

    private static IReadOnlyList<ModelEntry> Entries()
    {
        var published = ModelCatalogue.Entries.Where(entry => entry.Family != NotTorchvisions && entry.EarlierFormOf is null);
        var asked = Environment.GetEnvironmentVariable(Variable);
        if (asked == "all") return [.. published];
        if (asked is { Length: > 0 }) return [.. asked.Split(',').Select(ModelCatalogue.Find)];
        return [.. published.GroupBy(entry => entry.Family).Select(family => family.MinBy(Parameters)!)];
    }

    private static long Parameters(ModelEntry entry) => entry.Build().Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count);

    // On the console too: the log of a run shows what agreed, not only what did not.
    private void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
