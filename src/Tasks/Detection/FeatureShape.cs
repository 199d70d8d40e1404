namespace Graft.Tasks;

/// <summary>A batch of feature maps that lies pixel by pixel, all channels of a pixel together: N x H x W x C.</summary>
/// <param name="Count">Images.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values of each pixel.</param>
public readonly record struct FeatureShape(int Count, int Height, int Width, int Channels)
{
    /// <summary>Number of values.</summary>
    public int Length => Count * Height * Width * Channels;
}
