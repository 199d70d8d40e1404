using System.Text.Json;
using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

/// <summary>Files that torchvision itself saved (eng/reference/convnets.py FOLDER): hundreds of megabytes, so only where somebody made them.</summary>
public sealed class TorchvisionCheckpointTests(ITestOutputHelper output)
{
    private const string Variable = "GRAFT_TORCHVISION_CHECKPOINTS";

    [Fact]
    public void Checkpoints_saved_by_torchvision_load_whole_and_answer_alike()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, $"{Variable} names no folder of checkpoints.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.At("test", "reference", "convnets.json")));
        var references = document.RootElement.GetProperty("models").EnumerateArray().Concat(document.RootElement.GetProperty("twins").EnumerateArray())
            .Where(row => File.Exists(PathOf(folder!, row))).ToList();
        Assert.NotEmpty(references);

        foreach (var reference in references)
        {
            var expected = ReferenceSummary.From(reference.GetProperty("logits"));
            var graph = ModelCatalogue.Build(reference.GetProperty("model").GetString()!, expected.Shape[1]);
            using var checkpoint = Checkpoint.Open(PathOf(folder!, reference));
            var (parameters, report) = CheckpointLoader.Load(graph, checkpoint);
            Assert.Empty(report.Missing.Concat(report.Unexpected).Concat(report.Reinitialised).Concat(report.CountersFromZero));

            var logits = GraphEvaluator.Run(graph, parameters, ReferenceNetwork.Input(2, reference.GetProperty("input")[2].GetInt32()));

            output.WriteLine($"{graph.Name}: {report.Loaded.Count} tensors, logits to {expected.Error(logits.Data):g2} standard deviations");
            if (graph.Name != "efficientnet_v2_s") expected.AssertMatches(logits.Shape, logits.Data); // needs double precision, see eng/reference/convnets.py
        }
    }

    private static string PathOf(string folder, JsonElement reference) => Path.Combine(folder, $"{reference.GetProperty("model").GetString()}.pth");
}
