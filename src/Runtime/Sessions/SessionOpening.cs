using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>How every session of ONNX Runtime is opened.</summary>
internal static class SessionOpening
{
    /// <summary>Opens a session that answers at least these outputs.</summary>
    /// <param name="open">Makes the session, from memory or from a file.</param>
    /// <param name="name">What the user calls the model.</param>
    /// <param name="runtime">Threads, and the user's own settings.</param>
    /// <param name="isFreeSize">Images of many sizes: memory planned for one of them is of no use to the next.</param>
    /// <param name="outputs">Names of outputs.</param>
    /// <exception cref="GraftException">ONNX Runtime does not accept the model, or an output is missing.</exception>
    public static NativeSession Open(
        Func<SessionOptions, InferenceSession> open, string name, RuntimeOptions runtime, bool isFreeSize, params IEnumerable<string> outputs)
    {
        _ = OnnxTelemetry.IsOff; // before the library loads
        using var options = new SessionOptions
        {
            IntraOpNumThreads = runtime.ThreadsPerImage,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = runtime.AsWritten ? GraphOptimizationLevel.ORT_DISABLE_ALL : GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            EnableMemoryPattern = !isFreeSize,
        };
        // Threads that wait must not burn the core on which the next images are decoded.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Elsewhere the products of 8 bits are added in 16 bits at first, which overflow.
        if (ThisProcessor.LacksByteProducts) options.AddSessionConfigEntry("session.x64quantprecision", "1");
        (runtime.ComputeDevice ?? ComputeDevice.OfProcess).Use(options);
        runtime.ConfigureSession?.Invoke(options);
        InferenceSession opened;
        try
        {
            opened = open(options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new GraftException($"ONNX Runtime does not accept '{name}': {failure.Message}", inner: failure);
        }
        var session = new NativeSession(opened, name, runtime.Observer);
        if (outputs.FirstOrDefault(output => !session.Outputs.ContainsKey(output)) is not { } missing) return session;
        session.Dispose();
        throw new GraftException($"'{name}' has no output '{missing}'.");
    }
}
