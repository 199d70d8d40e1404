using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>An object that a model found.</summary>
/// <param name="Box">Where, in pixels of the image.</param>
/// <param name="Label">Index of the class; without a background.</param>
/// <param name="Score">How sure the model is, 0..1.</param>
public sealed record Detection(Box Box, int Label, double Score)
{
    /// <summary>The box in double precision, as a result file gives it; null, and passed over, where <see cref="Box"/> is all that is known.</summary>
    public BoxD? Extent { get; init; }

    /// <summary>Its pixels in the whole image; null when the model finds boxes only, or before <see cref="InImage"/>.</summary>
    public Mask? Mask { get; init; }

    /// <summary>Its mask over its box, as the network draws it; null when the model finds boxes only.</summary>
    public MaskGrid? Grid { get; init; }

    internal BoxD Exact => BoxD.Of(Box, Extent);

    /// <summary>Detections in the network's pixels as ones in the image's own, with their masks pasted, on all cores.</summary>
    /// <param name="found">The detections.</param>
    /// <param name="scale">Pixels of the network's input per pixel of the image, across and down.</param>
    /// <param name="image">Size of the image in pixels.</param>
    public static IReadOnlyList<Detection> InImage(IReadOnlyList<Detection> found, (double X, double Y) scale, (int Width, int Height) image)
    {
        var moved = new Detection[found.Count];
        if (found.Any(detection => detection.Grid is not null)) Parallel.For(0, found.Count, Move);
        else
            for (var i = 0; i < moved.Length; i++) Move(i);
        return moved;

        void Move(int i)
        {
            // The grid covers the box as it was found; what reaches beyond the image is cut off after pasting.
            var box = found[i].Box.Scale(1 / scale.X, 1 / scale.Y);
            moved[i] = found[i] with { Box = box.Clip(image.Width, image.Height), Mask = found[i].Grid?.Paste(box, image), Grid = null };
        }
    }
}
