using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// Looks for what training would learn and should not: wrong labels, copies, outliers, classes that cannot be told apart, and what gives a class away
/// beside its motif. Every image is judged by classifiers that had not seen it, on the features of a pretrained network. Nothing is changed.
/// </summary>
internal static class DataAudit
{
    private const double Significant = 0.01;

    /// <summary>Audits images by class.</summary>
    /// <exception cref="GraftException">Bad data, a class with fewer than two images, or a network that is not at hand.</exception>
    public static AuditResult Run(AuditRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var read = DatasetReader.Read(request.Data, new ReaderOptions { OnBadImage = request.OnBadImage, Cancellation = cancellation });
        var options = new ExaminationOptions { OnBadImage = request.OnBadImage, Workers = request.Workers, NearDuplicateBits = request.NearDuplicateBits };
        var examination = DatasetExamination.Examine(read, options, null, cancellation);
        if (examination.Facts.Any(facts => facts.Error is { IsWarning: false })) examination.ThrowIfErrors();
        var (dataset, leftOut) = examination.WithoutBadImages();
        foreach (var facts in leftOut)
            progress?.Report(new RunEvent.Message($"left out: {facts.Error!.Where}: {facts.Error.What} {facts.Error.Cure}".TrimEnd(), IsWarning: true));
        var samples = dataset.Samples;
        var groups = Unit.GroupsOf(samples, examination);
        RequireClasses(request, dataset, groups);
        var present = samples.Select(sample => sample.Label).Distinct().Order().ToList();
        int[] labels = [.. samples.Select(sample => present.IndexOf(sample.Label))];
        IReadOnlyList<string> classes = [.. present.Select(label => dataset.Classes[label])];
        using var cache = new FeatureCache(progress: progress);
        using var extractor = new FeatureExtractor(Pretrained.Load(request.Model).OnWholeImages(), new OnnxForwardFactory(), cache, workers: request.Workers);
        var features = extractor.Extract([.. samples.Select(sample => sample.Path)], progress, cancellation);
        var judging = new LabelAuditOptions { Seed = request.Seed };
        var clock = new WorkClock("judging each image by classifiers that have not seen it", judging.JudgedFolds, progress);
        var audit = new LabelAudit(features, labels, groups, judging with
        {
            FoldJudged = () =>
            {
                cancellation.ThrowIfCancellationRequested();
                clock.Advance(1);
            },
        }).Run();
        var units = Unit.CopiesOf([.. samples.Select(sample => sample.Name)], examination);
        var outliers = EmbeddingOutliers.Score(features, samples.Count, units);
        return new()
        {
            Dataset = dataset,
            Model = request.Model,
            Agreement = audit.Doubts.Count(doubt => Likelier(audit, doubt, labels) <= 0) / (double)samples.Count,
            Findings = [.. Labels(audit, samples, labels, classes, isSure: true), .. Copies(dataset, examination), .. Outliers(dataset, outliers),
                .. Labels(audit, samples, labels, classes, isSure: false)],
            Pairs = [.. ConfusedClasses.Find(audit.Probabilities, labels, classes.Count)
                .Select(pair => new ClassPair(classes[pair.One], classes[pair.Other], pair.Images, pair.Wrong))],
            Shortcuts = Shortcuts(samples, examination, labels, units, classes, request),
            LeftOut = [.. leftOut.Select(facts => facts.Name)],
        };
    }

    private static void RequireClasses(AuditRequest request, ImageDataset dataset, IReadOnlyList<string?> groups)
    {
        var classes = dataset.Samples.Index().GroupBy(pair => pair.Item.Label).ToList();
        if (classes.Count < 2)
            throw new GraftException($"'{request.Data}' has images of {Words.Count(classes.Count, "class", "classes")}.",
                "An audit compares the images of at least two.");
        // Copies and the images of a group are held out together.
        string[] single = [.. classes.Where(own => own.Select(pair => groups[pair.Index] ?? $"{pair.Index}").Distinct().Count() < 2)
            .Select(own => dataset.Classes[own.Key]).Order(StringComparer.Ordinal)];
        if (single.Length > 0)
            throw new GraftException($"{Words.Count(single.Length, "class has", "classes have")} a single image, or only copies of one: {Words.List(single)}.",
                "Each image is judged by others of its class, so that two are needed.", "Add images, or leave the class out.");
    }

    private static double Likelier(LabelAuditResult audit, LabelDoubt doubt, int[] labels) =>
        audit.Probabilities[doubt.Index * audit.Classes + doubt.Suggestion] - audit.Probabilities[doubt.Index * audit.Classes + labels[doubt.Index]];

    private static IEnumerable<AuditFinding> Labels(
        LabelAuditResult audit, IReadOnlyList<Sample> samples, int[] labels, IReadOnlyList<string> classes, bool isSure) => audit.Doubts
        .Where(doubt => doubt.IsSure == isSure && (isSure || Likelier(audit, doubt, labels) > 0)).Select(doubt =>
        {
            var (own, other) = (classes[labels[doubt.Index]], classes[doubt.Suggestion]);
            var row = audit.Probabilities.AsSpan(doubt.Index * audit.Classes, audit.Classes);
            var reason = string.Create(CultureInfo.InvariantCulture,
                $"{(isSure ? "looks like" : "may be")} {other} ({row[doubt.Suggestion]:0.00}) and not {own} ({row[labels[doubt.Index]]:0.00})");
            return new AuditFinding(samples[doubt.Index], own, isSure ? AuditKind.Label : AuditKind.MaybeLabel, isSure ? other : null, reason,
                Math.Round(doubt.Score, 3));
        });

    private static IEnumerable<AuditFinding> Copies(ImageDataset dataset, Examination examination)
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
                    yield return new(sample, dataset.ClassOf(sample), AuditKind.Copy, null, $"{how} to {other.Name}, {what}", null);
                }
            }
    }

    private static IEnumerable<AuditFinding> Outliers(ImageDataset dataset, double[] scores) => EmbeddingOutliers.Far(scores).Select(index =>
        new AuditFinding(dataset.Samples[index], dataset.ClassOf(dataset.Samples[index]), AuditKind.Outlier, null, "unlike all other images",
            Math.Round(scores[index], 1)));

    private static List<Shortcut> Shortcuts(
        IReadOnlyList<Sample> samples, Examination examination, int[] labels, IReadOnlyList<int>? units, IReadOnlyList<string> classes, AuditRequest request)
    {
        var facts = examination.Facts.ToDictionary(one => one.Name, StringComparer.Ordinal);
        var traits = new double[samples.Count][][];
        CoreWork.For(samples.Count, request.Workers > 0 ? request.Workers : Environment.ProcessorCount,
            i => traits[i] = ShortcutTraits.Of(samples[i], facts[samples[i].Name]));
        var tested = ShortcutTraits.Names.Index().Select(trait =>
                (Name: trait.Item, Evidence: ShortcutTest.Run([.. traits.Select(rows => rows[trait.Index])], labels, units, request.Seed)))
            .OrderBy(trait => trait.Evidence.P).ToList();
        var found = new List<Shortcut>();
        foreach (var ((name, evidence), corrected) in tested.Zip(HolmCorrection.Corrected([.. tested.Select(trait => trait.Evidence.P)])))
            if (corrected < Significant && evidence.Accuracy - evidence.Chance >= ShortcutTest.MinGain)
                found.Add(new(name, evidence.Accuracy, evidence.Chance, corrected, [.. evidence.Told.Select(label => classes[label])]));
        return found;
    }
}
