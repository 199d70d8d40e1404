using System.Runtime.InteropServices;

namespace Graft;

/// <summary>The processor that measurements hold for.</summary>
internal static class ThisProcessor
{
    private const string Facts = "/proc/cpuinfo";

    /// <summary>Its name, architecture and cores, as a key.</summary>
    public static string Description { get; } = $"{Name() ?? "processor not known"} {RuntimeInformation.ProcessArchitecture} x {Environment.ProcessorCount}";

    private static string? Name() => File.Exists(Facts)
        ? File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
}
