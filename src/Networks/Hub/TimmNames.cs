namespace Graft.Networks;

/// <summary>
/// Architectures that timm and this catalogue call differently, or alike with other parameter names inside. Where both use the same
/// parameter names a checkpoint loads as it is; where they differ there is no mapping, and that is said instead of a hundred missing tensors.
/// </summary>
public static class TimmNames
{
    // Families whose parameter names are the same in timm and torchvision (compared name by name with timm 1.0). InceptionV3 is not
    // among them: torchvision's network changes the normalisation of its input itself, timm's expects it done.
    private static readonly string[] SameNames = ["ResNet", "ResNeXt", "Wide ResNet", "DenseNet", LiteFamily];

    private const string LiteFamily = "EfficientNet-Lite", LitePrefix = "tf_efficientnet_lite";

    /// <summary>The catalogue's name of a timm architecture: "efficientnet_lite0" for "tf_efficientnet_lite0".</summary>
    /// <exception cref="GraftException">There is none, or timm names its parameters otherwise.</exception>
    public static string ModelOf(string architecture)
    {
        var name = architecture.Split('.', 2)[0];
        if (name.StartsWith("tv_", StringComparison.Ordinal) || name.StartsWith(LitePrefix, StringComparison.Ordinal)) name = name[3..];
        if (!ModelCatalogue.Names.Contains(name))
            throw new GraftException($"The catalogue has no network for timm's architecture '{architecture}'.", $"timm's files load for {Known()}.",
                "`graft models` lists all networks; most have torchvision's weights.");
        var family = ModelCatalogue.Find(name).Family;
        if (family == LiteFamily && !architecture.StartsWith(LitePrefix, StringComparison.Ordinal))
            throw new GraftException($"timm's '{architecture}' pads its pictures otherwise than TensorFlow's network, which the catalogue has.",
                $"The weights of tf_{name} fit.", $"--model {name} has them.");
        return SameNames.Contains(family)
            ? name
            : throw new GraftException($"timm's '{architecture}' has other parameter names or another input than torchvision's, and there is no mapping between the two for {family}.",
                $"timm's files load for {Known()}.", $"Use torchvision's weights: `graft models pull {name}`.");
    }

    private static string Known() => string.Join(", ", SameNames);
}
