using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Checkpoints from before names or shapes changed.</summary>
public sealed class EarlierCheckpointTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DenseNets_dotted_names_are_read_as_todays()
    {
        var graph = ModelCatalogue.Build("densenet_tiny", 4);
        var values = ReferenceNetwork.Parameters(graph);
        // torchvision's own files: "norm.1" for "norm1" inside dense layers, and no counters.
        var dotted = values.Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(pair => Dotted(pair.Key), pair => pair.Value);
        using var checkpoint = Written("densenet", dotted);

        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint);

        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
        Assert.Equal(dotted.Keys.Except(values.Keys).Order(), report.Renamed.Order());
        Assert.Contains("features.denseblock1.denselayer2.conv.1.weight", report.Renamed);
        Assert.All(values, pair => Assert.Equal(pair.Value.Data, parameters[pair.Key].Data));
    }

    [Fact]
    public void Todays_names_are_left_as_they_are()
    {
        var graph = ModelCatalogue.Build("densenet_tiny", 4);
        using var checkpoint = Written("today", ReferenceNetwork.Parameters(graph).ToDictionary());

        Assert.Empty(CheckpointLoader.Load(graph, checkpoint).Report.Renamed);
    }

    [Theory]
    [InlineData("mnasnet0_5")]
    [InlineData("mnasnet1_3")]
    public void An_MNASNet_with_the_unscaled_stem_of_its_first_version_is_recognised(string name)
    {
        var first = ModelCatalogue.Build($"{name}_v1", 4);
        using var checkpoint = Written(name, ReferenceNetwork.Parameters(first).ToDictionary());

        Assert.Empty(CheckpointLoader.Load(first, checkpoint).Report.Problems);
        var refusal = Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(ModelCatalogue.Build(name, 4), checkpoint));
        Assert.Equal($"Use --model {name}_v1 (Model), which is its earlier form.", refusal.Problems[0].Cure);
    }

    [Fact]
    public void Earlier_forms_are_found_but_not_listed()
    {
        Assert.Equal(["mnasnet0_5_v1", "mnasnet0_75_v1", "mnasnet1_3_v1"], ModelCatalogue.EarlierForms.Select(entry => entry.Name));
        Assert.All(ModelCatalogue.EarlierForms, entry =>
        {
            Assert.DoesNotContain(entry.Name, ModelCatalogue.Names);
            Assert.Contains(entry.EarlierFormOf, ModelCatalogue.Names);
            var (earlier, today) = (entry.Build(), ModelCatalogue.Build(entry.EarlierFormOf!));
            Assert.Equal(today.Parameters.Select(p => p.Name), earlier.Parameters.Select(p => p.Name));
            Assert.Equal([32, 3, 3, 3], earlier.Parameters[0].Shape);
        });
    }

    private static string Dotted(string name) => name.Contains("denselayer", StringComparison.Ordinal)
        ? name.Replace("norm1", "norm.1").Replace("norm2", "norm.2").Replace("conv1", "conv.1").Replace("conv2", "conv.2")
        : name;

    private ICheckpoint Written(string name, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        SafeTensors.Write(_folder[$"{name}.safetensors"], tensors);
        return Checkpoint.Open(_folder[$"{name}.safetensors"]);
    }
}
