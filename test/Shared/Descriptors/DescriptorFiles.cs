using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Tests;

/// <summary>Descriptors as ONNX files with their contracts, for tests: the bundled network, and small ones that nobody should recognise anybody with.</summary>
internal static class DescriptorFiles
{
    /// <summary>The bundled network with float input, as another program would export it.</summary>
    public static string Dlib(TestFolder folder, string name = "dlib")
    {
        var network = FaceCatalogue.Default(FaceNetworkKind.Descriptor);
        var (graph, parameters) = network.Load();
        var file = folder[$"{name}.onnx"];
        File.WriteAllBytes(file, OnnxWriter.ToBytes(graph, parameters, new OnnxOptions { InputShape = [3, DlibResNet.Side, DlibResNet.Side] }));
        Write(file, Contract("dlib150", DlibResNet.Dimension, "euclidean", contract =>
        {
            contract["name"] = name;
            contract["licence"] = "CC0-1.0";
            contract["mean"] = new JsonArray(122.782, 117.001, 104.298);
            contract["scale"] = 1 / 256.0;
            contract["threshold"] = 0.6;
        }));
        return file;
    }

    /// <summary>A random projection of a face in 7 x 7 cells; the batch is one face.</summary>
    public static string Small(TestFolder folder, string name = "small", int dimension = 32, Action<JsonObject>? change = null)
    {
        const int cells = 7, side = 112;
        var model = new OnnxModel(name);
        var random = SeededRandom.For(1, name);
        model.OptionalInput("data", 1, 3, side, side); // without a constant of its name it must be given
        model.Node("AveragePool", "cells", ["data"], OnnxAttribute.Integers("kernel_shape", side / cells, side / cells),
            OnnxAttribute.Integers("strides", side / cells, side / cells));
        model.Node("Flatten", "flat", ["cells"]);
        const int values = 3 * cells * cells;
        model.Constant("projection", [values, dimension], [.. Enumerable.Range(0, values * dimension).Select(_ => (float)random.Normal())]);
        model.Node("MatMul", "descriptor", ["flat", "projection"]);
        model.Output("descriptor", dimension);
        return Write(folder, name, model, Contract("arcface112", dimension, "cosine", contract =>
        {
            contract["name"] = name;
            change?.Invoke(contract);
        }));
    }

    /// <summary>The mean of each channel, in the order in which the network has them.</summary>
    public static string Means(TestFolder folder, string name, Action<JsonObject> change)
    {
        var model = new OnnxModel(name);
        model.Node("GlobalAveragePool", "means", [model.Input("data", OnnxModel.FloatType, 3, 112, 112)]);
        model.Output("means", 3, 1, 1);
        return Write(folder, name, model, Contract("arcface112", 3, "euclidean", change));
    }

    /// <summary>A network with a contract that fits most of them.</summary>
    public static string Write(TestFolder folder, string name, OnnxModel model, JsonObject? contract = null)
    {
        var file = folder[$"{name}.onnx"];
        using (var stream = File.Create(file)) model.Write(stream);
        Write(file, contract ?? Contract("arcface112", 3, "euclidean"));
        return file;
    }

    /// <summary>A contract beside a file.</summary>
    public static void Write(string file, JsonObject contract) =>
        File.WriteAllText(Path.ChangeExtension(file, ".json"), contract.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    /// <summary>A contract with everything.</summary>
    public static JsonObject Contract(string alignment, int dimension, string metric, Action<JsonObject>? change = null)
    {
        var contract = new JsonObject
        {
            ["name"] = "a network",
            ["licence"] = "MIT",
            ["source"] = "a test",
            ["alignment"] = alignment,
            ["order"] = "rgb",
            ["mean"] = 127.5,
            ["scale"] = 1 / 127.5,
            ["size"] = alignment == "dlib150" ? 150 : 112,
            ["dimension"] = dimension,
            ["metric"] = metric,
        };
        change?.Invoke(contract);
        return contract;
    }
}
