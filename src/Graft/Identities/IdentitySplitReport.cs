using System.Globalization;
using CsvHelper;
using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A network that describes identities as measured on one split, by the path a user's program takes: Runtime alone.</summary>
/// <param name="report">Its metrics.</param>
/// <param name="samples">The images, their identities numbered from 0 on.</param>
/// <param name="sample">Their descriptors, compared.</param>
/// <param name="measuring">How they were measured.</param>
internal sealed class IdentitySplitReport(IdentityReport report, IReadOnlyList<Sample> samples, IdentitySample sample, Measuring measuring) : SplitReport
{
    private const int Shown = 12;

    public override IdentityReport Report => report;

    public override IReadOnlyList<Metric> Headline => [.. report.Metrics.Where(metric => metric.Value is not null)];

    public override string HeadlineNote => report.Metrics[0].Interval is { } interval
        ? FormattableString.Invariant($"Ranges are {interval.Level * 100:0.#} % confidence intervals over identities.") : "";

    /// <summary>Runs an open model over images of known identities.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="classes">Names of the identities, by the images' labels.</param>
    /// <param name="measuring">The split's name, seed and the like.</param>
    /// <param name="comparison">Beside the frozen network on the same images; null where it was not compared.</param>
    public static IdentitySplitReport Measure(IdentityPredictor predictor, IReadOnlyList<Sample> images, IReadOnlyList<string> classes, Measuring measuring,
        IdentityComparison? comparison = null)
    {
        var (samples, names) = IdentityData.Numbered(images, classes);
        var descriptors = new float[samples.Count * predictor.Dimension];
        var (clock, at) = (new WorkClock("evaluating", samples.Count, measuring.Progress), 0);
        foreach (var prediction in predictor.Predict(samples.Select(one => one.Path)))
        {
            measuring.Cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < predictor.Dimension; i++) descriptors[at * predictor.Dimension + i] = prediction.Descriptor[i];
            at++;
            clock.Advance(1);
        }
        var sample = new IdentitySample(descriptors, [.. samples.Select(one => one.Label)], measuring.UnitsOf(samples.Select(one => one.Name)));
        var report = IdentityMetrics.Evaluate(sample, names, measuring.Seed);
        if (comparison is not null)
            report = report with
            {
                AgainstFrozen = comparison,
                Notes = [.. report.Notes, "these identities decided whether the trained network was kept, so that what is "
                    + "measured of a kept one is a little optimistic"],
            };
        return new IdentitySplitReport(report, samples, sample, measuring)
        {
            Split = measuring.Split,
            Images = measuring.ShowsImages ? [Mistakes(samples, names, sample)] : [],
        };
    }

    public override SplitReport Only(IReadOnlyList<int> images, string split)
    {
        var (some, names) = IdentityData.Numbered([.. images.Select(at => samples[at])], report.Classes);
        var own = sample.Only(images);
        return new IdentitySplitReport(IdentityMetrics.Evaluate(own, names, measuring.Seed), some, own, measuring) { Split = split };
    }

    public override PairedAnswer Less(string model, IReadOnlyList<int> images) =>
        throw new InvalidOperationException("Two networks that describe identities are not compared in a run.");

    // Without an interval: pairs of one identity are no independent trials.
    public override PairedAnswer Less(SplitReport other) =>
        new(report.Metrics[0].Value, other.Report.Metrics[0].Value, Interval: null, Better: 0, IsTooFew: false);

    public override void Write(HtmlPage page)
    {
        if (report.AgainstFrozen is not { } comparison) return;
        page.Add($"<h3>Beside the frozen network</h3>");
        page.Table(["Measure", "Frozen", "Trained", "Difference"], [.. comparison.Rows.Select(row => new HtmlRow(
            [row.Name, Numbers.Percent(row.Frozen), Numbers.Percent(row.Trained), row.Difference]))]);
        page.Notes([comparison.Pays ? "The trained network is kept." : "Transfer did not pay here: the model file is the frozen network."]);
    }

    public override void WriteFiles(string folder) => AtomicFile.Write(Path.Combine(folder, "predictions.csv"), stream =>
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["file", "identity", "nearest_file", "nearest_identity", "distance"]);
        foreach (var (at, one) in samples.Index())
            if (sample.Neighbours[at] is { } nearest)
                csv.WriteRecord([one.Name, report.Classes[one.Label], samples[nearest.Image].Name, report.Classes[samples[nearest.Image].Label],
                    nearest.Distance.ToString("0.000000", CultureInfo.InvariantCulture)]);
            else csv.WriteRecord([one.Name, report.Classes[one.Label], "", "", ""]);
    });

    // The nearest strangers first: they are the worst.
    private static ImageGroup Mistakes(IReadOnlyList<Sample> samples, IReadOnlyList<string> names, IdentitySample sample) => new("Nearest strangers",
        [.. sample.Neighbours.Index().Where(one => one.Item is { IsRight: false }).OrderBy(one => one.Item!.Value.Distance).Take(Shown).Select(one =>
            new ReportImage(samples[one.Index].Name, ClassifierSplit.Thumbnail(samples[one.Index].Path), names[samples[one.Item!.Value.Image].Label])
            {
                Detail = one.Item.Value.Distance.ToString("0.000", CultureInfo.InvariantCulture),
                Truth = $"is {names[samples[one.Index].Label]}",
                IsRight = false,
            })]);
}
