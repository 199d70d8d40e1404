using Graft.Artifacts;
using Graft.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Graft.Runtime;

/// <summary>A classifier that answers with its scores and with what each cell of its last map gives to each of them.</summary>
internal sealed class ActivationSession : IDisposable
{
    private static readonly string[] Inputs = [OnnxWriter.Images], Outputs = [OnnxWriter.Scores, ClassActivation.Output];
    private readonly NativeSession _session;

    private ActivationSession(NativeSession session, Placement? cells) => (_session, Cells) = (session, cells);

    /// <summary>Where the cells lie in the input; null where that is not known, and they are spread evenly.</summary>
    public Placement? Cells { get; }

    /// <summary>Opens it; null where the head is no matrix product of the mean over a map.</summary>
    public static ActivationSession? Open(byte[] model, string name, RuntimeOptions options) => ClassActivation.Add(model) is not { } extended ? null
        : new(SessionOpening.Open(session => new InferenceSession(extended.Model, session), name, options, isFreeSize: false, Outputs), extended.Cells);

    /// <summary>Runs one image.</summary>
    /// <param name="image">Height x Width x 3 bytes.</param>
    /// <param name="size">Its size.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The scores, and for each of them a map with its rows and columns.</returns>
    public unsafe (float[] Scores, float[] Maps, int Rows, int Columns) Run(
        ReadOnlySpan<byte> image, (int Height, int Width) size, CancellationToken cancellation)
    {
        fixed (byte* data = image)
        {
            using var lease = _session.Use(cancellation);
            using var source = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.UInt8, [1, size.Height, size.Width, 3], (nint)data, image.Length);
            using var answers = lease.Run(Inputs, [source], Outputs);
            var shape = answers[1].GetTensorTypeAndShape().Shape;
            return (answers[0].GetTensorDataAsSpan<float>().ToArray(), answers[1].GetTensorDataAsSpan<float>().ToArray(), (int)shape[2], (int)shape[3]);
        }
    }

    public void Dispose() => _session.Dispose();
}
