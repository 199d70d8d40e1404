using System.Reflection;
using System.Runtime.InteropServices;
using Graft.Training;

namespace Graft;

/// <summary>Where a run was computed: two with the same values give the same numbers, to the bit.</summary>
/// <param name="Processor">Its name and instructions.</param>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="Threads">Threads of one operation of the trainer.</param>
/// <param name="Platform">Operating system and architecture.</param>
/// <param name="Engines">Versions of the libraries that compute.</param>
internal sealed record RunMachine(string Processor, int Cores, int Threads, string Platform, string Engines)
{
    private static readonly string[] Libraries = ["TorchSharp", "Microsoft.ML.OnnxRuntime", "SkiaSharp"];

    /// <summary>This one.</summary>
    public static RunMachine This() => new(ProcessorFeatures.Model, Environment.ProcessorCount, EngineThreads.Now,
        $"{System} {RuntimeInformation.ProcessArchitecture}",
        string.Join(", ", Libraries.Select(library => $"{library} {VersionOf(library)}")));

    /// <summary>What is another way there than here, for people.</summary>
    public IEnumerable<string> Differences(RunMachine other)
    {
        if (Processor != other.Processor) yield return $"the processor was {Processor} and is {other.Processor}";
        if (Cores != other.Cores) yield return $"there were {Words.Count(Cores, "core")} and are {other.Cores}";
        if (Threads != other.Threads) yield return $"an operation had {Words.Count(Threads, "thread")} and has {other.Threads}";
        if (Platform != other.Platform) yield return $"the platform was {Platform} and is {other.Platform}";
        if (Engines != other.Engines) yield return $"the libraries were {Engines} and are {other.Engines}";
    }

    private static string System => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";

    private static string VersionOf(string library)
    {
        try
        {
            return Assembly.Load(new AssemblyName(library)).GetName().Version?.ToString() ?? "";
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            return "(not found)";
        }
    }
}
