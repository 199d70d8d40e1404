using Graft.Artifacts;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>Sessions of ONNX Runtime for networks that take pictures of any size.</summary>
internal static class FreeSizeSession
{
    /// <summary>Opens a session that answers at least these outputs.</summary>
    /// <exception cref="GraftException">ONNX Runtime does not accept the model, or an output is missing.</exception>
    public static InferenceSession Open(byte[] model, string name, RuntimeOptions runtime, IEnumerable<string> outputs)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = runtime.ThreadsPerPicture,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Memory planned for one size is of no use to the next.
        options.EnableMemoryPattern = false;
        InferenceSession session;
        try
        {
            session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new GraftException($"ONNX Runtime does not accept '{name}': {failure.Message}", inner: failure);
        }
        if (outputs.FirstOrDefault(output => !session.OutputMetadata.ContainsKey(output)) is not { } missing) return session;
        session.Dispose();
        throw new GraftException($"'{name}' has no output '{missing}'.");
    }
}
