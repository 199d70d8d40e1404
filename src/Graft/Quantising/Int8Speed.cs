using System.Diagnostics;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft;

/// <summary>How fast two model files of one task are beside each other on this machine, on made-up images, on one core.</summary>
internal static class Int8Speed
{
    private const int Rounds = 7;

    /// <summary>How many times as fast the first is as the second: the median of rounds in turn.</summary>
    public static double Ratio(string first, string second)
    {
        var options = new RuntimeOptions { Threads = 1 };
        using var one = WatchedModel.OpenAny(first, options);
        using var other = WatchedModel.OpenAny(second, options);
        List<double> ratios = [];
        for (var round = -1; round < Rounds; round++)
        {
            var (fast, slow) = (Seconds(one), Seconds(other));
            if (round >= 0) ratios.Add(slow / fast);
        }
        return ratios.Order().ElementAt(Rounds / 2);
    }

    private static double Seconds(WatchedModel model)
    {
        var clock = Stopwatch.StartNew();
        model.SelfTestAnswer(QuantisedProbes.Seeds[0]);
        return clock.Elapsed.TotalSeconds;
    }
}
