using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>What a score rests on: what each cell of an image gives to it.</summary>
/// <param name="Path">The file; empty for an image in memory.</param>
/// <param name="Label">Index of the class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Score">The score, 0..1: of a segmentation network the mean probability of the class where it is the likeliest.</param>
public sealed record Explanation(string Path, int Label, string ClassName, double Score)
{
    /// <summary>
    /// Whether the map is exact: a classifier whose logits are a matrix product of the mean over its last map. Otherwise it is estimated from the scores
    /// of the image with parts hidden at random.
    /// </summary>
    public required bool IsExact { get; init; }

    /// <summary>Width of the image in pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the image in pixels, upright.</summary>
    public required int Height { get; init; }

    /// <summary>The object whose score it is, in pixels of the image; null for an image's class.</summary>
    public Box? Box { get; init; }

    /// <summary>The pixels of that object, or of that class; null where the model finds none.</summary>
    public Mask? Mask { get; init; }

    /// <summary>What the network sees, in pixels of the image: less than all where it sees the centre alone, more where an edge is filled.</summary>
    public required Box Seen { get; init; }

    /// <summary>
    /// What the cells cover, in pixels of the image. Each lies where the middle of what it sees is, so that the first may begin before what the network
    /// sees, and the last end before it does.
    /// </summary>
    public required Box Area { get; init; }

    /// <summary>Cells across.</summary>
    public required int Columns { get; init; }

    /// <summary>Cells down.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// Rows x Columns, row by row: what each cell gives to the score; what is below 0 speaks against it. Exact ones add up to the class's logit less the mean
    /// of all logits, the head's bias left out. Of others each is the score with the cell less that without, other cells being hidden half of the time.
    /// </summary>
    public required IReadOnlyList<float> Values { get; init; }

    internal bool Sees(double x, double y) => x >= Seen.X1 && x <= Seen.X2 && y >= Seen.Y1 && y <= Seen.Y2;

    /// <summary>The map at a place of the image, between the centres of cells in proportion; 0 where the network sees nothing.</summary>
    /// <param name="x">Pixels from the left; the centre of the first pixel is at 0.5.</param>
    /// <param name="y">Pixels from the top.</param>
    public float At(double x, double y)
    {
        if (!Sees(x, y)) return 0;
        var (left, right, across) = HiddenImage.Between(x - Area.X1 - 0.5, Area.Width, Columns);
        var (top, bottom, down) = HiddenImage.Between(y - Area.Y1 - 0.5, Area.Height, Rows);
        var upper = Values[top * Columns + left] * (1 - across) + Values[top * Columns + right] * across;
        var lower = Values[bottom * Columns + left] * (1 - across) + Values[bottom * Columns + right] * across;
        return upper * (1 - down) + lower * down;
    }

    /// <summary>
    /// A copy of the image with the map on it: from grey, where the score rests on nothing, to yellow and red, where it rests on most. Box and pixels are
    /// drawn as well; what the network does not see is dark.
    /// </summary>
    /// <param name="image">The image, at any size.</param>
    public RgbImage Draw(RgbImage image) => HeatDrawing.Draw(image, this);

    /// <summary>The class and its score: <c>dog (0.932)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{ClassName} ({Score:0.000})");
}
