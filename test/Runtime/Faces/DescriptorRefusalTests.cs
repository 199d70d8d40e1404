using System.Text;
using System.Text.Json.Nodes;
using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>Descriptors that are refused: by their contract, or because the network is another.</summary>
public sealed class DescriptorRefusalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("name", "\"\"", "a text of 1 to 500 letters")]
    [InlineData("licence", null, "'licence' is missing")]
    [InlineData("source", "3", "'source' is 3")]
    [InlineData("alignment", "\"dlib\"", "dlib150 or arcface112")]
    [InlineData("order", "\"RGB\"", "rgb or bgr")]
    [InlineData("mean", "[1, 2]", "a number, or three")]
    [InlineData("mean", "\"127.5\"", "a number, or three")]
    [InlineData("scale", "0", "other than 0")]
    [InlineData("size", "160", "112, the side of faces that are aligned as arcface112")]
    [InlineData("dimension", "4096", "a whole number from 1 to 2048")]
    [InlineData("dimension", "2.5", "a whole number from 1 to 2048")]
    [InlineData("metric", "\"angle\"", "euclidean or cosine")]
    [InlineData("threshold", "-1", "a distance above 0")]
    [InlineData("license", "\"MIT\"", "did you mean 'licence'")]
    public void A_wrong_field_is_named_with_what_is_expected(string field, string? value, string expected)
    {
        var file = DescriptorFiles.Small(_folder, change: contract =>
        {
            if (value is null) contract.Remove(field);
            else contract[field] = JsonNode.Parse(value);
        });
        var refused = Refused(file);
        Assert.Contains($"'{field}'", refused.What);
        Assert.Contains(expected, refused.What);
    }

    [Fact]
    public void All_wrong_fields_are_named_at_once_and_a_licence_must_be_there()
    {
        var file = DescriptorFiles.Small(_folder);
        File.WriteAllText(_folder["small.json"], """{"name": "x", "order": "grb"}""");
        var refused = Refused(file);
        foreach (var field in new[] { "licence", "source", "alignment", "order", "mean", "scale", "size", "dimension", "metric" })
            Assert.Contains($"'{field}'", refused.What);
        Assert.Contains("under which terms", refused.Cure);
        File.WriteAllText(_folder["small.json"], """{"name": "x", "name": "y"}""");
        Assert.Contains("is not JSON", Refused(file).What);
        File.WriteAllText(_folder["small.json"], "[]");
        Assert.Contains("no contract of a descriptor", Refused(file).What);
        File.Delete(_folder["small.json"]);
        Assert.Contains("has no contract", Refused(file).What);
        Assert.Contains("There is no file", Refused(_folder["nothing.onnx"]).What);
    }

    [Fact]
    public void A_contract_may_begin_with_the_mark_of_its_encoding()
    {
        var file = DescriptorFiles.Small(_folder);
        var text = File.ReadAllText(_folder["small.json"]);
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            File.WriteAllText(_folder["small.json"], text, encoding);
            Assert.Equal("small", DescriptorContract.Read(file).Name);
        }
    }

    [Fact]
    public void A_network_that_is_another_than_the_contract_says_is_refused_with_both()
    {
        var wide = Refused(DescriptorFiles.Small(_folder, dimension: 16, change: contract => contract["dimension"] = 32));
        Assert.Matches(@"answers with Single \[\w+, 16\]", wide.What);
        Assert.Contains("one output of 32 numbers", wide.Expected);
        Assert.Contains("takes Single [1, 3, 112, 112]", Refused(DescriptorFiles.Small(_folder, change: contract =>
            (contract["alignment"], contract["size"]) = ("dlib150", 150))).What);
        Assert.Contains("takes Byte [any, 112, 112, 3]", Refused(Model("bytes", model =>
            model.Node("Cast", "answer", [model.Input("images", OnnxModel.ByteType, 112, 112, 3)], OnnxAttribute.Integer("to", OnnxModel.FloatType)))).What);
        Assert.Contains("has 2 outputs", Refused(Model("two", model =>
        {
            model.Node("GlobalAveragePool", "answer", [model.Input("data", OnnxModel.FloatType, 3, 112, 112)]);
            model.Node("GlobalMaxPool", "more", ["data"]);
            model.Output("more", 3, 1, 1);
        })).What);
        Assert.Contains("no number", Refused(Model("nan", model =>
        {
            model.Node("GlobalAveragePool", "mean", [model.Input("data", OnnxModel.FloatType, 3, 112, 112)]);
            model.Node("Sub", "zero", ["mean", "mean"]);
            model.Node("Div", "answer", ["zero", "zero"]);
        })).What);
    }

    [Fact]
    public void A_file_that_is_no_network_or_keeps_weights_elsewhere_is_refused()
    {
        var file = DescriptorFiles.Small(_folder);
        foreach (var bytes in new byte[][] { [], [1, 2, 3], "not a network"u8.ToArray() })
        {
            File.WriteAllBytes(file, bytes);
            Assert.Contains("is not an ONNX file", Refused(file).What);
        }
        var network = FaceCatalogue.Default(FaceNetworkKind.Descriptor);
        var (graph, parameters) = network.Load();
        OnnxWriter.WriteApart(_folder["apart.onnx"], graph, parameters, new OnnxOptions { InputShape = [3, 150, 150] });
        DescriptorFiles.Write(_folder["apart.onnx"], DescriptorFiles.Contract("dlib150", 128, "euclidean"));
        Assert.Contains("keeps weights in another file", Refused(_folder["apart.onnx"]).What);
    }

    private string Model(string name, Action<OnnxModel> build)
    {
        var model = new OnnxModel(name);
        build(model);
        model.Output("answer", 3, 1, 1);
        return DescriptorFiles.Write(_folder, name, model);
    }

    private static GraftException Refused(string file) => Assert.Throws<GraftException>(() => FaceAnalyzer.Open(new() { Descriptor = file }));
}
