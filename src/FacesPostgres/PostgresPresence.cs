using System.Diagnostics;

namespace Graft.FacesPostgres;

/// <summary>Whether the database of a gallery answers, as was seen last, for every thread: nobody waits for one that is known to be silent.</summary>
internal sealed class PostgresPresence
{
    /// <summary>A server that has not answered the smallest question after so many seconds answers nothing.</summary>
    public const int Patience = 3;

    private static readonly TimeSpan _least = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private GraftException? _failure;
    private long _until;
    private bool _isGoneTold;

    /// <summary>Whether it answers.</summary>
    public bool IsThere => Volatile.Read(ref _failure) is null;

    /// <summary>Hears once why it does not answer any more, and null when it does again; at once where it does not answer already.</summary>
    public Action<string?>? Changed
    {
        get;
        set
        {
            field = value;
            Tell();
        }
    }

    /// <summary>It answers.</summary>
    public void There()
    {
        if (IsThere) return;
        Volatile.Write(ref _failure, null);
        Volatile.Write(ref _until, 0);
        Tell();
    }

    /// <summary>It does not.</summary>
    /// <param name="failure">What is said to whoever asks next.</param>
    /// <param name="tried">How long it took to find out: so long nobody tries again, so that of many who ask one waits, however slow the machine is.</param>
    public void Gone(GraftException failure, TimeSpan tried)
    {
        var until = Stopwatch.GetTimestamp() + (long)(Math.Max(_least.TotalSeconds, tried.TotalSeconds) * Stopwatch.Frequency);
        Volatile.Write(ref _until, Math.Max(until, Volatile.Read(ref _until)));
        Volatile.Write(ref _failure, failure);
        Tell();
    }

    // In the order in which it happens: the last that is told is what is so.
    private void Tell()
    {
        lock (_gate)
        {
            var failure = Volatile.Read(ref _failure);
            if (Changed is not { } changed || failure is not null == _isGoneTold) return;
            _isGoneTold = failure is not null;
            changed(failure?.What);
        }
    }

    /// <exception cref="GraftException">It did not answer a moment ago.</exception>
    public void RefuseHopeless()
    {
        if (Volatile.Read(ref _failure) is { } failure && Stopwatch.GetTimestamp() < Volatile.Read(ref _until))
            throw new GraftException(failure.What, failure.Expected, failure.Cure, failure.InnerException) { ExitCode = failure.ExitCode };
    }
}
