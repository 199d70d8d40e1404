using System.Text.Json;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>What holds for every row of the catalogue; adding a row adds its tests.</summary>
public sealed class CatalogueContractTests
{
    private static readonly Dictionary<string, (int Count, string Sha256, long Parameters)> Published =
        new[] { "classification.json", "efficientnet_lite.json" }.SelectMany(Models).ToDictionary(m => m.Name, m => (m.Count, m.Sha256, m.Parameters));

    public static TheoryData<string> Names => [.. ModelCatalogue.Names];

    public static TheoryData<string> NamesAndTwins => [.. ModelCatalogue.Names, .. ModelCatalogue.Twins];

    public static TheoryData<string> NamesWithReference => [.. ModelCatalogue.Names.Where(Published.ContainsKey)];

    [Theory, MemberData(nameof(NamesWithReference))]
    public void Names_and_shapes_are_those_of_the_published_checkpoints(string name)
    {
        var graph = ModelCatalogue.Build(name);
        var (count, sha256, parameters) = Published[name];

        Assert.Equal(count, graph.Parameters.Count);
        Assert.Equal(sha256, StateDictionary.Sha256(graph));
        Assert.Equal(parameters, graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count));
    }

    private static IEnumerable<(string Name, int Count, string Sha256, long Parameters)> Models(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.At("test", "reference", file)));
        foreach (var model in document.RootElement.GetProperty("models").EnumerateArray())
        {
            var state = model.GetProperty("state_dict");
            yield return (model.GetProperty("model").GetString()!, state.GetProperty("count").GetInt32(), state.GetProperty("sha256").GetString()!,
                model.GetProperty("parameters").GetInt64());
        }
    }
}
