using Graft.Artifacts;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>
/// An ONNX Runtime session with one input and one output that reads and writes the caller's memory in place. Thread-safe.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly RuntimeOptions _options;

    public OnnxSession(byte[] model, string name, string output, RuntimeOptions runtime)
        : this(options => new InferenceSession(model, options), name, output, runtime)
    {
    }

    /// <summary>From a file: a large model then passes through no array of its size.</summary>
    public OnnxSession(string path, string name, string output, RuntimeOptions runtime)
        : this(options => new InferenceSession(path, options), name, output, runtime)
    {
    }

    private OnnxSession(Func<SessionOptions, InferenceSession> open, string name, string output, RuntimeOptions runtime)
    {
        _options = runtime;
        Native = SessionOpening.Open(open, name, runtime, isFreeSize: false, output);
        (InputName, var input) = Native.Inputs.First();
        InputShape = input.Dimensions[1..];
        IsBytes = input.ElementType == typeof(byte);
        OutputShape = Native.Outputs[output].Dimensions[1..];
        EmbeddingWidth = Native.EmbeddingWidth;
        (_inputs, _outputs) = ([InputName], [output]);
    }

    public NativeSession Native { get; }

    public string InputName { get; }

    /// <summary>Input without the batch.</summary>
    public int[] InputShape { get; }

    /// <summary>Output without the batch.</summary>
    public int[] OutputShape { get; }

    /// <summary>See <see cref="NativeSession.EmbeddingWidth"/>.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>True when the input is uint8, false when it is float32.</summary>
    public bool IsBytes { get; }

    /// <summary>Runs images on every core, a few at a time on each.</summary>
    public unsafe void Run<T>(ReadOnlySpan<T> input, int count, Span<float> output) where T : unmanaged
    {
        Check<T>(input.Length, count, output.Length);
        var size = Math.Min(_options.BatchSize, (count + _options.Workers - 1) / _options.Workers);
        var (inputLength, outputLength) = (input.Length / count, output.Length / count);
        fixed (T* from = input)
        fixed (float* to = output)
        {
            var (source, target) = ((nint)from, (nint)to);
            CoreWork.For((count + size - 1) / size, _options.Workers, batch =>
            {
                var first = batch * size;
                RunHere((T*)source + (long)first * inputLength, Math.Min(size, count - first), (float*)target + (long)first * outputLength);
            });
        }
    }

    /// <summary>Runs images on the calling thread, for callers that use every core themselves.</summary>
    public unsafe void RunHere<T>(ReadOnlySpan<T> input, int count, Span<float> output, CancellationToken cancellation = default) where T : unmanaged
    {
        Check<T>(input.Length, count, output.Length);
        fixed (T* from = input)
        fixed (float* to = output)
            RunHere(from, count, to, cancellation);
    }

    /// <summary>Runs images on the calling thread and answers their embeddings too, which the file must have.</summary>
    /// <param name="images">count x Height x Width x 3 bytes.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="output">Filled as <see cref="RunHere{T}(ReadOnlySpan{T}, int, Span{float}, CancellationToken)"/> does.</param>
    /// <param name="embeddings">Filled with count x <see cref="EmbeddingWidth"/> floats.</param>
    /// <param name="cancellation">Ends the run.</param>
    public unsafe void RunHere(ReadOnlySpan<byte> images, int count, Span<float> output, Span<float> embeddings, CancellationToken cancellation)
    {
        Check<byte>(images.Length, count, output.Length);
        Expect(embeddings.Length, count, [EmbeddingWidth], "embedding");
        fixed (byte* from = images)
        fixed (float* to = output)
        fixed (float* second = embeddings)
        {
            using var lease = Native.Use(cancellation);
            using var source = Wrap(from, sizeof(byte), TensorElementType.UInt8, count, InputShape);
            using var target = Wrap(to, sizeof(float), TensorElementType.Float, count, OutputShape);
            using var pooled = Wrap(second, sizeof(float), TensorElementType.Float, count, [EmbeddingWidth]);
            lease.Run(_inputs, [source], [.. _outputs, OnnxWriter.Embedding], [target, pooled]);
        }
    }

    public void Dispose() => Native.Dispose();

    private unsafe void RunHere<T>(T* from, int count, float* to, CancellationToken cancellation = default) where T : unmanaged
    {
        using var lease = Native.Use(cancellation);
        using var source = Wrap(from, sizeof(T), IsBytes ? TensorElementType.UInt8 : TensorElementType.Float, count, InputShape);
        using var target = Wrap(to, sizeof(float), TensorElementType.Float, count, OutputShape);
        lease.Run(_inputs, [source], _outputs, [target]);
    }

    private void Check<T>(int input, int count, int output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (typeof(T) == typeof(byte) != IsBytes)
            throw new InvalidOperationException($"The input is {(IsBytes ? "bytes" : "floats")}, not {typeof(T).Name}.");
        Expect(input, count, InputShape, "input");
        Expect(output, count, OutputShape, "output");
    }

    private static unsafe OrtValue Wrap(void* data, int size, TensorElementType type, int count, int[] shape)
    {
        long[] dimensions = [count, .. shape];
        var bytes = dimensions.Aggregate((long)size, (product, dimension) => product * dimension);
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, dimensions, (nint)data, bytes);
    }

    private static void Expect(int length, int count, int[] shape, string what)
    {
        var expected = shape.Aggregate((long)count, (product, dimension) => product * dimension);
        if (length != expected)
            throw new ArgumentException($"{count} x [{string.Join(", ", shape)}] needs {expected} values of {what}, not {length}.");
    }
}
