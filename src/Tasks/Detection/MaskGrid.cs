using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>The mask of an object as a network draws it: a small grid that covers the object's box.</summary>
/// <param name="Side">Cells along a side.</param>
/// <param name="Probabilities">Side x Side, rows from the top, 0..1.</param>
public sealed record MaskGrid(int Side, float[] Probabilities)
{
    /// <summary>Which pixels of an image it covers, as torchvision pastes it.</summary>
    /// <param name="box">The object's box in pixels of the image; it may reach beyond.</param>
    /// <param name="image">Size of the image in pixels.</param>
    /// <param name="threshold">Pixels are inside from this probability on.</param>
    public Mask Paste(Box box, (int Width, int Height) image, float threshold = 0.5f) => MaskPaste.ToMask(Probabilities, Side, box, image, threshold);

    /// <summary>The cells of every so many rows and columns, beginning in the middle of the first such step.</summary>
    /// <param name="step">A divisor of the side.</param>
    public MaskGrid Every(int step)
    {
        var side = Side / step;
        var taken = new float[side * side];
        for (var i = 0; i < taken.Length; i++) taken[i] = Probabilities[(i / side * step + step / 2) * Side + i % side * step + step / 2];
        return new MaskGrid(side, taken);
    }

    /// <summary>The largest difference of a cell; not a number when a cell is none.</summary>
    /// <exception cref="ArgumentException">The sides differ.</exception>
    public float Difference(MaskGrid other)
    {
        if (other.Side != Side) throw new ArgumentException($"A grid of side {other.Side} is not comparable with one of side {Side}.", nameof(other));
        var largest = 0f;
        for (var i = 0; i < Probabilities.Length; i++)
        {
            var difference = Math.Abs(Probabilities[i] - other.Probabilities[i]);
            if (float.IsNaN(difference)) return difference;
            largest = Math.Max(largest, difference);
        }
        return largest;
    }
}
