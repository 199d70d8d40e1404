using System.Text.Json;
using Graft.Tests;
using static Graft.Data.Tests.SmallScenes;

namespace Graft.Data.Tests;

/// <summary>What the splits of composed scenes are made of: nothing that another has.</summary>
public sealed class ComposedSplitTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public ComposedSplitTests() => WriteSources(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_test_split_has_cut_outs_and_backgrounds_of_its_own()
    {
        var result = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"], Small with { TestImages = 5 });
        Assert.Equal(5, result.TestImages);
        Assert.True(result.TestObjects > 0);
        using var sources = JsonDocument.Parse(File.ReadAllText(_folder["out/sources.json"]));
        foreach (var kind in new[] { "cutOuts", "backgrounds" })
        {
            var names = new[] { "train", "val", "test" }
                .SelectMany(split => sources.RootElement.GetProperty(split).GetProperty(kind).EnumerateArray().Select(name => name.GetString())).ToList();
            Assert.Equal(kind == "cutOuts" ? 8 : 6, names.Count);
            Assert.Equal(names.Count, names.Distinct().Count());
        }
        Assert.Equal(5, ObjectReader.Read(_folder["out"]).Samples.Count(sample => sample.Split == "test"));
    }

    [Fact]
    public void No_cut_out_and_no_background_is_in_two_splits()
    {
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"], Small);
        using var sources = JsonDocument.Parse(File.ReadAllText(_folder["out/sources.json"]));
        foreach (var kind in new[] { "cutOuts", "backgrounds" })
        {
            var (train, val) = (Names("train", kind), Names("val", kind));
            Assert.NotEmpty(train);
            Assert.NotEmpty(val);
            Assert.Empty(train.Intersect(val));
        }

        List<string?> Names(string split, string kind) =>
            [.. sources.RootElement.GetProperty(split).GetProperty(kind).EnumerateArray().Select(name => name.GetString())];
    }
}
