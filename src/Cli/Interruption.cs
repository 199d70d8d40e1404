using System.Runtime.InteropServices;
using Graft.Mpi;

namespace Graft.Cli;

/// <summary>
/// The first Ctrl-C, SIGTERM or SIGHUP (the terminal was closed) asks the job to stop at a safe point; the second ends the process at once, and so does
/// a job that takes no notice for longer than the user should wait.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>SIGUSR1: what launchers of MPI hand on to their ranks without ending them.</summary>
    public static readonly int OfRanks = OperatingSystem.IsMacOS() ? 30 : 10;

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP,
        .. MpiLauncher.Current is null ? [] : new[] { (PosixSignal)OfRanks }];

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Timer? _end;

    /// <param name="announce">Says that the job will stop, or that a launcher of MPI ends it.</param>
    /// <param name="patience">How long the job may take to stop; null for as long as it needs, to leave a checkpoint.</param>
    public Interruption(Action<bool> announce, TimeSpan? patience) => _registrations =
        [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (_source.IsCancellationRequested) EndAtOnce();
            if (patience is { } time) _end = new Timer(_ => EndAtOnce(), null, time, Timeout.InfiniteTimeSpan);
            if (MpiLauncher.Current is not { } launcher) announce(false);
            else if (launcher.Rank == 0 && !RankLauncher.IsAbove) announce(context.Signal == PosixSignal.SIGTERM);
            _source.Cancel();
        }))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _end?.Dispose();
        _source.Dispose();
    }

    // Not Environment.Exit: it runs what native libraries left for the end, beside their threads that are still computing.
    private static void EndAtOnce()
    {
        if (OperatingSystem.IsWindows()) ExitOfWindows(ExitCode.Cancelled);
        else ExitOfUnix(ExitCode.Cancelled);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitOfUnix(int status);

    [DllImport("ucrtbase", EntryPoint = "_exit")]
    private static extern void ExitOfWindows(int status);
}
