using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class CheckpointLoaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("nested.pth")]
    public void A_checkpoint_that_fits_is_loaded_whole(string file)
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At(file));
        var (parameters, report) = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint);
        Assert.Equal(8, report.Loaded.Count);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
        Assert.Empty(report.Reinitialised);
        Assert.Equal(Fixtures.Tiny().Parameters.Select(spec => spec.Name), parameters.Keys);
        foreach (var (name, expected) in Fixtures.Values("state"))
            Assert.Equal(expected.Values.Select(value => (float)value), parameters[name].Data);
        Assert.Equal(7, parameters["bn.num_batches_tracked"].Data.Single());
    }

    [Fact]
    public void Everything_that_differs_is_listed_at_once_and_nothing_is_loaded()
    {
        var tensors = Fixtures.TinyTensors();
        tensors.Remove("bn.weight");
        tensors["conv.weight"] = new([4, 3, 5, 5], new float[300]);
        tensors["layer9.weight"] = new([1], [0]);
        tensors["fc.bias"] = new([3], new float[3]);
        using var checkpoint = Written(tensors);
        var refusal = Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(Fixtures.Tiny(), checkpoint));
        Assert.Equal(["bn.weight", "conv.weight", "fc.bias", "layer9.weight"], refusal.Problems.Select(problem => problem.Where).Order());
        Assert.Contains("conv.weight: is 4 x 3 x 5 x 5, tiny needs 4 x 3 x 3 x 3.", refusal.Message);
        Assert.Contains("bn.weight: is missing from the checkpoint.", refusal.Message);
        Assert.Contains("layer9.weight: is in the checkpoint, tiny has no such tensor.", refusal.Message);
        Assert.Contains("own.safetensors", refusal.Message);
        Assert.Contains("4 problems", refusal.Message);
    }

    [Fact]
    public void A_head_with_other_classes_takes_the_initial_values_when_that_is_allowed()
    {
        var graph = Fixtures.Tiny(classes: 5);
        using var checkpoint = Checkpoint.Open(Fixtures.At("zip.pth"));
        Assert.Equal(2, Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(graph, checkpoint)).Problems.Count);

        var initial = Fixtures.Filled(graph, 0.25f);
        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint, new() { AllowNewHead = true, Initial = initial });
        Assert.Equal(["fc.weight", "fc.bias"], report.Reinitialised);
        Assert.Equal(6, report.Loaded.Count);
        Assert.Equal("fc.weight is 2 x 4, the graph needs 5 x 4", report.Misshapen[0].ToString());
        Assert.All(parameters["fc.weight"].Data, value => Assert.Equal(0.25f, value));
        Assert.NotSame(initial["fc.weight"].Data, parameters["fc.weight"].Data);
        Assert.Equal(7, parameters["bn.num_batches_tracked"].Data.Single());
    }

    [Fact]
    public void A_head_that_is_half_there_is_renewed_whole()
    {
        var tensors = Fixtures.TinyTensors();
        tensors.Remove("fc.bias");
        using var checkpoint = Written(tensors);
        var graph = Fixtures.Tiny();
        var loaded = CheckpointLoader.Load(graph, checkpoint, new() { AllowNewHead = true, Initial = Fixtures.Filled(graph, 9) });
        Assert.Equal(["fc.weight", "fc.bias"], loaded.Report.Reinitialised);
        Assert.Equal(["fc.bias"], loaded.Report.Missing);
        Assert.Equal(9, loaded.Parameters["fc.weight"].Data[0]);
    }

    [Fact]
    public void A_new_head_without_initial_values_is_a_problem_of_its_own()
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At("zip.pth"));
        var refusal = Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(Fixtures.Tiny(5), checkpoint, new() { AllowNewHead = true }));
        Assert.Equal(2, refusal.Problems.Count);
        Assert.Contains("no initial values were given", refusal.Message);
    }

    [Fact]
    public void A_new_head_excuses_nothing_but_the_head()
    {
        var tensors = Fixtures.TinyTensors();
        tensors.Remove("bn.bias");
        using var checkpoint = Written(tensors);
        var graph = Fixtures.Tiny(5);
        var refusal = Assert.Throws<ProblemsException>(() =>
            CheckpointLoader.Load(graph, checkpoint, new() { AllowNewHead = true, Initial = Fixtures.Filled(graph, 0) }));
        Assert.Equal("bn.bias", Assert.Single(refusal.Problems).Where);
    }

    [Fact]
    public void Counters_may_be_missing_and_start_at_zero()
    {
        var tensors = Fixtures.TinyTensors();
        tensors.Remove("bn.num_batches_tracked");
        using var checkpoint = Written(tensors);
        var (parameters, report) = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint);
        Assert.Equal(["bn.num_batches_tracked"], report.CountersFromZero);
        Assert.Empty(report.Missing);
        Assert.Equal([0f], parameters["bn.num_batches_tracked"].Data);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("module._orig_mod.")]
    [InlineData("encoder.")]
    [InlineData("student.backbone.")]
    [InlineData("module.encoder_q.")]
    [InlineData("a_field_of_the_users.")]
    public void The_prefix_of_a_wrapper_is_dropped_and_reported(string prefix)
    {
        using var checkpoint = Written(Fixtures.TinyTensors().ToDictionary(pair => prefix + pair.Key, pair => pair.Value));
        var (parameters, report) = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint);
        Assert.Equal(prefix, report.StrippedPrefix);
        Assert.Equal(8, report.Loaded.Count);
        Assert.Equal(8, parameters.Count);
    }

    [Fact]
    public void Of_a_teacher_and_a_student_the_teacher_is_taken_and_the_student_left()
    {
        var tensors = Fixtures.TinyTensors();
        using var checkpoint = Written(new(tensors.SelectMany(pair => new[] { "student.", "teacher." }
            .Select(prefix => KeyValuePair.Create(prefix + pair.Key, pair.Value)))));
        var report = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint).Report;
        Assert.Equal("teacher.", report.StrippedPrefix);
        Assert.Equal(8, report.Ignored.Count(name => name.StartsWith("student.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_head_that_the_user_built_otherwise_is_left_where_a_new_one_is_made()
    {
        var tensors = Fixtures.TinyTensors();
        foreach (var name in new[] { "fc.weight", "fc.bias" })
            if (tensors.Remove(name, out var tensor)) tensors[name.Replace("fc.", "fc.1.")] = tensor;
        using var checkpoint = Written(tensors);
        var graph = Fixtures.Tiny(5);
        var report = CheckpointLoader.Load(graph, checkpoint, new() { AllowNewHead = true, Initial = Fixtures.Filled(graph, 1) }).Report;
        Assert.Equal(["fc.weight", "fc.bias"], report.Reinitialised);
        Assert.Contains("left: fc.1.bias, fc.1.weight", report.Describe());
        Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(Fixtures.Tiny(), checkpoint));
    }

    [Fact]
    public void Layers_without_usable_values_get_fresh_ones_and_nothing_else_may_be_NaN()
    {
        var tensors = Fixtures.TinyTensors();
        Array.Fill(tensors["fc.weight"].Data, float.NaN);
        using var checkpoint = Written(tensors);
        var options = new LoadOptions { AllowNewHead = true, Initial = Fixtures.Filled(Fixtures.Tiny(), 1) };
        Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(Fixtures.Tiny(), checkpoint, options));
        var loaded = CheckpointLoader.Load(Fixtures.Tiny(), checkpoint, options with { WithoutValues = ["fc."] });
        Assert.Equal(1, loaded.Parameters["fc.weight"].Data[0]);
    }

    [Fact]
    public void Weights_published_for_their_features_load_with_a_fresh_classifier()
    {
        var graph = ModelCatalogue.Build("vgg_tiny", 3);
        var stored = ParameterInitialiser.Create(graph, 1).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, tensor) in stored.Where(pair => pair.Key.StartsWith("classifier.", StringComparison.Ordinal))) Array.Fill(tensor.Data, float.NaN);
        using var checkpoint = Written(stored);
        var published = WeightsCatalogue.Find("vgg16.IMAGENET1K_FEATURES");
        var options = new ResolvedWeights("", "", published, published.Preprocess).Options;
        var loaded = CheckpointLoader.Load(graph, checkpoint, options with { Initial = ParameterInitialiser.Create(graph, 2) });
        Assert.All(loaded.Report.Reinitialised, name => Assert.StartsWith("classifier.", name));
        Assert.Equal(6, loaded.Report.Reinitialised.Count);
        Assert.Equal(stored["features.0.weight"].Data, loaded.Parameters["features.0.weight"].Data);
        Assert.All(WeightsCatalogue.All.Where(row => row.Name != published.Name),
            row => Assert.False(new ResolvedWeights("", "", row, row.Preprocess).HasFeaturesOnly));
    }

    [Fact]
    public void A_checkpoint_saved_by_DataParallel_is_loaded()
    {
        using var checkpoint = Checkpoint.Open(Fixtures.At("parallel.pth"));
        Assert.Equal("module.", CheckpointLoader.Load(Fixtures.Tiny(), checkpoint).Report.StrippedPrefix);
    }

    [Fact]
    public void An_auxiliary_classifier_may_be_in_excess_and_is_named()
    {
        var tensors = Fixtures.TinyTensors();
        tensors["AuxLogits.fc.weight"] = new([2, 2], new float[4]);
        using var checkpoint = Written(tensors);
        Assert.Equal(["AuxLogits.fc.weight"], CheckpointLoader.Load(Fixtures.Tiny(), checkpoint).Report.Unexpected);
    }

    [Fact]
    public void An_auxiliary_classifier_that_is_missing_takes_the_initial_values()
    {
        var g = new GraphBuilder("with aux");
        g.Begin("head");
        var x = g.Flatten(g.AdaptiveAveragePool(g.Input), 3);
        var auxiliary = g.Linear("AuxLogits.fc", x, 2);
        x = g.Linear("fc", x, 2);
        g.End(x, 0);
        var graph = g.Build(x, auxiliary);
        using var checkpoint = Written(new() { ["fc.weight"] = new([2, 3], new float[6]), ["fc.bias"] = new([2], new float[2]) });
        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint, new() { Initial = Fixtures.Filled(graph, 3) });
        Assert.Equal(["AuxLogits.fc.weight", "AuxLogits.fc.bias"], report.Reinitialised);
        Assert.Equal(["fc.weight", "fc.bias"], report.Loaded);
        Assert.Equal(3, parameters["AuxLogits.fc.bias"].Data[0]);
    }

    [Fact]
    public void New_classes_renew_the_last_layer_of_an_auxiliary_classifier_only()
    {
        var original = ModelCatalogue.Build("inception_tiny", 10);
        using var checkpoint = Written(Fixtures.Filled(original, 1).ToDictionary());
        var graph = ModelCatalogue.Build("inception_tiny", 3);
        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint, new() { AllowNewHead = true, Initial = ParameterInitialiser.Create(graph, 1) });
        Assert.Equal(["AuxLogits.fc.bias", "AuxLogits.fc.weight", "fc.bias", "fc.weight"], report.Reinitialised.Order(StringComparer.Ordinal));
        Assert.Equal(graph.Parameters.Count - 4, report.Loaded.Count);
        Assert.Equal([3], parameters["AuxLogits.fc.bias"].Shape);
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused_with_everything_it_lacks()
    {
        using var checkpoint = Written(Fixtures.Filled(ModelCatalogue.Build("inception_tiny", 3), 1).ToDictionary());
        var graph = ModelCatalogue.Build("mobilenet_v2");
        var report = CheckpointLoader.Compare(graph, checkpoint);
        Assert.Empty(report.Loaded);
        Assert.Equal(graph.Parameters.Count(spec => spec.Role != ParameterRole.BatchCount), report.Missing.Count);
        Assert.True(report.Problems.Count > report.Missing.Count);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        var tensors = Fixtures.TinyTensors();
        tensors["bn.bias"].Data[2] = float.NaN;
        tensors["fc.weight"].Data[0] = float.NegativeInfinity;
        using var checkpoint = Written(tensors);
        var refusal = Assert.Throws<ProblemsException>(() => CheckpointLoader.Load(Fixtures.Tiny(), checkpoint));
        Assert.Equal(["bn.bias", "fc.weight"], refusal.Problems.Select(problem => problem.Where));
    }

    [Fact]
    public void Weights_stored_as_integers_are_named()
    {
        var g = new GraphBuilder("integers", channels: 3);
        g.Begin("head");
        var x = g.Linear("fc", g.Flatten(g.AdaptiveAveragePool(g.Input), 3), 1);
        g.End(x, 0);
        const string header = """{"fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"fc.weight":{"dtype":"I8","shape":[1,3],"data_offsets":[4,7]}}""";
        AtomicFile.WriteBytes(_folder["quantised.safetensors"],
            [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), .. new byte[7]]);
        using var checkpoint = Checkpoint.Open(_folder["quantised.safetensors"]);
        var problem = Assert.Single(CheckpointLoader.Compare(g.Build(x), checkpoint).Problems);
        Assert.Equal(("fc.weight", "is stored as I8, not as floating-point numbers."), (problem.Where, problem.What));
    }

    private ICheckpoint Written(Dictionary<string, HostTensor> tensors)
    {
        SafeTensors.Write(_folder["own.safetensors"], tensors);
        return Checkpoint.Open(_folder["own.safetensors"]);
    }
}
