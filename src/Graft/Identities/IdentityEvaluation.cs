using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>What a network that describes identities is worth on others: they need not be those that it was trained on, and better are not.</summary>
internal static class IdentityEvaluation
{
    /// <summary>Reads the data, examines the split to measure and measures it.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or too few identities to compare anything.</exception>
    public static Evaluated Run(EvaluationRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var predictor = IdentityPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.Batch ?? 8 });
        var (examination, split) = Examine(request, cancellation);
        var readable = examination.WithoutBadImages().Dataset;
        MeasuredSplit.Require(request, readable.Samples.Count);
        Require(request.Data, readable);
        var measuring = new Measuring(MeasuredSplit.NameOf(split), request.Seed, progress, cancellation) { Examination = examination };
        var report = IdentitySplitReport.Measure(predictor, readable.Samples, readable.Classes, measuring);
        var known = KnownImages.Of(predictor.Manifest, examination, readable.Samples.Select(sample => sample.Name));
        return new(report, examination.Problems, known, known is { HasAny: true } ? Others(report, known, readable.Samples, measuring.Split) : null);
    }

    /// <summary>Reads the data and examines the split to measure.</summary>
    /// <exception cref="GraftException">Bad data.</exception>
    public static (Examination Examination, string? Split) Examine(EvaluationRequest request, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data, IdentityData.Reading(request.OnBadImage, cancellation));
        var split = MeasuredSplit.Of(request, dataset.Samples.Select(sample => sample.Split));
        var measured = dataset with { Samples = [.. dataset.Samples.Where(sample => split is null || sample.Split == split)] };
        var examination = DatasetExamination.OfImages(measured, Preparation.OptionsOf(request), null, cancellation);
        examination = examination with { Problems = [.. dataset.Warnings, .. examination.Problems] };
        examination.ThrowIfErrors();
        return (examination, split);
    }

    private static void Require(string source, ImageDataset dataset)
    {
        int[] counts = [.. ImageDataset.Count(dataset.Samples, dataset.Classes.Count).Where(count => count > 0)];
        if (counts.Length >= 2 && counts.Any(count => count >= 2)) return;
        throw new GraftException($"'{source}' has {Words.Count(counts.Length, "identity", "identities")} to measure on, {counts.Count(count => count >= 2)} of "
            + "them with two images or more.", "Two identities are needed, and two images of one: whoever is recognised is told from somebody else.",
            "Give a folder with a folder of images for each identity.");
    }

    // An identity of which an image is known is known, whatever other images there are of it.
    private static Reports.SplitReport? Others(IdentitySplitReport report, KnownImages known, IReadOnlyList<Sample> samples, string split)
    {
        var unknown = known.Others.ToHashSet();
        var seen = samples.Index().Where(one => !unknown.Contains(one.Index)).Select(one => one.Item.Label).ToHashSet();
        int[] others = [.. samples.Index().Where(one => !seen.Contains(one.Item.Label)).Select(one => one.Index)];
        return others.Select(at => samples[at].Label).Distinct().Count() < 2 ? null
            : report.Only(others, $"{split}, without the identities that the network knows");
    }
}
