using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>An object that a model found.</summary>
/// <param name="Box">Where, in pixels of the picture.</param>
/// <param name="Label">Index of the class; without a background.</param>
/// <param name="Score">How sure the model is, 0..1.</param>
public sealed record Detection(Box Box, int Label, double Score)
{
    /// <summary>Its pixels in the whole picture; null when the model finds boxes only.</summary>
    public Mask? Mask { get; init; }
}
