namespace Graft.Artifacts;

/// <summary>
/// What of an image is compared with others, rounded to 16 bits: of a reference and of new images alike, or rounding would look like a change.
/// </summary>
/// <param name="Embedding">What the network keeps of it, reduced; empty where the file has no embedding.</param>
/// <param name="Values">One number for each <see cref="Trait"/>.</param>
/// <param name="Labels">The predicted classes: one of a classifier, the objects of a detector by class, the shares of a segmentation network.</param>
internal sealed record ImageTraits(IReadOnlyList<float> Embedding, IReadOnlyList<float> Values, IReadOnlyList<LabelAmount> Labels)
{
    /// <summary>The same, each number rounded.</summary>
    public ImageTraits Rounded() => new([.. Embedding.Select(Round)], [.. Values.Select(Round)],
        [.. Labels.Select(label => label with { Amount = Round(label.Amount) })]);

    private static float Round(float value) => (float)(Half)value;
}

/// <summary>How much of a class was predicted on an image.</summary>
/// <param name="Label">Index of the class; the number of classes where a detector found nothing.</param>
/// <param name="Amount">Objects, or a share of the pixels; 1 of a classifier.</param>
internal readonly record struct LabelAmount(int Label, float Amount);

/// <summary>Numbers of an image that are compared one by one.</summary>
internal enum Trait
{
    /// <summary>How sure the network is: the highest score, or the mean over the pixels.</summary>
    Confidence,

    /// <summary>Mean luma, 0 to 1.</summary>
    Brightness,

    /// <summary>Mean of red minus blue: yellow light is above 0.</summary>
    Warmth,

    /// <summary>Mean of green minus the mean of red and blue.</summary>
    Tint,

    /// <summary>Standard deviation of luma.</summary>
    Contrast,

    /// <summary>Logarithm of the variance of luma's Laplacian.</summary>
    Sharpness,

    /// <summary>Logarithm of width over height.</summary>
    Shape,
}
