using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>A graph on ONNX Runtime. Unlike other engines' it may be run from several threads at once.</summary>
public sealed class OnnxForward : IForward
{
    private readonly OnnxSession _session;

    internal OnnxForward(OnnxSession session) => _session = session;

    internal NativeSession Native => _session.Native;

    /// <summary>Shape of the input for one image: [Height, Width, 3] for bytes, [C, H, W] or [F] for floats.</summary>
    public IReadOnlyList<int> InputShape => _session.InputShape;

    /// <inheritdoc/>
    public IReadOnlyList<int> OutputShape => _session.OutputShape;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is of the wrong length.</exception>
    /// <exception cref="InvalidOperationException">The graph was made for floats.</exception>
    public void Run(ReadOnlySpan<byte> images, int count, Span<float> output) => _session.Run(images, count, output);

    /// <summary>As <see cref="Run(ReadOnlySpan{byte}, int, Span{float})"/>, on the calling thread alone.</summary>
    internal void RunHere(ReadOnlySpan<byte> images, int count, Span<float> output, CancellationToken cancellation) =>
        _session.RunHere(images, count, output, cancellation);

    /// <summary>As <see cref="RunHere(ReadOnlySpan{byte}, int, Span{float}, CancellationToken)"/>, with the images' embeddings.</summary>
    internal void RunHere(ReadOnlySpan<byte> images, int count, Span<float> output, Span<float> embeddings, CancellationToken cancellation) =>
        _session.RunHere(images, count, output, embeddings, cancellation);

    /// <summary>Runs the part of a graph behind a cut.</summary>
    /// <param name="values">count x <see cref="InputShape"/> floats, C order.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="output">Filled with count x <see cref="OutputShape"/> floats, C order.</param>
    /// <exception cref="ArgumentException">A span is of the wrong length.</exception>
    /// <exception cref="InvalidOperationException">The graph was made for bytes.</exception>
    public void Run(ReadOnlySpan<float> values, int count, Span<float> output) => _session.Run(values, count, output);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
