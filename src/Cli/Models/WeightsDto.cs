using System.Globalization;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>What <c>graft models</c> says of one file of weights.</summary>
internal sealed record WeightsDto(
    string Name, bool IsDefault, string Where, string? Path, string Source, string Sha256, string Licence, int InputSize,
    IReadOnlyDictionary<string, double> Metrics)
{
    public required Preprocess Preprocess { get; init; }

    public required string Recipe { get; init; }

    /// <summary>Where the publisher states the licence.</summary>
    public required string LicenceSource { get; init; }

    /// <summary>Where the publisher states file, hash, input, parameters, cost and accuracy.</summary>
    public required string Page { get; init; }

    /// <summary>False where the licence forbids commercial use.</summary>
    public bool AllowsCommercialUse => !LicenceTerms.ForbidsCommercialUse(Licence);

    /// <summary>Multiply-adds for one image of the input's size.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Published top-1 accuracy on ImageNet-1K in percent.</summary>
    public double? Top1 => Metrics.TryGetValue("acc@1", out var top1) ? top1 : null;

    /// <summary>The metric that networks of one task are compared by: top-1 accuracy, AP of boxes, or mean IoU, in percent.</summary>
    public double? Main => Top1 ?? (Metrics.TryGetValue("box_map", out var boxes) ? boxes : Metrics.TryGetValue("miou", out var overlap) ? overlap : null);

    /// <summary>That metric and what it is, and the AP of masks beside that of boxes.</summary>
    public string Published => Metrics.TryGetValue("mask_map", out var masks) ? $"AP {Quantities.Percent(Main)}, masks {Quantities.Percent(masks)}"
        : Metrics.ContainsKey("box_map") ? $"AP {Quantities.Percent(Main)}" : Metrics.ContainsKey("miou") ? $"mIoU {Quantities.Percent(Main)}"
        : Quantities.Percent(Main);

    public static WeightsDto Of(PublishedWeights weights, long multiplyAdds)
    {
        var path = WeightsStore.PathOf(weights);
        var where = weights.IsBundled ? path is null ? "missing" : "bundled" : path is null ? "download" : "on disk";
        return new(weights.Name, weights.IsDefault, where, path, weights.Source, weights.Sha256, weights.Licence, weights.Preprocess.Width, weights.Metrics)
        {
            Preprocess = weights.Preprocess,
            Recipe = weights.Recipe,
            LicenceSource = weights.LicenceSource,
            Page = weights.Page,
            MultiplyAdds = multiplyAdds,
        };
    }

    /// <summary>How images are prepared, in words.</summary>
    public string Transforms => Describe(Preprocess);

    public static string Describe(Preprocess preprocess) => string.Create(CultureInfo.InvariantCulture,
        $"{Size(preprocess)}, mean {Three(preprocess.Mean)}, std {Three(preprocess.Std)}");

    private static string Size(Preprocess preprocess)
    {
        var filter = preprocess.Interpolation.ToString().ToLowerInvariant();
        var input = $"{preprocess.Width} x {preprocess.Height}";
        return preprocess switch
        {
            { ResizeShorter: 0, Letterbox: true } => $"whole image to fit into {input}, aspect ratio kept, {filter}",
            { ResizeShorter: 0 } => $"whole image to {input}, {filter}",
            { ResizeLonger: > 0 } => $"shorter side to {preprocess.ResizeShorter}, longer at most {preprocess.ResizeLonger}, {filter}",
            _ => $"shorter side to {preprocess.ResizeShorter}, {filter}, centre {input}",
        };
    }

    private static string Three(IEnumerable<float> values) => string.Join(" ", values.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)));
}
