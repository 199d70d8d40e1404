using System.Globalization;
using Graft.Data;
using Graft.Tasks;

namespace Graft;

/// <summary>An audit of images by class: each is judged by classifiers that had not seen it, on the features of a pretrained network.</summary>
internal static class ClassAudit
{
    /// <summary>Audits images by class.</summary>
    /// <exception cref="GraftException">Bad data, a class with fewer than two images, or a network that is not at hand.</exception>
    public static AuditResult Run(AuditRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = DatasetReader.Read(request.Data, new ReaderOptions { OnBadImage = request.OnBadImage, Cancellation = cancellation });
        var examination = DatasetExamination.Examine(read, request.Examining, null, cancellation);
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
        var features = ImageFindings.FeaturesOf(request, samples, progress, cancellation);
        var judging = new LabelAuditOptions { Seed = request.Seed };
        var clock = new WorkClock("judging each image by classifiers that have not seen it", judging.JudgedFolds, progress);
        var audit = new LabelAudit(features, labels, groups, judging with { FoldJudged = clock.Step(cancellation) }).Run();
        var others = new ImageFindings(request, dataset, examination) { LabelOf = dataset.ClassOf };
        return new()
        {
            Dataset = dataset,
            Judges = $"a logistic regression on features of {request.Model}",
            Model = request.Model,
            Agreement = audit.Doubts.Count(doubt => Likelier(audit, doubt, labels) <= 0) / (double)samples.Count,
            Findings = [.. Labels(audit, samples, labels, classes, isSure: true), .. others.Copies(), .. others.Outliers(features),
                .. Labels(audit, samples, labels, classes, isSure: false)],
            Pairs = [.. ConfusedClasses.Find(audit.Probabilities, labels, classes.Count)
                .Select(pair => new ClassPair(classes[pair.One], classes[pair.Other], pair.Images, pair.Wrong))],
            Shortcuts = others.Shortcuts([.. samples], labels, classes),
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
}
