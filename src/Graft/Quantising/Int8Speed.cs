using System.Diagnostics;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft;

/// <summary>How fast two model files of one task are beside each other on this machine, on made-up images, on one core.</summary>
internal static class Int8Speed
{
    private const int Rounds = 15; // the shortest counts: other programs only make it longer

    /// <summary>How many times as fast the first is as the second, by the shortest of rounds in turn.</summary>
    public static double Ratio(string first, string second)
    {
        var options = new RuntimeOptions { Threads = 1 };
        using var one = WatchedModel.OpenAny(first, options);
        using var other = WatchedModel.OpenAny(second, options);
        var (fast, slow) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++) (fast, slow) = (Math.Min(fast, Seconds(one)), Math.Min(slow, Seconds(other)));
        return slow / fast;
    }

    private static double Seconds(WatchedModel model)
    {
        var clock = Stopwatch.StartNew();
        model.SelfTestAnswer(QuantisedProbes.Seeds[0]);
        return clock.Elapsed.TotalSeconds;
    }
}
