using System.Diagnostics;

namespace Graft.FacesPostgres;

/// <summary>Whether the database of a gallery answers, as was seen last, for every thread: nobody waits for one that is known to be silent.</summary>
/// <param name="changed">Hears once why it does not answer any more, and null when it does again.</param>
internal sealed class PostgresPresence(Action<string?> changed)
{
    /// <summary>A server that has not answered the smallest question after so many seconds answers nothing.</summary>
    public const int Patience = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private GraftException? _failure;
    private long _failedAt;

    /// <summary>Whether it answers.</summary>
    public bool IsThere => Volatile.Read(ref _failure) is null;

    /// <summary>It answers.</summary>
    public void There()
    {
        if (Interlocked.Exchange(ref _failure, null) is not null) changed(null);
    }

    /// <summary>It does not.</summary>
    public void Gone(GraftException failure)
    {
        Volatile.Write(ref _failedAt, Stopwatch.GetTimestamp());
        if (Interlocked.Exchange(ref _failure, failure) is null) changed(failure.What);
    }

    /// <exception cref="GraftException">It did not answer a moment ago.</exception>
    public void RefuseHopeless()
    {
        if (Volatile.Read(ref _failure) is { } failure && Stopwatch.GetElapsedTime(Volatile.Read(ref _failedAt)) < _pause)
            throw new GraftException(failure.What, failure.Expected, failure.Cure, failure.InnerException) { ExitCode = failure.ExitCode };
    }
}
