using System.Runtime.InteropServices;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed partial class TelemetryTests
{
    [Fact]
    public void Native_code_is_told_before_the_first_session()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a call for it instead of a variable.");
        var chosen = Environment.GetEnvironmentVariable(OnnxTelemetry.Variable) is { Length: > 0 } value ? value : null;
        using var forward = new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        Assert.Equal(chosen ?? "1", Marshal.PtrToStringUTF8(GetVariable(OnnxTelemetry.Variable))); // what the user chose is obeyed
        Assert.Equal(chosen is null or "1", OnnxTelemetry.IsOff);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
