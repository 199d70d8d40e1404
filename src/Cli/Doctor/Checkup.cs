using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Graft.Cli;

/// <summary>Everything the doctor looks at, in order.</summary>
internal static class Checkup
{
    // The dearest thing a run writes is a cache of features and two checkpoints.
    private const long EnoughDisk = 2L << 30;

    public static IReadOnlyList<Func<Check>> All { get; } =
    [
        Program, System, Processor, Memory,
        () => Disk("disk for runs", Environment.CurrentDirectory),
        () => Disk("disk for caches", GraftHome.Folder),
        .. Engines.All,
    ];

    private static Check Program() => new("graft", CheckState.Works,
        $"{typeof(Checkup).Assembly.GetName().Version?.ToString(3)} on .NET {Environment.Version}");

    private static Check System() => new("system", CheckState.Works,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");

    private static Check Processor()
    {
        var sets = new List<string>();
        if (Avx2.IsSupported) sets.Add("AVX2");
        if (Avx512F.IsSupported) sets.Add("AVX-512");
        return new("processor", CheckState.Works,
            $"{Environment.ProcessorCount} cores, {(sets.Count > 0 ? string.Join(", ", sets) : RuntimeInformation.ProcessArchitecture.ToString())}");
    }

    private static Check Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var enough = bytes >= 3L << 30;
        return new("memory", enough ? CheckState.Works : CheckState.Note, $"{Gibibytes(bytes)} available to this process",
            enough ? "" : "Training needs about 3 GiB: take a smaller --batch.");
    }

    private static Check Disk(string name, string folder)
    {
        var existing = new DirectoryInfo(folder);
        while (!existing.Exists && existing.Parent is { } parent) existing = parent;
        try
        {
            var free = new DriveInfo(existing.FullName).AvailableFreeSpace;
            var enough = free >= EnoughDisk;
            return new(name, enough ? CheckState.Works : CheckState.Note, $"{Gibibytes(free)} free for {folder}",
                enough ? "" : $"Less than {Gibibytes(EnoughDisk)}: free some, or set {GraftHome.Variable} to another disk.");
        }
        catch (IOException failure)
        {
            return new(name, CheckState.Fails, $"{folder}: {failure.Message}", $"Set {GraftHome.Variable} to a folder that you can write to.");
        }
    }

    private static string Gibibytes(long bytes) => $"{bytes / (double)(1 << 30):0.0} GiB";
}
