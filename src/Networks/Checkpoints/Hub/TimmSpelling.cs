using System.Globalization;

namespace Graft.Networks;

/// <summary>
/// timm's names for the parameters of networks that it builds of the same layers under other names, told from timm 0.9.16 and 1.0. Some
/// linear layers are 1 x 1 convolutions there, and a file may hold masks that are worked out here.
/// </summary>
internal static class TimmSpelling
{
    private const string Mask = ".attn_mask";

    /// <summary>The checkpoint under the graph's names; itself where it is not in timm's spelling.</summary>
    public static ICheckpoint Modern(Graph graph, ICheckpoint checkpoint)
    {
        if (NamesOf(graph, IsEarlierSwin(checkpoint)) is not { } timm) return checkpoint;
        var renamed = graph.Parameters.Select(spec => (Spec: spec, Timm: timm(spec.Name)))
            .Where(pair =>
                pair.Timm != pair.Spec.Name && !checkpoint.Entries.ContainsKey(pair.Spec.Name) && checkpoint.Entries.ContainsKey(pair.Timm)).ToList();
        if (renamed.Count == 0) return checkpoint;
        CheckPadding(graph, checkpoint);
        return new RenamedCheckpoint(checkpoint, renamed.ToDictionary(pair => pair.Spec.Name, pair => pair.Timm, StringComparer.Ordinal))
        {
            Shapes = renamed.ToDictionary(pair => pair.Spec.Name, pair => pair.Spec.Shape, StringComparer.Ordinal),
            LeftOut = [.. checkpoint.Entries.Keys.Where(name => name.EndsWith(Mask, StringComparison.Ordinal))],
        };
    }

    /// <summary>timm's name for each of ours; null for a graph of no such family.</summary>
    public static Func<string, string>? NamesOf(Graph graph, bool isEarlierSwin = false)
    {
        if (!ModelCatalogue.Names.Contains(graph.Name) && !ModelCatalogue.Twins.Contains(graph.Name)) return null;
        return ModelCatalogue.Find(graph.Name).Family switch
        {
            "VGG" => name => Vgg(name.Split('.')) ?? name,
            "MobileNetV2" => name => TimmMobileNames.V2(name.Split('.')) ?? name,
            "EfficientNet" => name => TimmMobileNames.EfficientNet(name.Split('.')) ?? name,
            "ConvNeXt" => name => ConvNeXt(name.Split('.')) ?? name,
            "ViT" => name => VisionTransformer(name.Split('.')) ?? name,
            "Swin" => name => Swin(name.Split('.'), isEarlierSwin) ?? name,
            "RegNet" => name => RegNet(name.Split('.')) ?? name,
            _ => null,
        };
    }

    // TensorFlow's EfficientNets have the same names and pad otherwise: the file must say which it is.
    private static void CheckPadding(Graph graph, ICheckpoint checkpoint)
    {
        if (!graph.Name.StartsWith("efficientnet_b", StringComparison.Ordinal)) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint.Path))!;
        if (!HubRepository.IsOne(folder))
            throw new GraftException(
                $"'{checkpoint.Path}' has timm's names, which do not tell whether it pads its images as {graph.Name} does or as TensorFlow's.",
                $"timm's {HubRepository.ConfigFile} beside it tells.", "Give the whole model folder, or hf-hub:OWNER/NAME.");
        if (TimmNames.ModelOf(HubConfig.Read(Path.Combine(folder, HubRepository.ConfigFile)).Architecture) is var model && model != graph.Name)
            throw new GraftException($"'{checkpoint.Path}' holds {model}, not {graph.Name}.", cure: $"Use {Flag.Of("--model", model)}.");
    }

    // Before timm 0.9 a stage of Swin ended with the merging, now it begins with it.
    private static bool IsEarlierSwin(ICheckpoint checkpoint) => checkpoint.Entries.ContainsKey("layers.0.downsample.reduction.weight");

    private static string? Vgg(string[] name) => name switch
    {
        ["classifier", "0", var end] => $"pre_logits.fc1.{end}",
        ["classifier", "3", var end] => $"pre_logits.fc2.{end}",
        ["classifier", "6", var end] => $"head.fc.{end}",
        _ => null,
    };

    private static string? ConvNeXt(string[] name) => name switch
    {
        ["features", "0", var part, var end] => $"stem.{part}.{end}",
        ["features", var stage, var block, "layer_scale"] => $"stages.{Half(stage)}.blocks.{block}.gamma",
        ["features", var stage, var part, var end] => $"stages.{Half(stage)}.downsample.{part}.{end}",
        ["features", var stage, var block, "block", var layer, var end] =>
            $"stages.{Half(stage)}.blocks.{block}.{layer switch { "0" => "conv_dw", "2" => "norm", "3" => "mlp.fc1", _ => "mlp.fc2" }}.{end}",
        ["classifier", var layer, var end] => $"head.{(layer == "0" ? "norm" : "fc")}.{end}",
        _ => null,
    };

    private static string? VisionTransformer(string[] name) => name switch
    {
        ["class_token"] => "cls_token",
        ["encoder", "pos_embedding"] => "pos_embed",
        ["conv_proj", var end] => $"patch_embed.proj.{end}",
        ["encoder", "layers", var layer, .. var rest] => $"blocks.{layer.Split('_')[^1]}." + rest switch
        {
            ["self_attention", "out_proj", var end] => $"attn.proj.{end}",
            ["self_attention", var end] => $"attn.qkv.{end.Split('_')[^1]}",
            ["mlp", var part, var end] => $"mlp.fc{(part == "0" ? 1 : 2)}.{end}",
            [var norm, var end] => $"norm{norm[^1]}.{end}",
            _ => string.Join('.', rest),
        },
        ["encoder", "ln", var end] => $"norm.{end}",
        ["heads", "head", var end] => $"head.{end}",
        _ => null,
    };

    private static string? Swin(string[] name, bool isEarlier) => name switch
    {
        ["features", "0", var part, var end] => $"patch_embed.{(part == "0" ? "proj" : "norm")}.{end}",
        ["features", var stage, "norm" or "reduction", var end] => $"layers.{Half(stage) - (isEarlier ? 1 : 0)}.downsample.{name[2]}.{end}",
        ["features", var stage, var block, "mlp", var part, var end] => $"layers.{Half(stage)}.blocks.{block}.mlp.fc{(part == "0" ? 1 : 2)}.{end}",
        ["features", var stage, var block, .. var rest] => $"layers.{Half(stage)}.blocks.{block}.{string.Join('.', rest)}",
        ["head", var end] when !isEarlier => $"head.fc.{end}",
        _ => null,
    };

    private static string? RegNet(string[] name) => name switch
    {
        ["stem", var part, var end] => $"stem.{Layer(part)}.{end}",
        ["trunk_output", _, var block, .. var rest] when block["block".Length..].Split('-') is [var stage, var index] =>
            $"s{stage}.b{Number(index) + 1}." + rest switch
            {
                ["proj", var part, var end] => $"downsample.{Layer(part)}.{end}",
                ["f", "se", var part, var end] => $"se.{part}.{end}",
                ["f", var letter, var part, var end] => $"conv{letter[0] - 'a' + 1}.{Layer(part)}.{end}",
                _ => string.Join('.', rest),
            },
        ["fc", var end] => $"head.fc.{end}",
        _ => null,
    };

    private static string Layer(string part) => part == "0" ? "conv" : "bn";

    private static int Half(string stage) => Number(stage) / 2;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
