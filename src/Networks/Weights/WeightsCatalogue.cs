using System.Text.Json;
using Graft.Imaging;

namespace Graft.Networks;

/// <summary>
/// All published weights that are known: the bundled ones, torchvision's for ImageNet-1K, its segmentation networks for COCO with VOC's classes, and its
/// detectors for COCO.
/// </summary>
public static class WeightsCatalogue
{
    private static readonly Lazy<IReadOnlyList<PublishedWeights>> _all = new(() => Parse(EmbeddedFile.Read("weights.json")));

    /// <summary>Every row, bundled ones first.</summary>
    public static IReadOnlyList<PublishedWeights> All => _all.Value;

    /// <summary>The weights of a model, its default first; empty when none are published.</summary>
    public static IReadOnlyList<PublishedWeights> For(string model) =>
        [.. All.Where(weights => weights.Model == model).OrderByDescending(weights => weights.IsDefault)];

    /// <summary>The row for "resnet50" (its default), "resnet50.IMAGENET1K_V2" or "resnet50.DEFAULT".</summary>
    /// <exception cref="GraftException">There is none; the message names the nearest.</exception>
    public static PublishedWeights Find(string name)
    {
        var (model, tag) = Split(name);
        var rows = For(model);
        if (rows.Count == 0)
            throw new GraftException($"No weights are published for '{model}'.", Nearest.Question(model, [.. All.Select(weights => weights.Model).Distinct()]),
                $"`graft models` lists all models, or give a file as {Flag.Of("--weights")}.");
        return rows.FirstOrDefault(IsMeant)
            ?? throw new GraftException($"{model} has no weights '{tag}'.", $"It has {string.Join(", ", rows.Select(weights => weights.Tag))}.");

        bool IsMeant(PublishedWeights weights) => tag is null || tag.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase)
            ? weights.IsDefault
            : weights.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>"resnet50.IMAGENET1K_V2" to model and tag; the tag is null where none is given.</summary>
    public static (string Model, string? Tag) Split(string name)
    {
        var dot = name.IndexOf('.');
        return dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
    }

    internal static IReadOnlyList<PublishedWeights> Parse(ReadOnlySpan<byte> json)
    {
        var rows = JsonSerializer.Deserialize(json, NetworksJson.Indented.WeightsRowArray)!.Select(row => row.ToWeights()).ToList();
        foreach (var twice in rows.GroupBy(weights => weights.Name).Where(group => group.Count() > 1))
            throw new InvalidDataException($"The catalogue has {twice.Count()} rows '{twice.Key}'.");
        foreach (var twice in rows.GroupBy(weights => weights.FileName).Where(group => group.Count() > 1))
            throw new InvalidDataException($"The catalogue has {twice.Count()} rows with the file '{twice.Key}'.");
        foreach (var model in rows.GroupBy(weights => weights.Model).Where(group => group.Count(weights => weights.IsDefault) != 1))
            throw new InvalidDataException($"'{model.Key}' must have exactly one row as its default.");
        return rows;
    }
}

/// <summary>A row of weights.json, as eng/make_weights_catalogue.py writes it.</summary>
internal sealed record WeightsRow(string Model, string Tag, bool Default, string Sha256, string Licence, string Recipe)
{
    public required string LicenceSource { get; init; }
    public required string Page { get; init; }
    public Uri? Address { get; init; }
    public string? Bundled { get; init; }
    public string? Source { get; init; }
    public required int Resize { get; init; }
    public int Longer { get; init; }
    public required int Crop { get; init; }
    public required Interpolation Interpolation { get; init; }
    public required float[] Mean { get; init; }
    public required float[] Std { get; init; }
    public required Dictionary<string, double> Metrics { get; init; }
    public required int Classes { get; init; }
    public required long Parameters { get; init; }

    public PublishedWeights ToWeights() => new()
    {
        Model = Model,
        Tag = Tag,
        IsDefault = Default,
        Source = Source ?? Address!.AbsoluteUri,
        Address = Address,
        FileName = Bundled ?? Address!.Segments[^1],
        Sha256 = Sha256,
        Preprocess = new()
        {
            Width = Crop,
            Height = Crop,
            ResizeShorter = Resize,
            ResizeLonger = Longer,
            SizeMultiple = Longer > 0 ? DetectionNetwork.SizeMultiple : 0,
            Interpolation = Interpolation,
            Mean = Mean,
            Std = Std,
        },
        Licence = Licence,
        LicenceSource = LicenceSource,
        Page = Page,
        Metrics = Metrics,
        Classes = Classes,
        Parameters = Parameters,
        Recipe = Recipe,
    };
}
