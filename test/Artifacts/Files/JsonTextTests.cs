using System.Text.Json;
using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Tests.Artifacts;

/// <summary>Texts and hashes as every version has written them: model files made before must open, and two versions must agree on one contract.</summary>
public sealed class JsonTextTests
{
    private static readonly Preprocess Fixed = Preprocess.ImageNet(256, 224, Interpolation.Bicubic);

    private static readonly Preprocess Free = Preprocess.ImageNet(480, 640) with
    {
        ResizeLonger = 640,
        SizeMultiple = 32,
        Mean = [0, 0.5f, 1e-7f],
        Std = [1, 0.1f, 3.4e38f],
    };

    private static readonly Manifest Full = new()
    {
        Task = "detect",
        Model = "resnet18",
        Classes = ["Käse <&> \"x\"", "日本", "a/b'c"],
        CategoryIds = [1, 7, 90],
        Preprocess = Free,
        PreprocessHash = Free.Hash,
        Temperature = 1.25,
        Precision = Manifest.Half,
        Origin = new("resnet18.V1", "https://example.org/a?b=1&c=2", "BSD-3-Clause", "00ff")
        {
            Model = "resnet18",
            Tag = "V1",
            Parent = new("mine", "a file", "CC0-1.0", "11"),
        },
        DataFingerprint = "abc",
        Metrics = new Dictionary<string, double>
        {
            ["AP50"] = 0.1 + 0.2,
            ["accuracy"] = 1,
            ["tiny"] = 1e-300,
            ["none"] = double.NaN,
            ["all"] = double.PositiveInfinity,
        },
        Producer = "Graft 0.1.0",
        ContentHash = "ff",
        Probes = [new(ulong.MaxValue, [0.1f, 1e-8f, 3]), new(2, []) { Masks = [0.5f, float.NaN] }],
    };

    private static readonly Manifest Small = Full with
    {
        Origin = null,
        Metrics = null,
        CategoryIds = null,
        ContentHash = null,
        DataFingerprint = null,
        Probes = [],
        Preprocess = Fixed,
        PreprocessHash = Fixed.Hash,
    };

    // As the first versions wrote them.
    private const string FullText = @"{""format"":1,""task"":""detect"",""model"":""resnet18"",""classes"":[""Käse <&> \""x\"""",""日本"",""a/b'c""],"
        + @"""categoryIds"":[1,7,90],""preprocess"":{""width"":640,""height"":640,""resizeShorter"":480,""resizeLonger"":640,"
        + @"""sizeMultiple"":32,""interpolation"":""bilinear"",""mean"":[0,0.5,1E-07],""std"":[1,0.1,3.4E+38]},"
        + @"""preprocessHash"":""50ddd50c0d790fc1ec2cb0fb9a6c8d6c15721db263124193709732693b516edb"",""temperature"":1.25,"
        + @"""precision"":""fp16"",""origin"":{""name"":""resnet18.V1"",""source"":""https://example.org/a?b=1&c=2"","
        + @"""licence"":""BSD-3-Clause"",""sha256"":""00ff"",""model"":""resnet18"",""tag"":""V1"",""parent"":{""name"":""mine"","
        + @"""source"":""a file"",""licence"":""CC0-1.0"",""sha256"":""11""}},""dataFingerprint"":""abc"","
        + @"""metrics"":{""AP50"":0.30000000000000004,""accuracy"":1,""tiny"":1E-300,""none"":""NaN"",""all"":""Infinity""},"
        + @"""producer"":""Graft 0.1.0"",""contentHash"":""ff"",""probes"":[{""seed"":18446744073709551615,"
        + @"""scores"":[0.1,1E-08,3]},{""seed"":2,""scores"":[],""masks"":[0.5,""NaN""]}]}";

    private const string SmallText = @"{""format"":1,""task"":""detect"",""model"":""resnet18"",""classes"":[""Käse <&> \""x\"""",""日本"",""a/b'c""],"
        + @"""preprocess"":{""width"":224,""height"":224,""resizeShorter"":256,""interpolation"":""bicubic"","
        + @"""mean"":[0.485,0.456,0.406],""std"":[0.229,0.224,0.225]},"
        + @"""preprocessHash"":""1bda293afe6d998adfb873608f9b0b2a8ea51fee460eef1020ca6736e7db0983"",""temperature"":1.25,"
        + @"""precision"":""fp16"",""producer"":""Graft 0.1.0"",""probes"":[]}";

    [Fact]
    public void The_hash_of_a_contract_is_what_it_always_was()
    {
        Assert.Equal("1bda293afe6d998adfb873608f9b0b2a8ea51fee460eef1020ca6736e7db0983", Fixed.Hash);
        Assert.Equal("50ddd50c0d790fc1ec2cb0fb9a6c8d6c15721db263124193709732693b516edb", Free.Hash);
        Assert.Equal(
            "7ab73d05bdcb1a19e69a93ce033daad232d0f2ab6bdf551b0e07d1561bbf5627",
            (Fixed with { Interpolation = Interpolation.Nearest, ResizeShorter = 0 }).Hash);
    }

    [Fact]
    public void The_text_of_a_manifest_is_what_it_always_was()
    {
        Assert.Equal(FullText, Full.ToJson());
        Assert.Equal(SmallText, Small.ToJson());
    }

    [Fact]
    public void A_manifest_of_an_earlier_version_is_read_whole()
    {
        var read = Manifest.FromJson(FullText);
        Assert.Equal(FullText, read.ToJson());
        Assert.Equal(Free.Hash, read.Preprocess.Hash);
        Assert.Equal(Interpolation.Bicubic, Manifest.FromJson(SmallText).Preprocess.Interpolation);
        Assert.Throws<JsonException>(() => Manifest.FromJson("{}"));
        Assert.Throws<JsonException>(() => Manifest.FromJson("null"));
    }

    [Fact]
    public void Both_ways_to_write_json_give_one_text() => Assert.Equal(JsonSerializer.Serialize(Full, Json.Compact), Full.ToJson());
}
