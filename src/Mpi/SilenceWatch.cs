using System.Diagnostics;
using System.Net.NetworkInformation;

namespace Graft.Mpi;

/// <summary>
/// Ends a training in which a rank does not answer, and names it. Before each sum the ranks tell rank 0 that they have come, so it knows who has not; a sum
/// itself that does not end is one over a link that is down.
/// </summary>
internal sealed class SilenceWatch
{
    // Rank 0 knows most: the others speak where it does not.
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5), Look = TimeSpan.FromSeconds(0.5);

    private readonly MpiCollective _ranks;
    private readonly IReadOnlyList<string> _hosts;
    private readonly TimeSpan _time;
    private long _since;

    /// <param name="ranks">The ranks; more than one.</param>
    /// <param name="hosts">The host of each.</param>
    /// <param name="seconds">How long a rank may be silent.</param>
    public SilenceWatch(MpiCollective ranks, IReadOnlyList<string> hosts, double seconds)
    {
        (_ranks, _hosts, _time) = (ranks, hosts, TimeSpan.FromSeconds(seconds));
        new Thread(Watch) { IsBackground = true, Name = "ranks" }.Start();
    }

    /// <summary>A call begins; it ends with the disposal of the answer.</summary>
    public Call Begin()
    {
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        if (_ranks.Rank > 0) _ranks.SendArrival();
        else if (_ranks.AwaitArrivals(_time) is { Count: > 0 } silent) End(silent);
        return new(this);
    }

    private void Watch()
    {
        var limit = _ranks.Rank == 0 ? _time + TimeSpan.FromSeconds(2) : _time + Later;
        while (true)
        {
            Thread.Sleep(Look);
            if (Volatile.Read(ref _since) is var since and > 0 && Stopwatch.GetElapsedTime(since) > limit) End(Unreachable());
        }
    }

    private void End(IReadOnlyList<int> silent)
    {
        var who = silent.Count > 0 ? Words.And(silent.Select(rank => $"rank {rank} on {_hosts[rank]}"))
            : _ranks.Rank > 0 ? $"rank 0 on {_hosts[0]}" : "a rank, though every host does";
        Console.Error.WriteLine(FormattableString.Invariant(
            $"error: rank {_ranks.Rank} of {_ranks.Size} on {_hosts[_ranks.Rank]}: no answer for {_time.TotalSeconds:0.#} s from {who}. ")
            + $"The last checkpoint is whole; {Flag.Of("--step-timeout")} sets the time.");
        Console.Error.Flush();
        if (_ranks.Rank == 0 && Unreachable().Intersect(silent).Any()) MpiCollective.EndLauncher();
        _ranks.AbortNow(1);
    }

    // Hosts that are gone answer no ping; where pings are not allowed nothing is known.
    private List<int> Unreachable() => [.. _hosts.Index().Where(host => host.Item != _hosts[_ranks.Rank] && !Answers(host.Item)).Select(host => host.Index)];

    private static bool Answers(string host)
    {
        try
        {
            using var ping = new Ping();
            return ping.Send(host, 2000).Status == IPStatus.Success;
        }
        catch (Exception failure) when (failure is PingException or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>A call under way.</summary>
    public readonly struct Call(SilenceWatch watch) : IDisposable
    {
        public void Dispose()
        {
            if (watch is not null) Volatile.Write(ref watch._since, 0);
        }
    }
}
