using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Checks what an evaluation is given: a wrong label or a NaN must not become a strange metric.</summary>
internal static class DetectionInput
{
    public static void Check(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, OverlapKind overlap)
    {
        if (truth.Count != detections.Count)
            throw new GraftException($"There are objects of {truth.Count} images and detections of {detections.Count}.", "Expected one list of each for every image.",
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
