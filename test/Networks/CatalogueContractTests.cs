using System.Text.Json;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>What holds for every row of the catalogue; adding a row adds its tests.</summary>
public sealed class CatalogueContractTests
{
    private static readonly Dictionary<string, (int Count, string Sha256, long Parameters)> Published =
        new[] { "classification.json", "efficientnet_lite.json" }.SelectMany(Models).ToDictionary(m => m.Name, m => (m.Count, m.Sha256, m.Parameters));

    private static readonly ILookup<string, (int Side, long Parameters)> PublishedParameters = Read("torchvision_weights.json", "weights",
        row => (row.GetProperty("model").GetString()!, (Side(row), row.GetProperty("num_params").GetInt64()))).ToLookup(row => row.Item1, row => row.Item2);

    public static TheoryData<string> Names => [.. ModelCatalogue.Names];

    public static TheoryData<string> NamesAndTwins => [.. ModelCatalogue.Names, .. ModelCatalogue.Twins];

    public static TheoryData<string> NamesWithReference => [.. ModelCatalogue.Names.Where(Published.ContainsKey)];

    public static TheoryData<string> NamesInTorchvision => [.. ModelCatalogue.Names.Where(PublishedParameters.Contains)];

    [Theory, MemberData(nameof(NamesWithReference))]
    public void Names_and_shapes_are_those_of_the_published_checkpoints(string name)
    {
        var graph = ModelCatalogue.Build(name);
        var (count, sha256, parameters) = Published[name];

        Assert.Equal(count, graph.Parameters.Count);
        Assert.Equal(sha256, StateDictionary.Sha256(graph));
        Assert.Equal(parameters, graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count));
    }

    [Theory, MemberData(nameof(NamesInTorchvision))]
    public void Parameters_are_as_many_as_torchvision_says(string name)
    {
        var entry = ModelCatalogue.Find(name);

        // GoogLeNet's auxiliary classifiers are in its checkpoint but not in torchvision's count: "NOT pretrained", it says.
        // ViT has a position embedding for each patch of the images its weights were published for.
        long Parameters(int side)
        {
            var graph = entry.Build(positions: side);
            return GraphCost.Of(name == "googlenet" ? graph.WithoutAuxiliary() : graph, entry.InputSize, entry.InputSize).Parameters;
        }

        Assert.All(PublishedParameters[name], published => Assert.Equal(published.Parameters, Parameters(published.Side)));
    }

    [Fact]
    public void Only_the_EfficientNet_Lites_are_not_torchvisions() =>
        Assert.Equal([0, 1, 2, 3, 4], ModelCatalogue.Names.Where(name => !PublishedParameters.Contains(name))
            .Select(name => int.Parse(name["efficientnet_lite".Length..])));

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void Stages_are_named_in_order_and_own_their_nodes(string name)
    {
        var graph = ModelCatalogue.Build(name);
        var names = graph.Stages.Select(stage => stage.Name).ToList();

        Assert.Equal(["stem", .. Enumerable.Range(1, names.Count - 3).Select(i => $"stage{i}"), "neck", "head"], names);
        Assert.Equal(graph.Nodes.Select(node => names.IndexOf(node.Stage)).Order(), graph.Nodes.Select(node => names.IndexOf(node.Stage)));
        Assert.All(graph.Stages, stage => Assert.Equal(stage.Name, graph.Nodes[stage.Output].Stage));
        Assert.Equal(graph.Output, graph.Stages[^1].Output);
    }

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void Stages_have_the_channels_and_strides_they_declare(string name)
    {
        var entry = ModelCatalogue.Find(name);
        var graph = entry.Build();
        var shapes = graph.Infer(entry.InputSize, entry.InputSize);

        Assert.All(graph.Stages.SkipLast(2), stage =>
        {
            var shape = shapes[stage.Output];
            Assert.Equal(stage.Channels, shape[0]);
            // These do not pad their stem or their poolings: a few pixels are lost at the border of each stage.
            var lost = entry.Family is "InceptionV3" or "AlexNet" or "SqueezeNet" ? 3 : 0;
            var expected = (entry.InputSize + stage.Stride - 1) / stage.Stride;
            Assert.InRange(shape[1], expected - lost, expected);
            Assert.Equal(shape[1], shape[2]);
        });
        Assert.All(graph.Stages.TakeLast(2), stage => Assert.Equal((0, stage.Channels), (stage.Stride, shapes[stage.Output].Single())));
    }

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void The_number_of_classes_changes_the_head_and_nothing_else(string name)
    {
        var (few, many) = (ModelCatalogue.Build(name, 4), ModelCatalogue.Build(name));

        Assert.Equal(4, few.OutputChannels);
        Assert.Equal(many.Parameters.Select(p => p.Name), few.Parameters.Select(p => p.Name));
        Assert.All(few.Parameters.Zip(many.Parameters), pair =>
            Assert.True(pair.First.Stage == "head" || pair.First.Shape.SequenceEqual(pair.Second.Shape), pair.First.Name));
    }

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void Larger_and_oblong_images_give_as_many_logits(string name)
    {
        var graph = ModelCatalogue.Build(name, 7);

        Assert.Equal([7], graph.Infer(320, 416)[graph.Output]);
    }

    [Theory, MemberData(nameof(NamesAndTwins))]
    public void Parameter_names_are_unique(string name) =>
        Assert.Distinct(ModelCatalogue.Build(name).Parameters.Select(p => p.Name));

    [Fact]
    public void A_twin_is_small_and_every_family_has_one()
    {
        var twins = ModelCatalogue.Twins.Select(ModelCatalogue.Find).ToList();

        Assert.All(twins, twin => Assert.InRange(GraphCost.Of(twin.Build(10), twin.InputSize, twin.InputSize).Parameters, 1, 200_000));
        Assert.All(twins, twin => Assert.InRange(GraphCost.Of(twin.Build(10), twin.InputSize, twin.InputSize).MultiplyAdds, 1, 5_000_000));
        Assert.Superset(ModelCatalogue.Entries.Select(entry => entry.Family).Where(family => family != "Wide ResNet").ToHashSet(),
            twins.Select(twin => twin.Family).ToHashSet());
    }

    private static IEnumerable<(string Name, int Count, string Sha256, long Parameters)> Models(string file) => Read(file, "models", model =>
        (model.GetProperty("model").GetString()!, model.GetProperty("state_dict").GetProperty("count").GetInt32(),
            model.GetProperty("state_dict").GetProperty("sha256").GetString()!, model.GetProperty("parameters").GetInt64()));

    private static int Side(JsonElement row) => row.GetProperty("transforms").TryGetProperty("crop_size", out var crop) ? crop[0].GetInt32() : 0;

    private static IReadOnlyList<T> Read<T>(string file, string list, Func<JsonElement, T> row)
    {
        // The file was written by Python, whose JSON knows NaN.
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", file)).Replace(" NaN", " null", StringComparison.Ordinal));
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(row)];
    }
}
