using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>
/// ONNX Runtime's builds for Linux and macOS keep a device id and events in the user's cache folder and send them to their maker; on Windows they write system
/// events. Graft turns that off before it opens the first session, unless the user has decided otherwise.
/// </summary>
internal static class OnnxTelemetry
{
    /// <summary>The variable that ONNX Runtime reads when its library loads: 1 turns telemetry off.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<bool> _isOff = new(TurnOff);

    /// <summary>Whether it is off; asking turns it off.</summary>
    public static bool IsOff => _isOff.Value;

    private static bool TurnOff()
    {
        var chosen = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;
        if (OperatingSystem.IsWindows())
        {
            if (chosen is null or "1") OrtEnv.Instance().DisableTelemetryEvents();
        }
        else NativeLibraryC.SetVariable(Variable, chosen ?? "1"); // what was set within the process has not reached native code either
        return chosen is null or "1";
    }
}
