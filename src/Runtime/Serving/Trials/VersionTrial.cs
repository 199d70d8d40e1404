using System.Security.Cryptography;
using System.Text;

namespace Graft.Runtime;

/// <summary>A version that is tried beside the one that answers, and what both did since.</summary>
internal sealed class VersionTrial
{
    private readonly Lock _gate = new();
    private readonly ServedVersion _current;
    private readonly Action<VersionTrial, string> _worse;
    private readonly byte[] _salt;
    private TrialArm _ofCandidate, _ofCurrent;
    private int _same, _different, _looks;
    private bool _isOver;

    /// <param name="wish">How it is tried.</param>
    /// <param name="candidate">The version; its owner retires it when the trial is over.</param>
    /// <param name="current">The version that answers.</param>
    /// <param name="worse">Told once, with the reason, when it is judged to be worse; it takes nothing more by then.</param>
    public VersionTrial(TrialWish wish, ServedVersion candidate, ServedVersion current, Action<VersionTrial, string> worse)
    {
        (Wish, Candidate, _current, _worse) = (wish, candidate, current, worse);
        _salt = Encoding.UTF8.GetBytes($"{Candidate.Hash} {Candidate.Version} ");
    }

    public TrialWish Wish { get; }

    public ServedVersion Candidate { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    /// <summary>What is known by now.</summary>
    public TrialStatus Status
    {
        get
        {
            lock (_gate)
                return new(Since, _ofCandidate, _ofCurrent, _same, _different,
                    _looks < TrialJudge.Looks.Count ? TrialJudge.Looks[_looks] : null);
        }
    }

    /// <summary>Takes no part in answering any more.</summary>
    public void End() => Volatile.Write(ref _isOver, true);

    /// <summary>Whether the candidate answers a request; the same image, or key, always comes to the same version.</summary>
    /// <param name="key">That asks.</param>
    /// <param name="image">The request's first image.</param>
    public bool Takes(string key, ReadOnlySpan<byte> image)
    {
        if (Wish.Kind != TrialKind.Canary || Volatile.Read(ref _isOver)) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // Each candidate draws other images: a bad one is not always met by the same.
        using var hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData(_salt);
        if (Wish.By == TrialUnit.Key) hashing.AppendData(Encoding.UTF8.GetBytes(key));
        else hashing.AppendData(image);
        hashing.GetHashAndReset(hash);
        return BitConverter.ToUInt32(hash) < Wish.Share * (1L << 32);
    }

    /// <summary>Whether it runs an image that was answered, to be compared.</summary>
    public bool Shadows => Wish.Kind == TrialKind.Shadow && !Volatile.Read(ref _isOver);

    /// <summary>Learns from the tickets of a request that is over. It fails at most once, since what fails in it takes the rest along.</summary>
    /// <param name="version">That answered.</param>
    /// <param name="tickets">Of the request.</param>
    /// <param name="countsLate">Whether an answer that did not come is the version's fault: not where the caller gave less time than the service.</param>
    public void Learn(ServedVersion version, IReadOnlyList<ServingTicket> tickets, bool countsLate = true)
    {
        if (version != Candidate && version != _current) return;
        foreach (var ticket in tickets.Where(ticket => ticket.Answer.IsCompletedSuccessfully))
            Learn(version, arm => arm.WithAnswer(
                ticket.Decoding.TotalSeconds + ticket.Running.TotalSeconds / Math.Max(1, Math.Max(ticket.Batch, ticket.Images))));
        var failures = tickets.Where(ticket => !ticket.Answer.IsCompletedSuccessfully).Select(ticket => ticket.Answer.Exception?.InnerException).ToList();
        // What gave way to another key is not computed to its end, and a tensor that the network does not take is the caller's.
        if (failures.Exists(failure => failure is ServingRefusal or GraftException)) return;
        if (failures.Exists(failure => failure is not null || countsLate)) Learn(version, arm => arm.WithFailure());
    }

    /// <summary>Both answered an image.</summary>
    public void Compared(bool isSame)
    {
        lock (_gate) (_same, _different) = isSame ? (_same + 1, _different) : (_same, _different + 1);
    }

    private void Learn(ServedVersion version, Func<TrialArm, TrialArm> learn)
    {
        string? reason = null;
        lock (_gate)
        {
            if (_isOver) return;
            if (version != Candidate)
            {
                _ofCurrent = learn(_ofCurrent);
                return;
            }
            _ofCandidate = learn(_ofCandidate);
            if (_looks == TrialJudge.Looks.Count || _ofCandidate.Images < TrialJudge.Looks[_looks]) return;
            _looks++;
            // A shadow waits for idle cores and is never asked for: its time says nothing.
            reason = TrialJudge.Worse(_ofCandidate, _ofCurrent, Wish.Kind == TrialKind.Canary ? Wish.MaxSlowdown : null);
            if (reason is null) return;
            _isOver = true;
        }
        _worse(this, reason);
    }
}

/// <summary>What is known of a trial.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Candidate">What the version did that is tried.</param>
/// <param name="Current">What the version did that answers.</param>
/// <param name="Same">Images to which a shadow gave the same answer.</param>
/// <param name="Different">Images to which it gave another one.</param>
/// <param name="NextLook">Images of the candidate after which it is judged next; null when it has passed all looks.</param>
internal sealed record TrialStatus(DateTimeOffset Since, TrialArm Candidate, TrialArm Current, int Same, int Different, int? NextLook);
