using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>A model folder in timm's layout with ResNet-18's true shapes and values from names.</summary>
internal static class HubFolder
{
    /// <summary>As timm 1.0 writes it, shortened.</summary>
    public const string Config = """
        {
          "architecture": "resnet18", "num_classes": 3, "num_features": 512, "global_pool": "avg",
          "pretrained_cfg": {
            "tag": "a1_in1k", "custom_load": false, "input_size": [3, 64, 64], "test_input_size": [3, 288, 288], "fixed_input_size": false,
            "interpolation": "bicubic", "crop_pct": 0.95, "crop_mode": "center",
            "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "num_classes": 3, "pool_size": [7, 7], "first_conv": "conv1", "classifier": "fc"
          },
          "label_names": ["ape", "bee", "cow"]
        }
        """;

    public const string Card = "---\ntags:\n- timm\nlicense: apache-2.0\n---\n# A card\n";

    private static readonly Lazy<byte[]> _weights = new(() =>
    {
        using var folder = new TestFolder();
        SafeTensors.Write(folder["w"], ReferenceNetwork.Parameters(ModelCatalogue.Build("resnet18", 3)));
        return File.ReadAllBytes(folder["w"]);
    });

    public static byte[] Weights => _weights.Value;

    public static string Make(string folder, string config = Config, byte[]? weights = null)
    {
        AtomicFile.WriteText(Path.Combine(folder, "config.json"), config);
        AtomicFile.WriteText(Path.Combine(folder, "README.md"), Card);
        AtomicFile.WriteBytes(Path.Combine(folder, "model.safetensors"), weights ?? []);
        return folder;
    }
}
