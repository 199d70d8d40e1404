using Graft.Networks;

namespace Graft.Tests.Networks.Checkpoints;

/// <summary>What is peculiar about the checkpoints of transformers: buffers of known values, position tables of several sizes, an old spelling.</summary>
public sealed class TransformerCheckpointTests : IDisposable
{
    private const string Index = "features.1.0.attn.relative_position_index";

    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("swin_twin")]
    [InlineData("swin_v2_twin")]
    [InlineData("maxvit_twin")]
    public void Buffers_of_known_values_are_written_and_read_like_others(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var parameters = ParameterInitialiser.Create(graph, 1);
        using var checkpoint = Stored(parameters);

        var loaded = CheckpointLoader.Load(graph, checkpoint);

        Assert.All(graph.Parameters, spec => Assert.Equal(parameters[spec.Name].Data, loaded.Parameters[spec.Name].Data));
        Assert.All(graph.Parameters.Where(spec => spec.Role == ParameterRole.PositionIndex), spec =>
            Assert.Equal(TensorType.I64, checkpoint.Entries[spec.Name].Type));
        Assert.Empty(loaded.Report.Derived);
    }

    [Fact]
    public void Buffers_that_a_checkpoint_leaves_out_are_computed_and_reported()
    {
        var graph = ModelCatalogue.Build("swin_v2_twin", 5);
        var parameters = ParameterInitialiser.Create(graph, 1);
        using var checkpoint = Stored(parameters, name => !name.Contains("relative_", StringComparison.Ordinal));

        var loaded = CheckpointLoader.Load(graph, checkpoint);

        Assert.Equal(graph.Parameters.Count(spec => spec.Name.Contains("relative_", StringComparison.Ordinal)), loaded.Report.Derived.Count);
        Assert.Equal(parameters[Index].Data, loaded.Parameters[Index].Data);
    }

    [Fact]
    public void An_index_that_points_outside_of_its_table_is_refused_by_name()
    {
        var graph = ModelCatalogue.Build("swin_twin", 5);
        var parameters = ParameterInitialiser.Create(graph, 1);
        parameters.Set(Index, parameters[Index] with { Data = [.. parameters[Index].Data.Select((row, i) => i == 7 ? 49 : row)] });
        using var checkpoint = Stored(parameters);

        var problem = Assert.Single(Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(graph, checkpoint)).Problems);

        Assert.Equal(Index, problem.Where);
    }

    [Fact]
    public void A_ViT_of_the_days_of_linear_1_and_linear_2_loads()
    {
        var graph = ModelCatalogue.Build("vit_twin", 5);
        var parameters = ParameterInitialiser.Create(graph, 1);
        using var checkpoint = Stored(parameters,
            rename: name => name.Replace(".mlp.0.", ".mlp.linear_1.", StringComparison.Ordinal).Replace(".mlp.3.", ".mlp.linear_2.", StringComparison.Ordinal));

        var loaded = CheckpointLoader.Load(graph, checkpoint);

        Assert.Contains(checkpoint.Entries.Keys, name => name.Contains("linear_1", StringComparison.Ordinal));
        Assert.All(parameters, pair => Assert.Equal(pair.Value.Data, loaded.Parameters[pair.Key].Data));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(96)]
    public void A_network_is_built_with_the_position_embeddings_of_its_checkpoint(int side)
    {
        var entry = ModelCatalogue.Find("vit_twin");
        var stored = entry.Build(5, side);
        using var checkpoint = Stored(ParameterInitialiser.Create(stored, 1), rename: name => $"module.{name}");

        var graph = entry.Build(5, checkpoint);

        Assert.Equal([1, side / 16 * side / 16 + 1, 32], graph.Parameters.Single(spec => spec.Name == "encoder.pos_embedding").Shape);
        Assert.Empty(CheckpointLoader.Load(graph, checkpoint).Report.Missing);
    }

    [Fact]
    public void Another_number_of_classes_renews_the_head_only()
    {
        var graph = ModelCatalogue.Build("vit_twin", 7);
        using var checkpoint = Stored(ParameterInitialiser.Create(ModelCatalogue.Build("vit_twin", 5), 1));

        var report = CheckpointLoader.Load(graph, checkpoint,
            new LoadOptions { AllowNewHead = true, Initial = ParameterInitialiser.Create(graph, 1) }).Report;

        Assert.Equal(["heads.head.weight", "heads.head.bias"], report.Reinitialised);
    }

    public void Dispose() => _folder.Dispose();

    private ICheckpoint Stored(ParameterSet parameters, Func<string, bool>? keep = null, Func<string, string>? rename = null)
    {
        var tensors = parameters.Where(pair => keep?.Invoke(pair.Key) ?? true).ToDictionary(pair => rename?.Invoke(pair.Key) ?? pair.Key, pair => pair.Value);
        SafeTensors.Write(_folder["weights.safetensors"], tensors);
        return Checkpoint.Open(_folder["weights.safetensors"]);
    }
}
