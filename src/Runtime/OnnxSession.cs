using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>
/// An ONNX Runtime session with one input and one output that reads and writes the caller's memory in place. Thread-safe.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    public OnnxSession(byte[] model, string name, string output, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads that wait must not burn the core on which the next pictures are decoded.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new GraftException($"ONNX Runtime does not accept '{name}': {failure.Message}", inner: failure);
        }
        (InputName, var input) = _session.InputMetadata.First();
        InputShape = input.Dimensions[1..];
        IsBytes = input.ElementType == typeof(byte);
        OutputShape = _session.OutputMetadata.TryGetValue(output, out var answer)
            ? answer.Dimensions[1..]
            : throw new GraftException($"'{name}' has no output '{output}'.");
        (_inputs, _outputs) = ([InputName], [output]);
    }

    public string InputName { get; }

    /// <summary>Input without the batch.</summary>
    public int[] InputShape { get; }

    /// <summary>Output without the batch.</summary>
    public int[] OutputShape { get; }

    /// <summary>True when the input is uint8, false when it is float32.</summary>
    public bool IsBytes { get; }

    public unsafe void Run<T>(ReadOnlySpan<T> input, int count, Span<float> output) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (typeof(T) == typeof(byte) != IsBytes)
            throw new InvalidOperationException($"The input is {(IsBytes ? "bytes" : "floats")}, not {typeof(T).Name}.");
        Expect(input.Length, count, InputShape, "input");
        Expect(output.Length, count, OutputShape, "output");
        fixed (T* from = input)
        fixed (float* to = output)
        {
            using var source = Wrap(from, sizeof(T), IsBytes ? TensorElementType.UInt8 : TensorElementType.Float, count, InputShape);
            using var target = Wrap(to, sizeof(float), TensorElementType.Float, count, OutputShape);
            _session.Run(_run, _inputs, [source], _outputs, [target]);
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
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
