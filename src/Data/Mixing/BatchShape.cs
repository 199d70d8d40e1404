namespace Graft.Data;

/// <summary>Sizes of a batch in memory order: Count x Height x Width x Channels.</summary>
public readonly record struct BatchShape(int Count, int Height, int Width, int Channels)
{
    /// <summary>Values of one image.</summary>
    public int Stride => checked(Height * Width * Channels);
}
