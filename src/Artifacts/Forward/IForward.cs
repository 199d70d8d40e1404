namespace Graft.Artifacts;

/// <summary>A graph ready to run forward, without gradients, on whatever engine was supplied. Not thread-safe.</summary>
public interface IForward : IDisposable
{
    /// <summary>Shape of the output for one image: [C, H, W] or [F].</summary>
    IReadOnlyList<int> OutputShape { get; }

    /// <summary>Runs <paramref name="count"/> images.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB, at the size of the preprocessing.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="output">Filled with count x <see cref="OutputShape"/> floats, C order.</param>
    void Run(ReadOnlySpan<byte> images, int count, Span<float> output);
}
