using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>How often the intervals hold the value that a metric has in the world its images were drawn from.</summary>
internal static class CoverageTable
{
    /// <summary>Every world that intervals are tried in.</summary>
    public static IReadOnlyList<World> Worlds { get; } =
    [
        new LabelledWorld(0.5, 0.5), new LabelledWorld(0.25, 0.25, 0.25, 0.25), new LabelledWorld(0.7, 0.2, 0.1), new RankedWorld(0.5), new RankedWorld(0.2),
        new PairedWorld(), new ObjectWorld(0), new ObjectWorld(0.5), new PixelWorld(PixelWorld.Kind.WholeOrNothing), new PixelWorld(PixelWorld.Kind.Graded),
        new PixelWorld(PixelWorld.Kind.SomeFail),
    ];

    /// <summary>Draws samples and counts; the same seed gives the same rows on any number of cores.</summary>
    public static IReadOnlyList<CoverageRow> Measure(World world, int images, double truth, int repetitions, ulong seed)
    {
        var drawn = new (string Metric, ConfidenceInterval? Interval, double Truth)[repetitions][];
        Parallel.For(0, repetitions, repetition => drawn[repetition] =
            [.. world.Draw(images, truth, SeededRandom.For(seed, FormattableString.Invariant($"{world.Name}/{images}/{truth}/{repetition}")))]);
        return [.. drawn[0].Index().Select(metric =>
        {
            var said = drawn.Select(row => row[metric.Index]).Where(row => row.Interval is not null).ToList();
            return new CoverageRow(world.Name, metric.Item.Metric, images, truth)
            {
                Said = (double)said.Count / repetitions,
                Held = said.Count == 0 ? null : said.Average(row =>
                    row.Interval!.Low <= row.Truth + 1e-9 && row.Truth - 1e-9 <= row.Interval.High ? 1.0 : 0),
                Width = said.Count == 0 ? null : said.Average(row => row.Interval!.High - row.Interval.Low),
                Repetitions = said.Count,
            };
        })];
    }
}

/// <summary>A metric in a world.</summary>
internal sealed record CoverageRow(string World, string Metric, int Images, double Truth)
{
    /// <summary>Share of the samples with an interval, 0 where the images are too few.</summary>
    public required double Said { get; init; }

    /// <summary>Share of the intervals that hold the true value; null where there are none.</summary>
    public required double? Held { get; init; }

    /// <summary>Their mean width.</summary>
    public required double? Width { get; init; }

    /// <summary>Number of intervals.</summary>
    public required int Repetitions { get; init; }
}
