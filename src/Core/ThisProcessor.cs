using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Graft;

/// <summary>The processor that measurements hold for.</summary>
internal static class ThisProcessor
{
    private const string Facts = "/proc/cpuinfo";

    /// <summary>Its name, architecture and cores, as a key.</summary>
    public static string Description { get; } = $"{Name() ?? "processor not known"} {RuntimeInformation.ProcessArchitecture} x {Environment.ProcessorCount}";

    /// <summary>
    /// Whether it is an x64 processor without instructions that multiply four pairs of bytes and add them in 32 bits (AVX512_VNNI or AVX-VNNI; Intel's manual,
    /// volume 2, CPUID leaf 7).
    /// </summary>
    public static bool LacksByteProducts { get; } = X86Base.IsSupported && !MultipliesBytes();

    /// <summary>Whether it is an x64 processor with them.</summary>
    public static bool HasByteProducts => X86Base.IsSupported && !LacksByteProducts;

    private static bool MultipliesBytes()
    {
        if (!Avx2.IsSupported || X86Base.CpuId(0, 0).Eax < 7) return false;
        // Subleaf 0, ECX bit 11 with AVX-512; subleaf 1, EAX bit 4 without.
        return (Avx512F.IsSupported && (X86Base.CpuId(7, 0).Ecx & 1 << 11) != 0) || (X86Base.CpuId(7, 1).Eax & 1 << 4) != 0;
    }

    private static string? Name() => File.Exists(Facts)
        ? File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
}
