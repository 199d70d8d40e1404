using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// COCO's evaluation of detections (Lin et al., arXiv:1405.0312), with the numbers that pycocotools gives: crowds forgive,
/// objects of other sizes neither count nor punish, equal scores keep the order of the images.
/// </summary>
internal static class CocoEvaluation
{
    /// <summary>Key of the AP of each class.</summary>
    internal const string ClassAP = "AP";

    /// <summary>Compares detections with what is there.</summary>
    /// <param name="classes">Class names in the order of the labels.</param>
    /// <param name="truth">The objects of each image; an empty list is an image without any.</param>
    /// <param name="detections">The detections of each image, in the same order of images.</param>
    /// <param name="options">COCO's rules for boxes when null.</param>
    /// <exception cref="GraftException">
    /// The lists do not belong together, a label is out of range, a score is no number, or a mask is missing or of another size.
    /// </exception>
    public static CocoReport Evaluate(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions? options = null)
    {
        options ??= new CocoOptions();
        OptionsCheck.Throw("The evaluation", options);
        DetectionInput.Check(classes, truth, detections, options.Overlap);
        return Summarise(classes, CocoMatching.Run(classes.Count, truth, detections, options), truth.Count, options);
    }

    internal static CocoReport Summarise(IReadOnlyList<string> classes, ClassMatches[,] matches, int images, CocoOptions options)
    {
        var summary = new CocoSummary(classes, matches, images, options.Workers);
        var intervals = options.Resamples > 0 && images > 0 ? CocoResample.Run(matches, images, options) : ResampledIntervals.None;
        CocoClassResult[] perClass = [.. classes.Select((_, label) => summary.Class(label) with { APInterval = intervals[ClassAP, label] })];
        return new CocoReport(CocoMetricTable.Table.Measure(summary, (row, _) => intervals.Answer(row.Key)), perClass, images)
        {
            Overlap = options.Overlap,
            IntervalMethod = intervals.Method,
        };
    }
}

/// <summary>Checks what an evaluation is given: a wrong label or a NaN must not become a strange metric.</summary>
internal static class DetectionInput
{
    public static void Check(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, OverlapKind overlap)
    {
        if (truth.Count != detections.Count)
            throw new GraftException($"There are objects of {truth.Count} images and detections of {detections.Count}.",
                "Expected one list of each for every image.",
                "Give an empty list for an image without detections.");
        for (var at = 0; at < truth.Count; at++)
        {
            Mask? first = null;
            foreach (var item in truth[at])
            {
                CheckLabel(item.Label, classes.Count, at);
                if (overlap == OverlapKind.Masks) CheckMask(item.Mask, ref first, at, "An object");
            }
            foreach (var item in detections[at])
            {
                CheckLabel(item.Label, classes.Count, at);
                if (!double.IsFinite(item.Score) || !IsFinite(item.Box))
                    throw new GraftException($"A detection in image {at} has the score {item.Score} and the box {item.Box}.", "Expected finite numbers.",
                        "Check whether the training diverged.");
                if (overlap == OverlapKind.Masks) CheckMask(item.Mask, ref first, at, "A detection");
            }
        }
    }

    private static bool IsFinite(Box box) =>
        float.IsFinite(box.X1) && float.IsFinite(box.Y1) && float.IsFinite(box.X2) && float.IsFinite(box.Y2);

    private static void CheckLabel(int label, int classes, int image)
    {
        if (label < 0 || label >= classes)
            throw new GraftException($"Image {image} has the label {label}.", $"Expected 0 to {classes - 1}, without a background.");
    }

    private static void CheckMask(Mask? mask, ref Mask? first, int image, string what)
    {
        if (mask is null)
            throw new GraftException($"{what} in image {image} has no mask.", "Masks are compared only where all have one.", "Compare boxes instead.");
        first ??= mask;
        if (mask.Width != first.Width || mask.Height != first.Height)
            throw new GraftException($"The masks of image {image} are {first.Width} x {first.Height} and {mask.Width} x {mask.Height} pixels.",
                "Expected the size of the whole image.", "Paste masks into the image first.");
    }
}
