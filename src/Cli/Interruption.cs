using System.Runtime.InteropServices;

namespace Graft.Cli;

/// <summary>The first Ctrl-C or SIGTERM asks the job to stop at a safe point; the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption(Action announce) => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_source.IsCancellationRequested) return;
            context.Cancel = true;
            announce();
            _source.Cancel();
        }))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }
}
