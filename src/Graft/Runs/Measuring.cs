using Graft.Data;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>How a split is measured.</summary>
/// <param name="Split">The split's name, as a report shows it.</param>
/// <param name="Seed">Seed of the bootstrap.</param>
/// <param name="Progress">Told after every image.</param>
/// <param name="Cancellation">Stops between images.</param>
internal sealed record Measuring(string Split, ulong Seed, IProgress<RunEvent>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>The temperature that was fitted on the images of the split; for classifiers alone.</summary>
    public TemperatureFit? Calibration { get; init; }

    /// <summary>Tells which images are copies of one another: they count as one in the intervals.</summary>
    public Examination? Examination { get; init; }

    /// <summary>Whether images with what was predicted are drawn, for a report.</summary>
    public bool ShowsImages { get; init; } = true;

    /// <summary>The images of the split.</summary>
    public IReadOnlyList<TSample> ImagesOf<TSample>(Split<TSample> split) => Split == ReportSplits.Test ? split.Test : split.Validation;

    /// <summary>The unit of each image, see <see cref="CopyUnits"/>.</summary>
    public IReadOnlyList<int>? UnitsOf(IEnumerable<string> names) => Unit.CopiesOf([.. names], Examination);
}
