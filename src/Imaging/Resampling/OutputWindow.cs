namespace Graft.Imaging;

/// <summary>A full output size and the part of it that is computed; its pixels equal those of the whole.</summary>
internal readonly record struct OutputWindow(int FullWidth, int FullHeight, int Left, int Top, int Width, int Height)
{
    public static OutputWindow Whole(int width, int height) => new(width, height, 0, 0, width, height);
}
