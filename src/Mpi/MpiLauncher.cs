using System.Globalization;

namespace Graft.Mpi;

/// <summary>Whether a launcher of MPI processes started this one, by the variables it leaves. Nothing of MPI is loaded for that.</summary>
internal sealed record MpiLauncher
{
    /// <summary>Names the library where the launcher does not tell which it is, or it has another name.</summary>
    public const string LibraryVariable = "GRAFT_MPI";

    private static readonly string[] OpenMpi = OpenMpiOn(OperatingSystem.IsMacOS());

    private static readonly string[] Mpich = MpichOn(OperatingSystem.IsWindows(), OperatingSystem.IsMacOS());

    /// <summary>OpenMPI 4 and 5.</summary>
    internal static string[] OpenMpiOn(bool isMac) => isMac ? ["libmpi.40.dylib"] : ["libmpi.so.40"];

    /// <summary>MS-MPI on Windows; elsewhere MPICH as Debian names it, and as it and Intel MPI name themselves.</summary>
    internal static string[] MpichOn(bool isWindows, bool isMac) => isWindows ? ["msmpi.dll"]
        : isMac ? ["libmpi.12.dylib", "libpmpi.12.dylib"] : ["libmpich.so.12", "libmpi.so.12"];

    /// <summary>The variable by which it was told.</summary>
    public required string Variable { get; init; }

    /// <summary>Which of its processes this is.</summary>
    public int Rank { get; init; }

    /// <summary>Processes, where the variable says how many; null where it does not.</summary>
    public int? Size { get; init; }

    /// <summary>Libraries to look for, the likely one first.</summary>
    public required IReadOnlyList<string> Libraries { get; init; }

    /// <summary>What to install where none of them loads.</summary>
    public required string Package { get; init; }

    /// <summary>The launcher of this process; null where none started it.</summary>
    public static MpiLauncher? Current => Of(Environment.GetEnvironmentVariable);

    /// <summary>The launcher that leaves such variables.</summary>
    public static MpiLauncher? Of(Func<string, string?> variable)
    {
        var found = Known(variable);
        return found is not null && variable(LibraryVariable) is { Length: > 0 } named ? found with { Libraries = [named] } : found;
    }

    // Slurm's own variables are there for every program of a job: only those of its MPI plugins tell.
    private static MpiLauncher? Known(Func<string, string?> variable)
    {
        if (Number("OMPI_COMM_WORLD_SIZE") is { } open) return Started("OMPI_COMM_WORLD_SIZE", open, "OMPI_COMM_WORLD_RANK", OpenMpi, "OpenMPI", "libopenmpi3");
        if (Number("PMI_SIZE") is { } mpich) return Started("PMI_SIZE", mpich, "PMI_RANK", Mpich, "MPICH or a relative of it", "libmpich12");
        if (Number("PMIX_RANK") is not null)
            return Started("PMIX_RANK", null, "PMIX_RANK", [.. OpenMpi, .. Mpich], "OpenMPI or MPICH with PMIx", "libopenmpi3");
        return null;

        MpiLauncher Started(string told, int? size, string rank, IReadOnlyList<string> libraries, string package, string debian) => new()
        { Variable = told, Size = size, Rank = Number(rank) ?? 0, Libraries = libraries, Package = $"{package} (Debian: {debian})" };

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
