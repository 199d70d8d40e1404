using System.Globalization;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What is said of a comparison, on the page and in the console.</summary>
internal static class CompareWords
{
    /// <summary>The answer, in sentences.</summary>
    public static IEnumerable<string> Of(CompareResult result)
    {
        var best = result.Best;
        yield return $"Best: {best.Candidate.Name}, {best.Metric}."
            + (result.Headline is { } headline ? $" By images that did not choose it: {headline}." : "");
        if (result.Cheapest.Candidate != best.Candidate)
            yield return $"Fastest that is not worse by more than {Numbers.Percent(result.Margin)}: {result.Cheapest.Candidate.Name}, "
                + $"{result.Cheapest.Metric}, "
                + Text($"{result.Cheapest.ImagesPerSecond:0} images a second against {best.ImagesPerSecond:0}.");
        else if (result.Rows.Any(row => row.ImagesPerSecond > best.ImagesPerSecond))
            yield return $"No faster candidate is shown to be at most {Numbers.Percent(result.Margin)} worse.";
        var shown = result.Rows.Count(row => row.P < 0.05);
        var open = result.Rows.Count(row => row.P >= 0.05);
        if (shown + open > 0)
            yield return $"{Words.Count(shown, "candidate is", "candidates are")} shown to be worse than the best, {Words.Count(open, "is", "are")} not.";
        // What is ahead on some of the trials is not chosen, and not kept back either.
        var ahead = result.Rows.Where(row => row.Difference > 0 && row.Trials < best.Trials).ToList();
        if (ahead.Count > 0)
            yield return $"Ahead of the best on fewer trials, which decides nothing: {Words.List([.. ahead.Select(row => row.Candidate.Name)])}."
                + (ahead.Any(row => row.Ended == SuccessiveHalving.NoTime) ? " More time would tell." : "");
        if (result.Rows.FirstOrDefault(row => row.Candidate.Strategy == Strategy.Scratch) is { Metric: { Value: { } scratch } } from)
            yield return $"From scratch {from.Candidate.Model} gives {Numbers.Percent(scratch)}"
                + (from.Trials < best.Trials ? $" ({Words.Count(from.Trials, "trial")} of {from.Of})" : "")
                + ": what the pretrained weights bring is the rest.";
        if (result.Curve is { } curve && curve.Points[^1].Error > 0)
            yield return Text($"With twice the images about {(1 - curve.Error) * 100:0.0} % is to be expected ")
                + Text($"({(1 - curve.Interval.High) * 100:0.0} to {(1 - curve.Interval.Low) * 100:0.0} %, {(1 - curve.Points[^1].Error) * 100:0.0} % now; ")
                + $"{curve.Of}, on the folds of the first repeat).";
        yield return $"It took {Text($"{result.Seconds:0} s")}"
            + (result.SecondsOfAll is { } all && all > result.Seconds ? Text($"; all trials of all candidates would have taken about {all:0} s.") : ".");
    }

    /// <summary>"-0.012 to +0.003", or nothing.</summary>
    public static string Range(ConfidenceInterval? interval) =>
        interval is null ? "" : Text($"{interval.Low * 100:+0.0;-0.0;0.0} to {interval.High * 100:+0.0;-0.0;0.0}");

    /// <summary>Percentage points.</summary>
    public static string Points(double? value) => value is null ? "" : Text($"{value * 100:+0.0;-0.0;0.0}");

    /// <summary>p, never 0.</summary>
    public static string P(double? value) => value switch { null => "", < 0.001 => "< 0.001", _ => Text($"{value:0.000}") };

    /// <summary>A number with as many digits as asked for.</summary>
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
