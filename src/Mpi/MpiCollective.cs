using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Graft.Training;

namespace Graft.Mpi;

/// <summary>The processes that a launcher of MPI started together. One for a process, since MPI starts once and ends with it.</summary>
internal sealed unsafe class MpiCollective : ICollective
{
    private const int Serialized = 2; // MPI_THREAD_SERIALIZED
    private const int MaxCount = 1 << 26;
    private const int ArrivalTag = 7;

    private static readonly string[] Launchers = ["mpirun", "mpirun.openmpi", "orterun", "prterun", "mpiexec"];

    private static readonly Lock Gate = new();
    private static MpiCollective? _opened;

    private readonly MpiLibrary _mpi;
    private readonly nint _bfloat16Sum;
    private SilenceWatch? _watch;
    private byte* _arrivals;

    private MpiCollective(MpiLibrary mpi)
    {
        _mpi = mpi;
        int provided, rank, size, length;
        nint operation = 0;
        MpiLibrary.Check(mpi.InitThread(0, 0, Serialized, &provided));
        MpiLibrary.Check(mpi.CommRank(mpi.World, &rank));
        MpiLibrary.Check(mpi.CommSize(mpi.World, &size));
        MpiLibrary.Check(mpi.CreateOperation(&Bfloat16Sums.Add, 1, &operation));
        _bfloat16Sum = mpi.IsOpenMpi ? operation : (int)operation;
        var text = stackalloc byte[8192]; // MPI_MAX_LIBRARY_VERSION_STRING of both
        MpiLibrary.Check(mpi.LibraryVersion(text, &length));
        var version = Encoding.UTF8.GetString(text, length).TrimEnd('\0').Split('\n', ',')[0];
        Version = string.Join(' ', version.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        (Rank, Size) = (rank, size);
        if (size > 1 && provided < Serialized)
            throw new GraftException($"{Version} was built without threads.", "Expected MPI_THREAD_SERIALIZED.", "Install a build with threads.")
            { ExitCode = 1 };
    }

    /// <summary>Which library, with its version.</summary>
    public string Version { get; }

    public int Rank { get; }

    public int Size { get; }

    /// <summary>The processes of the launcher that started this one; the first call starts MPI, which is ended with the process.</summary>
    /// <exception cref="GraftException">The library does not load.</exception>
    public static MpiCollective Open(MpiLauncher launcher)
    {
        lock (Gate)
        {
            if (_opened is not null) return _opened;
            // Ranks that wait give the processor to those that compute; a fault of managed code is .NET's to handle, not UCX's.
            MpiLibrary.Suggest("OMPI_MCA_mpi_yield_when_idle", "1");
            MpiLibrary.Suggest("UCX_ERROR_SIGNALS", "");
            var opened = new MpiCollective(new MpiLibrary(launcher.Libraries, launcher.Package, launcher.Variable));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => opened._mpi.Finalize();
            return _opened = opened;
        }
    }

    /// <summary>Ends the training where a rank has not answered for so many seconds; 0 for never. Not while ranks wait at <see cref="Barrier"/>.</summary>
    public void Watch(double seconds)
    {
        if (Size == 1 || seconds <= 0 || _watch is not null) return;
        var hosts = this.Texts(Environment.MachineName);
        _watch = new SilenceWatch(this, hosts, seconds);
    }

    public void Sum(Span<float> values) => Reduce(values, _mpi.Float, _mpi.SumOperation);

    public void Sum(Span<double> values) => Reduce(values, _mpi.Double, _mpi.SumOperation);

    public void SumBfloat16(Span<ushort> values) => Reduce(values, _mpi.UnsignedShort, _bfloat16Sum);

    public void Broadcast(Span<byte> data, int root = 0)
    {
        using var call = Begin();
        fixed (byte* start = data) MpiLibrary.Check(_mpi.Broadcast(start, data.Length, _mpi.Byte, root, _mpi.World));
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> data)
    {
        var lengths = new int[Size];
        AllToAll(MemoryMarshal.AsBytes<int>([data.Length]), MemoryMarshal.AsBytes(lengths.AsSpan()));
        var longest = lengths.Max();
        if (longest == 0) return [.. lengths.Select(_ => Array.Empty<byte>())];
        var (own, all) = (new byte[longest], new byte[checked(longest * Size)]);
        data.CopyTo(own);
        AllToAll(own, all);
        return [.. lengths.Select((length, rank) => all.AsSpan(rank * longest, length).ToArray())];
    }

    public void Barrier()
    {
        nint request;
        var isDone = 0;
        MpiLibrary.Check(_mpi.StartBarrier(_mpi.World, &request));
        for (var milliseconds = 0; ; milliseconds = Math.Min(20, milliseconds + 1))
        {
            MpiLibrary.Check(_mpi.Test(&request, &isDone, _mpi.StatusIgnore));
            if (isDone != 0) return;
            Thread.Sleep(milliseconds);
        }
    }

    public void Abort(string message, int exitCode)
    {
        if (Size == 1) return;
        Console.Error.WriteLine($"error: rank {Rank} of {Size} on {Environment.MachineName}: {message}");
        Console.Error.Flush();
        _mpi.AbortAll(_mpi.World, exitCode);
    }

    /// <summary>Ends every rank from any thread, whatever the others are doing.</summary>
    internal void AbortNow(int exitCode)
    {
        new Thread(() =>
        {
            Thread.Sleep(3000); // MPI itself may wait for what does not answer
            Exit(exitCode);
        })
        { IsBackground = true }.Start();
        _mpi.AbortAll(_mpi.World, exitCode);
        Exit(exitCode);
    }

    /// <summary>
    /// Ends the launcher of rank 0 hard: MPI_Abort waits for the hosts of all ranks, also for one that is gone. What runs elsewhere ends when it loses it.
    /// </summary>
    internal static void EndLauncher()
    {
        if (!OperatingSystem.IsLinux()) return;
        var parent = Parent();
        if (Launchers.Contains(File.ReadAllText($"/proc/{parent}/comm").Trim())) _ = Kill(parent, 9);
    }

    /// <summary>Tells rank 0 that this rank has come so far.</summary>
    internal void SendArrival()
    {
        byte nothing = 0;
        MpiLibrary.Check(_mpi.Send(&nothing, 1, _mpi.Byte, 0, ArrivalTag, _mpi.World));
    }

    /// <summary>On rank 0: waits for the others, at most so long.</summary>
    /// <returns>The ranks that have not come.</returns>
    internal IReadOnlyList<int> AwaitArrivals(TimeSpan time)
    {
        var requests = stackalloc nint[Size];
        var isHere = stackalloc int[Size];
        if (_arrivals == null) _arrivals = (byte*)NativeMemory.Alloc((nuint)Size); // MPI writes there at any time
        for (var rank = 1; rank < Size; rank++)
            MpiLibrary.Check(_mpi.StartReceive(_arrivals + rank, 1, _mpi.Byte, rank, ArrivalTag, _mpi.World, requests + rank));
        var (since, left) = (Stopwatch.GetTimestamp(), Size - 1);
        for (var turn = 0; left > 0; turn++)
        {
            for (var rank = 1; rank < Size; rank++)
            {
                if (isHere[rank] != 0) continue;
                MpiLibrary.Check(_mpi.Test(requests + rank, isHere + rank, _mpi.StatusIgnore));
                if (isHere[rank] != 0) left--;
            }
            if (left == 0) break;
            if (turn < 1000) Thread.Yield();
            else Thread.Sleep(turn < 5000 ? 0 : 1);
            if (turn % 64 == 63 && Stopwatch.GetElapsedTime(since) > time)
            {
                List<int> silent = [];
                for (var rank = 1; rank < Size; rank++)
                    if (isHere[rank] == 0) silent.Add(rank);
                return silent;
            }
        }
        return [];
    }

    private SilenceWatch.Call Begin() => _watch?.Begin() ?? default;

    private void AllToAll(ReadOnlySpan<byte> own, Span<byte> all)
    {
        using var call = Begin();
        fixed (byte* from = own, to = all) MpiLibrary.Check(_mpi.Allgather(from, own.Length, _mpi.Byte, to, own.Length, _mpi.Byte, _mpi.World));
    }

    private void Reduce<T>(Span<T> values, nint type, nint operation)
        where T : unmanaged
    {
        using var call = Begin();
        fixed (T* start = values)
            for (var done = 0; done < values.Length; done += MaxCount)
                MpiLibrary.Check(_mpi.Allreduce((void*)_mpi.InPlace, start + done, Math.Min(MaxCount, values.Length - done), type, operation, _mpi.World));
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int Parent();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int status);
}
