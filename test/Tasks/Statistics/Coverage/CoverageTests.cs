namespace Graft.Tests.Coverage;

/// <summary>The short form of <c>bench coverage</c>, whose table is in docs/measurements.md.</summary>
public sealed class CoverageTests
{
    private const double Least = 0.93;
    private const int Repetitions = 80;

    public static TheoryData<int> Worlds => [.. Enumerable.Range(0, CoverageTable.Worlds.Count)];

    [Theory, MemberData(nameof(Worlds))]
    public void Intervals_hold_the_truth_at_every_number_of_images(int world)
    {
        foreach (var images in (int[])[10, 20, 50])
            foreach (var truth in (double[])[0.5, 0.95, 1])
                Assert.All(Measured(CoverageTable.Worlds[world], images, truth), row =>
                    // Three standard errors of so few repetitions below, which a percentile bootstrap is far beyond.
                    Assert.True(row.Held >= Least - 3 * Math.Sqrt(Least * (1 - Least) / row.Repetitions), $"{row}"));
    }

    // A metric that has an interval in few samples has it in unusual ones.
    private static IEnumerable<CoverageRow> Measured(World world, int images, double truth) =>
        CoverageTable.Measure(world, images, truth, Repetitions, 1).Where(row => row.Said > 0.1);

    [Fact]
    public void No_interval_is_a_point()
    {
        foreach (var world in CoverageTable.Worlds)
            Assert.All(CoverageTable.Measure(world, 20, 1, 5, 1).Where(row => row.Width is not null), row => Assert.True(row.Width > 0.001, $"{row}"));
    }
}
