using System.Text.Json.Serialization;
using Graft.Artifacts;

namespace Graft.Runtime;

// One document for the command line and the service. Names are written in camelCase, and absent values are left out.

/// <summary>
/// What <c>graft predict --json</c> prints and the service answers. An entry an image, by task <see cref="PredictionDto"/>, <see cref="DetectedFacts"/>,
/// <see cref="SegmentedFacts"/> or <see cref="DescribedFacts"/>.
/// </summary>
internal sealed record PredictFacts(string Task, string Model, IReadOnlyList<string> Classes, IReadOnlyList<object> Predictions)
{
    /// <summary>fp16 or int8; null for 32 bits.</summary>
    public string? Precision { get; init; }

    public static PredictFacts Of(Manifest manifest, IEnumerable<object> predictions) => new(manifest.Task, manifest.Model, manifest.Classes, [.. predictions])
    {
        Precision = manifest.Precision == Manifest.Single ? null : manifest.Precision,
    };
}

/// <summary>An image of a classifier.</summary>
internal sealed record PredictionDto(string Path)
{
    /// <summary>The class; null when the image could not be read, no score reaches <c>--conf</c>, or the decision is no answer.</summary>
    public string? Class { get; init; }

    /// <summary>Probability of the best class; null when the image could not be read.</summary>
    public float? Score { get; init; }

    /// <summary>answer, unsure or unlike; null unless an error rate was asked for.</summary>
    public string? Decision { get; init; }

    /// <summary>Probability of every class; null when the image could not be read.</summary>
    public IReadOnlyDictionary<string, float>? Scores { get; init; }

    /// <summary>Why the image could not be read.</summary>
    public string? Error { get; init; }

    /// <param name="prediction">What the model answered.</param>
    /// <param name="classes">All classes.</param>
    /// <param name="threshold">The score from which on a class is named.</param>
    public static PredictionDto Of(ClassificationPrediction prediction, IReadOnlyList<string> classes, double threshold) =>
        prediction.Failure is { } failure
            ? new(prediction.Path) { Error = failure.Message }
            : new(prediction.Path)
            {
                Class = prediction.IsAnswered && prediction.Score >= threshold ? prediction.ClassName : null,
                Score = prediction.Score,
                Decision = prediction.Decision,
                Scores = new NamedScores(classes, prediction.Scores),
            };
}

/// <summary>An image of a detector, its objects as COCO writes them.</summary>
internal sealed record DetectedFacts(string Path, int Width, int Height, IReadOnlyList<ObjectDto> Objects, string? Error)
{
    /// <summary>Objects score more than this unless something else is asked for.</summary>
    public const double DefaultConfidence = 0.25;

    /// <summary>Objects of an image at most unless something else is asked for.</summary>
    public const int DefaultMaxDetections = 100;

    /// <param name="prediction">What the model answered.</param>
    /// <param name="number">Number of the image, from 1.</param>
    /// <param name="manifest">The model's.</param>
    public static DetectedFacts Of(DetectionPrediction prediction, int number, Manifest manifest) => new(
        prediction.Path, prediction.Width, prediction.Height,
        [.. prediction.Objects.Select(found => ObjectDto.Of(found, number, manifest))],
        prediction.Failure?.Message);
}

/// <summary>An object; numbers of image and class, box and score are an entry of COCO's result list.</summary>
internal sealed record ObjectDto(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("category_id")] int CategoryId,
    string Class, int Label, double Score, IReadOnlyList<float> Bbox)
{
    /// <summary>Pixels of the mask.</summary>
    public long? Area { get; init; }

    public CocoRunLengths? Segmentation { get; init; }

    public static ObjectDto Of(FoundObject found, long image, Manifest manifest)
    {
        float[] box = [found.Box.X1, found.Box.Y1, found.Box.Width, found.Box.Height];
        return new(image, manifest.CategoryIds?[found.Label] ?? found.Label + 1, found.ClassName, found.Label, found.Score, box)
        {
            Area = found.Mask?.Area,
            Segmentation = found.Mask is { } mask ? CocoRunLengths.Of(mask) : null,
        };
    }
}

/// <summary>An image of a segmentation network; without size and classes when it could not be read.</summary>
internal sealed record SegmentedFacts(string Path)
{
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Classes on it, the largest first.</summary>
    public IReadOnlyList<SegmentClassDto>? Classes { get; init; }

    /// <summary>Why the image could not be read.</summary>
    public string? Error { get; init; }

    /// <param name="prediction">What the model answered.</param>
    public static SegmentedFacts Of(SegmentationPrediction prediction) => prediction.Map is not { } map
        ? new(prediction.Path) { Error = prediction.Failure?.Message }
        : new(prediction.Path)
        {
            Width = map.Width,
            Height = map.Height,
            Classes = [.. Found(prediction).Select(found => SegmentClassDto.Of(prediction, found))],
        };

    /// <summary>Classes with their pixels, the largest first.</summary>
    public static IEnumerable<(int Label, long Pixels)> Found(SegmentationPrediction prediction) =>
        prediction.PixelsPerClass.Select((pixels, label) => (Label: label, Pixels: pixels)).Where(found => found.Pixels > 0)
            .OrderByDescending(found => found.Pixels);
}

/// <summary>A class on an image.</summary>
internal sealed record SegmentClassDto(string Class, int Label, long Pixels, double Share)
{
    /// <summary>Left, top, width and height in pixels; the background has none.</summary>
    public IReadOnlyList<float>? Bbox { get; init; }

    /// <summary>Its pixels in COCO's run lengths.</summary>
    public CocoRunLengths? Segmentation { get; init; }

    /// <param name="prediction">What the model answered.</param>
    /// <param name="found">A class that is on the image, with its pixels.</param>
    public static SegmentClassDto Of(SegmentationPrediction prediction, (int Label, long Pixels) found)
    {
        var name = prediction.Classes[found.Label];
        var share = (double)found.Pixels / prediction.Map!.Values.Length;
        if (SegmentationPrediction.IsBackground(name)) return new(name, found.Label, found.Pixels, share);
        var mask = prediction.MaskOf(found.Label);
        var box = mask.Bounds;
        return new(name, found.Label, found.Pixels, share)
        {
            Bbox = [box.X1, box.Y1, box.Width, box.Height],
            Segmentation = CocoRunLengths.Of(mask),
        };
    }
}

/// <summary>An image of a network that describes identities.</summary>
internal sealed record DescribedFacts(string Path)
{
    /// <summary>Numbers of length 1; null when the image could not be read.</summary>
    public IReadOnlyList<float>? Descriptor { get; init; }

    /// <summary>Why the image could not be read.</summary>
    public string? Error { get; init; }

    /// <param name="prediction">What the model answered.</param>
    public static DescribedFacts Of(IdentityPrediction prediction) => prediction.Failure is { } failure
        ? new(prediction.Path) { Error = failure.Message } : new(prediction.Path) { Descriptor = prediction.Descriptor };
}
