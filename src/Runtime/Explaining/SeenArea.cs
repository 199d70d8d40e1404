using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Where the input of a network lies in an image.</summary>
internal static class SeenArea
{
    /// <summary>For a contract of one size: resized, and the centre cut out.</summary>
    /// <param name="preprocess">The contract.</param>
    /// <param name="width">Width of the image, upright.</param>
    /// <param name="height">Its height.</param>
    /// <param name="part">A part of the input, in its pixels; null for all of it.</param>
    public static Box Of(Preprocess preprocess, int width, int height, Box? part = null)
    {
        var geometry = PreprocessGeometry.Of(preprocess, width, height);
        var window = geometry.Window;
        var (x, y) = ((double)width / window.FullWidth, (double)height / window.FullHeight);
        return (part ?? new Box(0, 0, preprocess.Width, preprocess.Height)).Shift(window.Left - geometry.PadLeft, window.Top - geometry.PadTop).Scale(x, y);
    }
}
