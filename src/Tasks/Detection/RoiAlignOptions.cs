namespace Graft.Tasks;

/// <summary>How regions are cut out of a feature map.</summary>
/// <param name="Output">Rows of the result in cells, and columns unless <see cref="Width"/> is given.</param>
/// <param name="Scale">Places of the map per pixel of the image: 1 / stride.</param>
/// <param name="Sampling">Samples per cell and axis; 0 for one for every place the cell covers.</param>
/// <param name="IsAligned">Moves by half a place, as detectron2; otherwise as torchvision's detectors.</param>
public sealed record RoiAlignOptions(int Output, float Scale, int Sampling = 2, bool IsAligned = false)
{
    /// <summary>Columns of the result in cells.</summary>
    public int Width { get; init; } = Output;
}
