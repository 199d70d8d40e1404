using Graft.Artifacts;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>An exported segmentation network on ONNX Runtime. Thread-safe.</summary>
internal sealed class SegmenterSession(byte[] model, string name, RuntimeOptions runtime) : IDisposable
{
    private static readonly string[] Inputs = [OnnxWriter.Images], Outputs = [SegmenterOnnxWriter.Probabilities];

    public NativeSession Native { get; } = SessionOpening.Open(
        options => new InferenceSession(model, options), name, runtime, isFreeSize: true, SegmenterOnnxWriter.Probabilities, SegmenterOnnxWriter.ClassMap);

    /// <summary>Probabilities of images, count x classes x height x width.</summary>
    /// <param name="images">count x height x width x 3 bytes.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">Their height.</param>
    /// <param name="width">Their width.</param>
    /// <param name="output">Filled.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="embeddings">Filled with the images' embeddings, where it is given and the file has them.</param>
    public unsafe void Run(
        ReadOnlySpan<byte> images, int count, int height, int width, Span<float> output, CancellationToken cancellation, Span<float> embeddings = default)
    {
        if (images.Length != count * height * width * 3)
            throw new ArgumentException($"{count} images of {width} x {height} pixels are {count * height * width * 3} bytes, not {images.Length}.");
        var classes = output.Length / (count * height * width);
        fixed (byte* data = images)
        fixed (float* answer = output)
        fixed (float* second = embeddings)
        {
            using var lease = Native.Use(cancellation);
            using var source = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.UInt8, [count, height, width, 3], (nint)data, images.Length);
            using var target = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [count, classes, height, width], (nint)answer, (long)output.Length * sizeof(float));
            if (embeddings.IsEmpty)
            {
                lease.Run(Inputs, [source], Outputs, [target]);
                return;
            }
            using var pooled = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float,
                [count, Native.EmbeddingWidth], (nint)second, (long)embeddings.Length * sizeof(float));
            lease.Run(Inputs, [source], [.. Outputs, OnnxWriter.Embedding], [target, pooled]);
        }
    }

    public void Dispose() => Native.Dispose();
}
