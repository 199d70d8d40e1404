using System.Diagnostics;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>
/// How fast a file of 8 bits is beside that of 32 on this machine: on a made-up image of the size that the network sees, on one core. Kept by file and
/// processor, unless other programs disturbed the measurement.
/// </summary>
internal static class Int8Speed
{
    private const int Rounds = 15, FewestRounds = 4;
    private const double Steady = 0.1; // two halves of the rounds agree to this share
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);
    private static readonly Lock Gate = new();
    private static readonly KeptMeasurements Kept = new(() => Path.Combine(GraftHome.Folder, "engine", "int8.json"));

    /// <summary>How many times as fast the first is as the second; what is known of it is not measured again.</summary>
    /// <inheritdoc cref="Measured" path="/param"/>
    public static double Of(string quantised, string single, string hash)
    {
        lock (Gate) return Kept.Known().TryGetValue(KeyOf(hash), out var known) ? known : Measured(quantised, single, hash);
    }

    /// <summary>As <see cref="Of"/>, measured now.</summary>
    /// <param name="quantised">The file of 8 bits.</param>
    /// <param name="single">That of 32.</param>
    /// <param name="hash">Of the network of 8 bits.</param>
    public static double Measured(string quantised, string single, string hash)
    {
        lock (Gate)
        {
            var options = new RuntimeOptions { Threads = 1 };
            using var one = WatchedModel.OpenAny(quantised, options);
            using var other = WatchedModel.OpenAny(single, options);
            var (ratio, isSteady) = Ratio(() => Seconds(one), () => Seconds(other));
            if (isSteady) Keep(hash, ratio);
            return ratio;
        }
    }

    /// <summary>Keeps what was measured.</summary>
    internal static void Keep(string hash, double ratio) => Kept.Keep(KeyOf(hash), ratio);

    /// <summary>By the shortest of rounds in turn: other programs only make it longer.</summary>
    /// <param name="fast">Seconds of a run of the first.</param>
    /// <param name="slow">Seconds of a run of the second.</param>
    internal static (double Ratio, bool IsSteady) Ratio(Func<double> fast, Func<double> slow)
    {
        List<(double Fast, double Slow)> rounds = [];
        (_, _) = (fast(), slow()); // warms up
        for (var clock = Stopwatch.StartNew(); rounds.Count < Rounds && (rounds.Count < FewestRounds || clock.Elapsed < Budget);) rounds.Add((fast(), slow()));
        var (even, odd) = (Of(rounds.Where((_, at) => at % 2 == 0)), Of(rounds.Where((_, at) => at % 2 == 1)));
        return (Math.Round(Of(rounds), 2), Math.Abs(even - odd) <= Steady * Math.Min(even, odd));

        static double Of(IEnumerable<(double Fast, double Slow)> some) => some.Min(round => round.Slow) / some.Min(round => round.Fast);
    }

    private static double Seconds(WatchedModel model)
    {
        var image = MadeUpImage.For(model.Manifest.Preprocess);
        var clock = Stopwatch.StartNew();
        model.Answer(image);
        return clock.Elapsed.TotalSeconds;
    }

    private static string KeyOf(string hash) => $"{hash} {ThisProcessor.Description}";
}
