using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>What the processor says of itself.</summary>
internal static class ProcessorFeatures
{
    private static readonly Lazy<(string Model, bool HasBfloat16)> Found = new(Read);

    /// <summary>Model name; the architecture where the system does not tell.</summary>
    public static string Model => Found.Value.Model;

    /// <summary>Whether it multiplies bfloat16 in hardware.</summary>
    public static bool HasBfloat16 => Found.Value.HasBfloat16;

    private static (string, bool) Read()
    {
        var model = RuntimeInformation.ProcessArchitecture.ToString();
        var flags = "";
        if (File.Exists("/proc/cpuinfo"))
            foreach (var line in File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0)) // the first processor
            {
                if (Value(line, "model name") is { } name) model = name;
                if ((Value(line, "flags") ?? Value(line, "Features")) is { } found) flags = found;
            }
        var words = flags.Split(' ');
        // The family's number tells processors apart that a hypervisor gives one name.
        var extent = words.Contains("avx512f") ? "AVX-512" : words.Contains("avx2") ? "AVX2" : "";
        return ($"{model} {extent}".Trim(), words.Any(word => word is "avx512_bf16" or "amx_bf16" or "bf16"));
    }

    private static string? Value(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) && line.IndexOf(':') is > 0 and var colon ? line[(colon + 1)..].Trim() : null;
}
