namespace Graft.Training;

/// <summary>Pictures on their way into a step. Its arrays are used again for later batches.</summary>
internal sealed class Batch
{
    public Batch(int capacity, int pixelLength, int inputLength)
    {
        Indices = new int[capacity];
        IsReady = new bool[capacity];
        Pixels = new byte[capacity * pixelLength];
        Inputs = new float[capacity * inputLength];
        (PixelLength, InputLength) = (pixelLength, inputLength);
    }

    /// <summary>Pictures in it.</summary>
    public int Count { get; set; }

    /// <summary>Which, as indices of the source.</summary>
    public int[] Indices { get; }

    /// <summary>Per picture, whether <see cref="Inputs"/> holds it; otherwise <see cref="Pixels"/> does, for the frozen prefix.</summary>
    public bool[] IsReady { get; }

    /// <summary>Bytes of the pictures that are not ready.</summary>
    public byte[] Pixels { get; }

    /// <summary>What the trained part takes: N x H x W x 3 normalised, or N x features of the prefix in C order.</summary>
    public float[] Inputs { get; }

    public int PixelLength { get; }

    public int InputLength { get; }

    public Span<byte> PixelsOf(int position) => Pixels.AsSpan(position * PixelLength, PixelLength);

    public Span<float> InputOf(int position) => Inputs.AsSpan(position * InputLength, InputLength);
}
