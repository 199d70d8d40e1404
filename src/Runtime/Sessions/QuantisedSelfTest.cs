using Graft.Artifacts;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>Runs a file of 8 bits, of whatever task, for what it tests itself by.</summary>
internal static class QuantisedSelfTest
{
    /// <summary>The answer to a probe: the mean of each channel of its last layers of 8 bits.</summary>
    /// <exception cref="GraftException">The file has no such output.</exception>
    public static unsafe float[] Answer(NativeSession session, Manifest manifest, ulong seed)
    {
        if (!session.Outputs.ContainsKey(OnnxWriter.SelfTest))
            throw new GraftException("This file of 8 bits does not test itself.", $"It has no output '{OnnxWriter.SelfTest}'.", "Export it again.");
        var (image, height, width) = QuantisedProbes.Image(seed, manifest);
        fixed (byte* data = image)
        {
            using var lease = session.Use();
            using var source = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.UInt8, [1, height, width, 3], (nint)data, image.Length);
            using var one = OrtValue.CreateTensorValueFromMemory(new[] { 1f }, [1]);
            using var zero = OrtValue.CreateTensorValueFromMemory(new[] { 0f }, [1]);
            List<string> names = [OnnxWriter.Images];
            List<OrtValue> values = [source];
            // Nothing is found: which of nearly equal boxes are, changes with the last digit. The mask head sees the one region that is always there.
            Give(DetectorOnnxWriter.ScoreThreshold, one);
            Give(DetectorOnnxWriter.MaskScale, zero);
            using var answers = lease.Run(names, values, [OnnxWriter.SelfTest]);
            return answers[0].GetTensorDataAsSpan<float>().ToArray();

            void Give(string name, OrtValue value)
            {
                if (!session.OptionalInputs.Contains(name)) return;
                names.Add(name);
                values.Add(value);
            }
        }
    }
}
