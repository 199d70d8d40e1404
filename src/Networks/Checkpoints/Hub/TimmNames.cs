using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>
/// Architectures that timm and this catalogue call differently, or alike with other parameter names inside. Where both use the same
/// parameter names a checkpoint loads as it is, where the layers are the same they are renamed (<see cref="TimmSpelling"/>); where the networks
/// differ that is said instead of a hundred missing tensors.
/// </summary>
internal static partial class TimmNames
{
    // Families whose parameter names are the same in timm and torchvision (compared name by name with timm 1.0). InceptionV3 is not
    // among them: torchvision's network changes the normalisation of its input itself, timm's expects it done.
    private static readonly string[] SameNames = ["ResNet", "ResNeXt", "Wide ResNet", "DenseNet", LiteFamily];

    // Families that are renamed. MobileNetV3 and EfficientNet-B5 to B7 are not among them: their norms have another constant in timm.
    private static readonly string[] OtherNames = ["VGG", "MobileNetV2", "EfficientNet", "ConvNeXt", "ViT", "Swin", "RegNet"];

    private const string LiteFamily = "EfficientNet-Lite", LitePrefix = "tf_efficientnet_lite";

    /// <summary>The catalogue's name of a timm architecture: "efficientnet_lite0" for "tf_efficientnet_lite0".</summary>
    /// <exception cref="GraftException">There is none, or timm's network is another one.</exception>
    public static string ModelOf(string architecture)
    {
        var name = architecture.Split('.', 2)[0];
        if (name.StartsWith("tv_", StringComparison.Ordinal) || name.StartsWith(LitePrefix, StringComparison.Ordinal)) name = name[3..];
        name = Renamed(name) ?? name;
        if (!ModelCatalogue.Names.Contains(name))
            throw new GraftException($"The catalogue has no network for timm's architecture '{architecture}'.", $"timm's files load for {Known()}.",
                "`graft models` lists all networks; most have torchvision's weights.");
        var family = ModelCatalogue.Find(name).Family;
        if (family == LiteFamily && !architecture.StartsWith(LitePrefix, StringComparison.Ordinal))
            throw new GraftException($"timm's '{architecture}' pads its images otherwise than TensorFlow's network, which the catalogue has.",
                $"The weights of tf_{name} fit.", $"Use {Flag.Of("--model", name)}.");
        if (family == "MobileNetV3" || name is "efficientnet_b5" or "efficientnet_b6" or "efficientnet_b7")
            throw new GraftException($"timm's '{architecture}' has another constant in its norms than torchvision's network, which the catalogue has: "
                + "its weights would give other answers.",
                $"timm's files load for {Known()}.", $"Use torchvision's weights: `graft models pull {name}`.");
        return SameNames.Contains(family) || OtherNames.Contains(family)
            ? name
            : throw new GraftException(
                $"timm's '{architecture}' has other parameter names or another input than torchvision's, and there is no mapping between the two for {family}.",
                $"timm's files load for {Known()}.", $"Use torchvision's weights: `graft models pull {name}`.");
    }

    private static string? Renamed(string timm)
    {
        if (timm == "mobilenetv2_100") return "mobilenet_v2";
        if (MobileNet().Match(timm) is { Success: true } mobile) return $"mobilenet_v3_{mobile.Groups[1].Value}";
        if (Transformer().Match(timm) is { Success: true } vit) return $"vit_{vit.Groups[1].Value[0]}_{vit.Groups[2].Value}";
        if (Windows().Match(timm) is { Success: true } swin) return $"swin_{swin.Groups[1].Value[0]}";
        // Two of timm's own round widths otherwise; there it calls torchvision's "_tv".
        if (timm is "regnetx_004" or "regnety_080") return null;
        return RegNet().Match(timm) is { Success: true } net ? $"regnet_{net.Groups[1].Value}_{Operations(net.Groups[2].Value)}" : null;
    }

    // Hundreds of millions of multiply-adds: 004 is 400mf, 016 is 1_6gf, 320 is 32gf.
    private static string Operations(string hundreds)
    {
        var count = int.Parse(hundreds, System.Globalization.CultureInfo.InvariantCulture);
        return count < 10 ? $"{count}00mf" : count % 10 == 0 ? $"{count / 10}gf" : $"{count / 10}_{count % 10}gf";
    }

    private static string Known() =>
        string.Join(", ", SameNames.Concat(OtherNames).Select(family => family == "EfficientNet" ? "EfficientNet-B0 to B4" : family));

    [GeneratedRegex("^mobilenetv3_(small|large)_100$")]
    private static partial Regex MobileNet();

    [GeneratedRegex("^vit_(base|large|huge)_patch(14|16|32)_(?:224|384)$")]
    private static partial Regex Transformer();

    [GeneratedRegex("^swin_(tiny|small|base)_patch4_window7_224$")]
    private static partial Regex Windows();

    [GeneratedRegex(@"^regnet([xy])_(\d{3,4})(?:_tv)?$")]
    private static partial Regex RegNet();
}
