using System.Security.Cryptography;
using System.Text;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tests.DataFuzzing;

namespace Graft.Bench;

/// <summary>A classifier of a few kilobytes, damaged anywhere, or in its manifest with the hashes made right again.</summary>
internal static class ModelFileSubject
{
    public static FuzzSubject Make()
    {
        var path = Path.Combine(Path.GetTempPath(), $"graft-fuzz-{Environment.ProcessId}.onnx");
        var (graph, contract) = (ModelCatalogue.Build("efficientnet_lite_tiny", 3), Preprocess.ImageNet(72, 64));
        ModelFile.Write(path, graph, ParameterInitialiser.Create(graph, 1), new Manifest
        {
            Task = "classify",
            Model = graph.Name,
            Classes = ["fish", "monument", "tool"],
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "bench",
            Metrics = new Dictionary<string, double> { ["accuracy"] = 0.5 },
        });
        var (model, network) = (File.ReadAllBytes(path), NetworkOf(path));
        var manifest = Encoding.UTF8.GetBytes(ModelFile.ReadManifest(path).ToJson());
        File.Delete(path);
        return new FuzzSubject("model files", new Dictionary<string, byte[]> { ["m.onnx"] = model }, ["m.onnx"],
            folder => ModelFile.ReadManifest(Path.Combine(folder, "m.onnx")))
        {
            Seal = (bytes, random) => random.Chance(0.5) ? bytes
                : Sealed(network, DataMutation.Apply(DataMutation.Apply(manifest, [manifest], random), [manifest], random)),
        };
    }

    private static byte[] NetworkOf(string path)
    {
        using var stream = File.OpenRead(path);
        var length = ModelFileReader.ReadParts(stream, path).NetworkLength;
        return File.ReadAllBytes(path)[..(int)length];
    }

    private static byte[] Sealed(byte[] network, byte[] manifest)
    {
        byte[] whole = [.. network, .. OnnxModel.Metadata(Manifest.Key, Encoding.UTF8.GetString(manifest))];
        return [.. whole, .. OnnxModel.Metadata(ModelFile.SealKey, Convert.ToHexStringLower(SHA256.HashData(whole)))];
    }
}
