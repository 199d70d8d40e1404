using System.Globalization;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Classifiers whose errors are known: how often the thresholds break the rate that was asked for.</summary>
internal static class AbstainTruth
{
    private const int Draws = 500, Population = 20_000;

    // Mean and spread of the logits of a confidence, and a share of wrong labels whatever the confidence.
    private static readonly (string Name, double Mean, double Spread, double Noise)[] Classifiers =
        [("calibrated, 13 % wrong", 3, 2, 0), ("with wrong labels, 4 % wrong", 5, 2, 0.01), ("confidences tell nothing, 12 % wrong", 2, 0.3, 0)];

    public static void Show()
    {
        Console.WriteLine($"\nsimulated classifiers, whose errors are known, {Draws} drawings of held-out images\n");
        Console.WriteLine("| classifier | held out | asked for | exact: broken | answered | in expectation: broken | answered |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, mean, spread, noise) in Classifiers)
        {
            var random = SeededRandom.For(1, name);
            HeldOutAnswer[] all = [.. Enumerable.Range(0, Population).Select(_ => Draw(random, mean, spread, noise)).OrderByDescending(one => one.Confidence)];
            var wrong = new double[Population + 1];
            for (var i = 0; i < Population; i++) wrong[i + 1] = wrong[i] + Wrong(all[i].Confidence, noise);
            foreach (var count in new[] { 100, 300, 1000 })
                foreach (var rate in new[] { 0.02, 0.05, 0.1 })
                {
                    var sums = new double[4];
                    for (var draw = 0; draw < Draws; draw++)
                    {
                        HeldOutAnswer[] held = [.. Enumerable.Range(0, count).Select(_ => Draw(random, mean, spread, noise))];
                        foreach (var (at, found) in new[] { RiskControl.Choose(held, rate).Confidence, InExpectation(held, rate) }.Index())
                        {
                            if (found is not { } threshold) continue;
                            var answered = all.TakeWhile(one => one.Confidence >= threshold).Count();
                            sums[2 * at] += wrong[answered] > rate * answered + 1e-9 ? 1 : 0;
                            sums[2 * at + 1] += (double)answered / Population;
                        }
                    }
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {name} | {count} | {100 * rate:0} % | {string.Join(" | ", sums.Select(sum => $"{100 * sum / Draws:0.0} %"))} |"));
                }
        }
    }

    /// <summary>The threshold of conformal risk control (Angelopoulos et al. 2022) on the answered images: the rate is kept on average over drawings.</summary>
    public static float? InExpectation(IReadOnlyList<HeldOutAnswer> answers, double rate)
    {
        var (wrong, count, best) = (0, 0, (float?)null);
        foreach (var answer in answers.OrderByDescending(answer => answer.Confidence))
        {
            (count, wrong) = (count + 1, wrong + (answer.IsRight ? 0 : 1));
            if (wrong + 1 <= rate * (count + 1)) best = answer.Confidence;
        }
        return best;
    }

    private static HeldOutAnswer Draw(SeededRandom random, double mean, double spread, double noise)
    {
        var confidence = 1 / (1 + Math.Exp(-(mean + spread * random.Normal())));
        return new((float)confidence, 0, !random.Chance(Wrong(confidence, noise)));
    }

    private static double Wrong(double confidence, double noise) => noise + (1 - 2 * noise) * (1 - confidence);
}
