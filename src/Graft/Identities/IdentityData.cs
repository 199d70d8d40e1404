using Graft.Data;
using Graft.Tasks;

namespace Graft;

/// <summary>Identities that may be learned from, each wholly on one side.</summary>
/// <param name="Dataset">All of them, without images left out.</param>
/// <param name="Examination">What was found.</param>
/// <param name="Split">The sides; labels are those of the data set.</param>
/// <param name="Warnings">Findings that do not stop a run.</param>
internal sealed record IdentityData(ImageDataset Dataset, Examination Examination, Split<Sample> Split, IReadOnlyList<Problem> Warnings)
{
    /// <summary>Identities with two images that the test has at least: fewer have no interval, so that nothing that is trained could be kept.</summary>
    public const int FewestTested = (int)MetricInterval.Fewest;

    /// <summary>Identities with fewer images to learn from than a batch takes of each.</summary>
    public IReadOnlyList<string> Small(int imagesPerIdentity) =>
        [.. Split.Train.GroupBy(sample => sample.Label).Where(own => own.Count() < imagesPerIdentity).Select(own => Dataset.Classes[own.Key])];

    /// <summary>Reads, examines and divides.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    /// <exception cref="GraftException">There are too few identities.</exception>
    public static IdentityData Of(IdentityRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data, Reading(request.OnBadImage, cancellation));
        var watching = Preparation.Examining(dataset.Samples.Count, progress);
        var examination = DatasetExamination.OfImages(dataset, Preparation.OptionsOf(request), watching, cancellation);
        examination = examination with { Problems = [.. dataset.Warnings, .. examination.Problems] };
        examination.ThrowIfErrors();
        var cleaned = examination.WithoutBadImages();
        if (request.Alignment is not null) RequireChips(request, examination);
        var split = IdentitySplit.Make(cleaned.Dataset, examination, (request.ValidationShare, request.TestShare), FewestTested, request.Seed);
        return new(cleaned.Dataset, examination, split, Preparation.Warn([.. examination.Problems, .. split.Problems], progress));
    }

    // What is no aligned face would be described as if it were one.
    private static void RequireChips(IdentityRequest request, Examination examination)
    {
        var others = examination.Facts.Where(facts => facts.Error is null && (facts.Width != request.Side || facts.Height != request.Side)).ToList();
        if (others.Count == 0) return;
        throw new GraftException($"{Words.Count(others.Count, "image is", "images are")} not of {request.Side} x {request.Side} pixels: "
                + $"{Words.List([.. others.Select(facts => $"{facts.Name} ({facts.Width} x {facts.Height})")])}.",
            $"With {Flag.Of("--alignment", request.Alignment!)} every image is a face that was cut out so.",
            $"Cut the faces out first, or leave {Flag.Of("--alignment")} out.");
    }

    /// <summary>How folders of identities are read: none need be in two splits.</summary>
    public static ReaderOptions Reading(OnBadImage onBadImage, CancellationToken cancellation) =>
        new() { OnBadImage = onBadImage, AnySplitHasClasses = true, OneClassWillDo = true, Cancellation = cancellation };

    /// <summary>Images with their identities numbered from 0 on, and the names of those.</summary>
    public static (IReadOnlyList<Sample> Samples, IReadOnlyList<string> Names) Numbered(IReadOnlyList<Sample> samples, IReadOnlyList<string> classes)
    {
        int[] labels = [.. samples.Select(sample => sample.Label).Distinct().Order()];
        var places = labels.Index().ToDictionary(label => label.Item, label => label.Index);
        return ([.. samples.Select(sample => sample with { Label = places[sample.Label] })], [.. labels.Select(label => classes[label])]);
    }

    /// <summary>What the report says: no names, since they may be those of people.</summary>
    public Reports.DatasetSummary Summary(string source) => new()
    {
        Source = source,
        Unit = "all",
        Classes =
        [
            new("identities", Identities(Split.Train), Identities(Split.Validation), Identities(Split.Test)),
            new("images", Split.Train.Count, Split.Validation.Count, Split.Test.Count),
        ],
        Problems = Warnings,
    };

    private static int Identities(IReadOnlyList<Sample> samples) => samples.Select(sample => sample.Label).Distinct().Count();
}
