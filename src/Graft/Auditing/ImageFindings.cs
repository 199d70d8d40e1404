using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>What is noticed of images whatever they are labelled with: copies, outliers, and what gives a class away beside its motif.</summary>
/// <param name="request">The network, the seed.</param>
/// <param name="dataset">The images.</param>
/// <param name="examination">Their sizes, hashes and copies.</param>
internal sealed class ImageFindings(AuditRequest request, ImageDataset dataset, Examination examination)
{
    private const double Significant = 0.01;
    private readonly IReadOnlyList<int>? _units = Unit.CopiesOf([.. dataset.Samples.Select(sample => sample.Name)], examination);

    /// <summary>What stands in the column of the label for a whole image.</summary>
    public Func<Sample, string> LabelOf { get; init; } = _ => "";

    /// <summary>What a pretrained network sees of each whole image.</summary>
    public static float[] FeaturesOf(AuditRequest request, IReadOnlyList<Sample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var cache = new FeatureCache(progress: progress);
        using var extractor = new FeatureExtractor(Pretrained.Load(request.Model).OnWholeImages(), new OnnxForwardFactory(), cache, workers: request.Workers);
        return extractor.Extract([.. samples.Select(sample => sample.Path)], progress, cancellation);
    }

    /// <summary>Copies in several classes or splits.</summary>
    public IEnumerable<AuditFinding> Copies()
    {
        var byName = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        foreach (var (groups, how) in new[] { (examination.DuplicateGroups, "identical"), (examination.NearDuplicateGroups, "nearly identical") })
            foreach (var group in groups.Select(group => group.Where(byName.ContainsKey).Select(name => byName[name]).ToList()))
            {
                var isOfTwoClasses = group.Select(sample => sample.Label).Distinct().Count() > 1;
                if (!isOfTwoClasses && group.Select(sample => sample.Split).Distinct().Count() < 2) continue;
                foreach (var sample in group)
                {
                    var other = group.First(one => isOfTwoClasses ? one.Label != sample.Label : one.Split != sample.Split || one != sample);
                    var what = isOfTwoClasses ? $"which is {dataset.ClassOf(other)}" : $"which is in {other.Split ?? SplitNames.Train}";
                    yield return new(sample, LabelOf(sample), AuditKind.Copy, null, $"{how} to {other.Name}, {what}", null);
                }
            }
    }

    /// <summary>Images unlike all others.</summary>
    public IEnumerable<AuditFinding> Outliers(float[] features)
    {
        var scores = EmbeddingOutliers.Score(features, dataset.Samples.Count, _units);
        return EmbeddingOutliers.Far(scores).Select(index => new AuditFinding(dataset.Samples[index], LabelOf(dataset.Samples[index]), AuditKind.Outlier, null,
            "unlike all other images", Math.Round(scores[index], 1)));
    }

    /// <summary>Traits that give the class away.</summary>
    /// <param name="samples">Images of one class each; all or some.</param>
    /// <param name="labels">Their labels in 0..classes-1.</param>
    /// <param name="classes">Names of the classes.</param>
    public List<Shortcut> Shortcuts(IReadOnlyList<Sample> samples, int[] labels, IReadOnlyList<string> classes)
    {
        var facts = examination.Facts.ToDictionary(one => one.Name, StringComparer.Ordinal);
        var places = dataset.Samples.Index().ToDictionary(pair => pair.Item.Name, pair => pair.Index, StringComparer.Ordinal);
        int[]? units = _units is null ? null : [.. samples.Select(sample => _units[places[sample.Name]])];
        var traits = ShortcutTraits.Of(samples, facts, request.Workers);
        // What is the same everywhere, as the camera of images without EXIF, is no test that others must be corrected for.
        var tested = ShortcutTraits.Names.Index().Where(trait => traits.Any(rows => !rows[trait.Index].SequenceEqual(traits[0][trait.Index]))).Select(trait =>
                (Name: trait.Item, Evidence: ShortcutTest.Run([.. traits.Select(rows => rows[trait.Index])], labels, units, request.Seed)))
            .OrderBy(trait => trait.Evidence.P).ToList();
        var found = new List<Shortcut>();
        foreach (var ((name, evidence), corrected) in tested.Zip(HolmCorrection.Corrected([.. tested.Select(trait => trait.Evidence.P)])))
            if (corrected < Significant && evidence.Accuracy - evidence.Chance >= ShortcutTest.MinGain)
                found.Add(new(name, evidence.Accuracy, evidence.Chance, corrected, [.. evidence.Told.Select(label => classes[label])]));
        return found;
    }
}
