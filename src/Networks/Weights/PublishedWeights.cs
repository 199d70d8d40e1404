using Graft.Imaging;

namespace Graft.Networks;

/// <summary>Published parameters of a model, with everything that is needed to use them.</summary>
public sealed record PublishedWeights
{
    /// <summary>Name of the model in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Which weights of that model: "IMAGENET1K_V2".</summary>
    public required string Tag { get; init; }

    /// <summary>What the model's name alone stands for.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Address or description of where the file comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Address to download the file from; null for bundled weights.</summary>
    public Uri? Address { get; init; }

    /// <summary>Name of the file on disk.</summary>
    public required string FileName { get; init; }

    /// <summary>Hexadecimal SHA-256 of the file, or its first 8 or 10 digits where no more is published.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How an image becomes the network's input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>SPDX identifier or a sentence.</summary>
    public required string Licence { get; init; }

    /// <summary>Address at which the publisher states the licence.</summary>
    public required string LicenceSource { get; init; }

    /// <summary>Address of the page that states file, hash, input, parameters, cost and accuracy.</summary>
    public required string Page { get; init; }

    /// <summary>
    /// Published metrics in percent: "acc@1", "acc@5" on ImageNet-1K's validation images; "miou", "pixel_acc" on COCO's with VOC's classes; "box_map",
    /// "mask_map" (COCO's AP) on COCO's.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Classes of the head; 0 for features without a classifier.</summary>
    public required int Classes { get; init; }

    /// <summary>Trainable numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Address that describes how they were trained.</summary>
    public required string Recipe { get; init; }

    /// <summary>Comes with the program; no download is needed.</summary>
    public bool IsBundled => Address is null;

    /// <summary>"resnet50.IMAGENET1K_V2", as the command line takes it.</summary>
    public string Name => $"{Model}.{Tag}";
}
