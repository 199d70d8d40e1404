namespace Graft.Networks.Families;

/// <summary>One EfficientNet-Lite.</summary>
/// <param name="Width">Multiplier of the stages' widths; stem and last convolution keep theirs.</param>
/// <param name="Depth">Multiplier of the stages' depths, except the first and the last.</param>
/// <param name="InputSize">Side of the image in pixels.</param>
/// <param name="Dropout">Rate before the classifier.</param>
internal sealed record EfficientNetLiteRow(double Width, double Depth, int InputSize, double Dropout)
{
    /// <summary>Width of the stem.</summary>
    public int Stem { get; init; } = 32;

    /// <summary>Width of the last convolution.</summary>
    public int Features { get; init; } = 1280;
}
