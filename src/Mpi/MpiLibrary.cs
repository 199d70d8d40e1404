using System.Runtime.InteropServices;

namespace Graft.Mpi;

/// <summary>
/// What is called of the system's MPI library. The families differ in what a handle is: in OpenMPI the address of an exported object, in MPICH and its
/// relatives a number that their common ABI fixes.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int Global = 0x100, Now = 2; // dlopen's flags on Linux; OpenMPI's plugins look for its names

    /// <summary>What names in the headers of MPICH, Intel MPI and MS-MPI stand for.</summary>
    internal static readonly IReadOnlyDictionary<string, nint> MpichHandles = new Dictionary<string, nint>
    {
        ["MPI_COMM_WORLD"] = 0x44000000,
        ["MPI_FLOAT"] = 0x4c00040a,
        ["MPI_DOUBLE"] = 0x4c00080b,
        ["MPI_BYTE"] = 0x4c00010d,
        ["MPI_UNSIGNED_SHORT"] = 0x4c000204,
        ["MPI_SUM"] = 0x58000003,
        ["MPI_IN_PLACE"] = -1,
        ["MPI_STATUS_IGNORE"] = 1,
    };

    private readonly nint _library;

    /// <param name="names">Libraries to try, in order.</param>
    /// <param name="package">What to install where none loads.</param>
    /// <param name="variable">The launcher's variable, for the message.</param>
    /// <exception cref="GraftException">None loads, or it is no MPI.</exception>
    public MpiLibrary(IReadOnlyList<string> names, string package, string variable)
    {
        nint loaded = 0;
        var name = names.FirstOrDefault(candidate => TryLoad(candidate, out loaded))
            ?? throw new GraftException(
                $"This process was started by a launcher of MPI ({variable} is set), and its library does not load: {string.Join(", ", names)}.",
                $"Expected {package} on every host.",
                $"Install it, name the file in {MpiLauncher.LibraryVariable}, or start without the launcher.")
            { ExitCode = 1 };
        _library = loaded;
        try
        {
            IsOpenMpi = NativeLibrary.TryGetExport(_library, "ompi_mpi_comm_world", out var world);
            World = IsOpenMpi ? world : MpichHandles["MPI_COMM_WORLD"];
            InPlace = IsOpenMpi ? 1 : MpichHandles["MPI_IN_PLACE"];
            StatusIgnore = IsOpenMpi ? 0 : MpichHandles["MPI_STATUS_IGNORE"];
            Float = IsOpenMpi ? Export("ompi_mpi_float") : MpichHandles["MPI_FLOAT"];
            Double = IsOpenMpi ? Export("ompi_mpi_double") : MpichHandles["MPI_DOUBLE"];
            Byte = IsOpenMpi ? Export("ompi_mpi_byte") : MpichHandles["MPI_BYTE"];
            UnsignedShort = IsOpenMpi ? Export("ompi_mpi_unsigned_short") : MpichHandles["MPI_UNSIGNED_SHORT"];
            SumOperation = IsOpenMpi ? Export("ompi_mpi_op_sum") : MpichHandles["MPI_SUM"];
            InitThread = (delegate* unmanaged<nint, nint, int, int*, int>)Export("MPI_Init_thread");
            Finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");
            CommRank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
            CommSize = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
            Allreduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Export("MPI_Allreduce");
            Broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
            Allgather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Allgather");
            StartBarrier = (delegate* unmanaged<nint, nint*, int>)Export("MPI_Ibarrier");
            Test = (delegate* unmanaged<nint*, int*, nint, int>)Export("MPI_Test");
            Send = (delegate* unmanaged<void*, int, nint, int, int, nint, int>)Export("MPI_Send");
            StartReceive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
            AbortAll = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
            CreateOperation = (delegate* unmanaged<delegate* unmanaged<ushort*, ushort*, int*, nint*, void>, int, nint*, int>)Export("MPI_Op_create");
            LibraryVersion = (delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version");
        }
        catch (EntryPointNotFoundException failure)
        {
            throw new GraftException($"'{name}' is not an MPI library: {failure.Message}", $"Expected {package}.", "", failure) { ExitCode = 1 };
        }
    }

    public bool IsOpenMpi { get; }

    public nint World { get; }

    public nint InPlace { get; }

    public nint StatusIgnore { get; }

    public nint Float { get; }

    public nint Double { get; }

    public nint Byte { get; }

    public nint UnsignedShort { get; }

    public nint SumOperation { get; }

    public readonly delegate* unmanaged<nint, nint, int, int*, int> InitThread;
    public readonly delegate* unmanaged<int> Finalize;
    public readonly delegate* unmanaged<nint, int*, int> CommRank, CommSize;
    public readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> Allreduce;
    public readonly delegate* unmanaged<void*, int, nint, int, nint, int> Broadcast;
    public readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> Allgather;
    public readonly delegate* unmanaged<nint, nint*, int> StartBarrier;
    public readonly delegate* unmanaged<nint*, int*, nint, int> Test;
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, int> Send;
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> StartReceive;
    public readonly delegate* unmanaged<nint, int, int> AbortAll;
    public readonly delegate* unmanaged<delegate* unmanaged<ushort*, ushort*, int*, nint*, void>, int, nint*, int> CreateOperation;
    public readonly delegate* unmanaged<byte*, int*, int> LibraryVersion;

    /// <exception cref="GraftException">It answered with an error; by default MPI ends all processes instead.</exception>
    public static void Check(int code)
    {
        if (code != 0) throw new GraftException($"MPI answered with the error {code}.", "Expected no error.", "See what it wrote itself.") { ExitCode = 1 };
    }

    /// <summary>Sets a variable where the library reads it, unless it is set: .NET's own table is not what native code sees.</summary>
    public static void Suggest(string variable, string value)
    {
        if (!OperatingSystem.IsWindows()) _ = SetEnvironment(variable, value, 0);
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static bool TryLoad(string name, out nint library)
    {
        if (OperatingSystem.IsLinux()) _ = Open(name, Global | Now);
        return NativeLibrary.TryLoad(name, out library);
    }

    [DllImport("libc", EntryPoint = "dlopen")]
    private static extern nint Open(string file, int flags);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
