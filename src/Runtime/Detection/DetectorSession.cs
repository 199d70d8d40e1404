using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>An exported detector on ONNX Runtime. Thread-safe.</summary>
internal sealed class DetectorSession : IDisposable
{
    private static readonly string[] Always = [DetectorOnnxWriter.Boxes, DetectorOnnxWriter.Scores, DetectorOnnxWriter.Labels, DetectorOnnxWriter.ImageIndex];
    private readonly string[] _outputs;

    public DetectorSession(byte[] model, string name, RuntimeOptions runtime)
    {
        Native = SessionOpening.Open(options => new InferenceSession(model, options), name, runtime, isFreeSize: true, Always);
        HasMasks = Native.Outputs.ContainsKey(DetectorOnnxWriter.MaskGrids);
        _outputs = HasMasks ? [.. Always, DetectorOnnxWriter.MaskGrids] : Always;
    }

    public NativeSession Native { get; }

    public bool HasMasks { get; }

    /// <summary>Detections of each image of a batch in pixels of the input, the surest first.</summary>
    /// <param name="images">count x Height x Width x 3 bytes.</param>
    /// <param name="count">Images.</param>
    /// <param name="size">Their size.</param>
    /// <param name="limits">Detections must score more, and of two of a class with more IoU one goes; null for the file's own.</param>
    /// <param name="real">Size of each image within it; null where all fill it. Files of earlier versions pass over it.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="embeddings">Filled with the images' embeddings, where it is given and the file has them.</param>
    public unsafe IReadOnlyList<IReadOnlyList<Detection>> Run(
        ReadOnlySpan<byte> images,
        int count,
        (int Height, int Width) size,
        (float? Threshold, float? Overlap) limits,
        IReadOnlyList<(int Height, int Width)>? real,
        CancellationToken cancellation,
        Span<float> embeddings = default)
    {
        var expected = count * size.Height * size.Width * 3;
        if (images.Length != expected)
            throw new ArgumentException($"{count} images of {size.Width} x {size.Height} pixels are {expected} bytes, not {images.Length}.");
        fixed (byte* data = images)
        {
            using var lease = Native.Use(cancellation);
            using var source = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.UInt8, [count, size.Height, size.Width, 3], (nint)data, images.Length);
            using var score = OrtValue.CreateTensorValueFromMemory(new[] { limits.Threshold ?? 0 }, [1]);
            using var iou = OrtValue.CreateTensorValueFromMemory(new[] { limits.Overlap ?? 0 }, [1]);
            float[] sides = real is null ? new float[2] : [.. real.SelectMany(one => new float[] { one.Height, one.Width })];
            using var sizes = OrtValue.CreateTensorValueFromMemory(sides, [real?.Count ?? 1, 2]);
            // Masks are pasted here, at the image's own size.
            using var scale = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
            List<string> names = [OnnxWriter.Images];
            List<OrtValue> values = [source];
            if (limits.Threshold is not null) Give(DetectorOnnxWriter.ScoreThreshold, score);
            if (limits.Overlap is not null) Give(DetectorOnnxWriter.OverlapThreshold, iou);
            if (real is not null && Takes(DetectorOnnxWriter.ImageSizes)) Give(DetectorOnnxWriter.ImageSizes, sizes);
            if (HasMasks) Give(DetectorOnnxWriter.MaskScale, scale);
            string[] outputs = embeddings.IsEmpty ? _outputs : [.. _outputs, OnnxWriter.Embedding];
            using var answers = lease.Run(names, values, outputs);
            if (!embeddings.IsEmpty) answers[_outputs.Length].GetTensorDataAsSpan<float>().CopyTo(embeddings);
            return Read(answers, count);

            void Give(string name, OrtValue value)
            {
                names.Add(name);
                values.Add(value);
            }
        }
    }

    /// <summary>Whether the file lets the IoU of its suppression be chosen.</summary>
    public bool TakesOverlap => Takes(DetectorOnnxWriter.OverlapThreshold);

    public void Dispose() => Native.Dispose();

    private bool Takes(string input) => Native.Inputs.ContainsKey(input) || Native.OptionalInputs.Contains(input);

    private IReadOnlyList<IReadOnlyList<Detection>> Read(IDisposableReadOnlyCollection<OrtValue> answers, int count)
    {
        var boxes = answers[0].GetTensorDataAsSpan<float>();
        var scores = answers[1].GetTensorDataAsSpan<float>();
        var labels = answers[2].GetTensorDataAsSpan<long>();
        var images = answers[3].GetTensorDataAsSpan<long>();
        var grids = HasMasks ? answers[Always.Length] : null;
        var found = Enumerable.Range(0, count).Select(_ => new List<Detection>()).ToList();
        for (var i = 0; i < scores.Length; i++)
        {
            var box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
            found[(int)images[i]].Add(new Detection(box, (int)labels[i], scores[i]) { Grid = GridOf(grids, i) });
        }
        return found;
    }

    private static MaskGrid? GridOf(OrtValue? grids, int at)
    {
        if (grids is null) return null;
        var side = (int)grids.GetTensorTypeAndShape().Shape[1];
        return new MaskGrid(side, grids.GetTensorDataAsSpan<float>().Slice(at * side * side, side * side).ToArray());
    }
}
