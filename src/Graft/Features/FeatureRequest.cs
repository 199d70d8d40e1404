using System.ComponentModel.DataAnnotations;
using Graft.Data;

namespace Graft;

/// <summary>Which features of which images.</summary>
public sealed record FeatureRequest
{
    /// <summary>Folder of classes, folder of splits, CSV manifest, or a plain folder of images.</summary>
    public required string Data { get; init; }

    /// <summary>Name in the catalogue, with an optional tag.</summary>
    public string Model { get; init; } = Pretrained.DefaultModel;

    /// <summary>A weights file of the user's own.</summary>
    public string? Weights { get; init; }

    /// <summary>Input size in pixels; 0 for the model's own.</summary>
    [Range(0, 4096)] public int ImageSize { get; init; }

    /// <summary>
    /// Name of the stage whose features are wanted; null for what is before the head. Of a feature map each channel's mean over all positions.
    /// </summary>
    public string? Stage { get; init; }

    /// <summary>All values of the map of <see cref="Stage"/> in place of means: channels x height x width.</summary>
    public bool Flatten { get; init; }

    /// <summary>
    /// fp32, or int8 for 8 bits, with ranges from 128 of the images at most: faster on processors that multiply bytes. Features are those of a model file of
    /// 8 bits only where both have the same ranges.
    /// </summary>
    [AllowedValues(Artifacts.Manifest.Single, Artifacts.Manifest.Int8)] public string Precision { get; init; } = Artifacts.Manifest.Single;

    /// <summary>Images that run through the network together.</summary>
    [Range(1, 4096)] public int Batch { get; init; } = 16;

    /// <summary>Threads that decode; 0 for one per core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>Whether features are kept for the next time.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;
}
