using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft;

/// <summary>An audit of boxes, or of objects with masks: each image is judged by detectors that had not seen it.</summary>
internal static class ObjectAudit
{
    private const double MayBeLoose = 0.5, MayBeMissing = 0.5, MayBeSwapped = 0.5;

    /// <summary>Audits boxes, or objects with masks.</summary>
    /// <exception cref="GraftException">Bad data, fewer than two images with objects, or a network that is not at hand.</exception>
    public static AuditResult Run(AuditRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var needsMasks = request.Task == TaskKind.Instances;
        var read = ObjectReader.Read(request.Data, new ReaderOptions { OnBadImage = request.OnBadImage, Cancellation = cancellation });
        var examination = ObjectDatasetExamination.Examine(read, request.Examining, Preparation.Examining(read.Samples.Count, progress), cancellation);
        if (needsMasks) examination = PolygonExamination.Require(examination, request.OnBadImage);
        examination.ThrowIfErrors();
        var dataset = examination.Usable();
        var images = AsImageDataset.Of(dataset);
        var maps = ImageMaps.Of(request, [.. dataset.Samples.Select(sample => sample.Path)], progress, cancellation);
        var groups = Unit.GroupsOf(images.Samples, examination.Images);
        ProbeScene[] scenes = [.. dataset.Samples.Select((sample, i) => SceneOf(sample, maps[i], groups[i]))];
        var objects = dataset.Samples.Select(sample => (IReadOnlyList<ObjectAnnotation>)[.. sample.Counted]).ToArray();
        var options = new BoxAuditOptions
        {
            Seed = request.Seed,
            Overlap = needsMasks ? (scene, one, other) => OverlapOf(dataset.Samples[scene], objects[scene], one, other) : null,
        };
        var clock = new WorkClock($"judging each image by detectors that have not seen it", options.JudgedFolds, progress);
        var audit = new BoxAudit(scenes, dataset.Classes.Count, options with { FoldJudged = clock.Step(cancellation) }).Run();
        var others = new ImageFindings(request, images, examination.Images);
        var told = new Told(dataset, images, objects, needsMasks);
        var features = ImageFindings.FeaturesOf(request, images.Samples, progress, cancellation);
        var loose = needsMasks ? [] : audit.Loose;
        var single = images.Samples.Index().Where(pair => scenes[pair.Index].Labels.Distinct().Count() == 1).ToList();
        int[] present = [.. single.Select(pair => scenes[pair.Index].Labels[0]).Distinct().Order()];
        return new()
        {
            Dataset = images with { Classes = dataset.Classes },
            Task = request.Task,
            Kinds = needsMasks ? [AuditKind.Label, AuditKind.Missing, AuditKind.Doubled, AuditKind.Copy, AuditKind.Outlier, AuditKind.MaybeLabel]
                : Enum.GetValues<AuditKind>(),
            Judges = $"detectors on maps of {request.Model}, fitted on the other images",
            Units = ("box", "boxes"),
            UnitCount = scenes.Sum(scene => scene.Boxes.Count),
            Judged = "boxes",
            Model = request.Model,
            Agreement = audit.Agreement,
            Findings =
            [
                .. audit.Swapped.Where(doubt => doubt.IsSure).Select(told.Swapped), .. audit.Missing.Where(doubt => doubt.IsSure).Select(told.Missing),
                .. audit.Doubled.Where(doubt => doubt.IsSure).Select(told.Doubled), .. loose.Where(doubt => doubt.IsSure).Select(told.Loose),
                .. others.Copies(), .. others.Outliers(features),
                .. audit.Swapped.Where(doubt => !doubt.IsSure && doubt.Score > MayBeSwapped).Select(told.Swapped)
                    .Concat(audit.Missing.Where(doubt => !doubt.IsSure && doubt.Score > MayBeMissing).Select(told.Missing))
                    .Concat(audit.Doubled.Where(doubt => !doubt.IsSure).Select(told.Doubled))
                    .Concat(loose.Where(doubt => !doubt.IsSure && doubt.Score > MayBeLoose).Select(told.Loose)).OrderByDescending(finding => finding.Score),
            ],
            Shortcuts = present.Length < 2 ? [] : others.Shortcuts([.. single.Select(pair => pair.Item)],
                [.. single.Select(pair => Array.IndexOf(present, scenes[pair.Index].Labels[0]))], [.. present.Select(label => dataset.Classes[label])]),
            LeftOut = [.. examination.Dataset.Samples.Select(sample => sample.Name).Except(dataset.Samples.Select(sample => sample.Name))],
        };
    }

    /// <summary>An image for the probes.</summary>
    internal static ProbeScene SceneOf(ObjectSample sample, SceneMaps maps, string? group) => new(maps,
        [.. sample.Counted.Select(item => item.Box.Scale(1.0 / sample.Width, 1.0 / sample.Height))], [.. sample.Counted.Select(item => item.Label)])
    {
        Ignored = [.. sample.Objects.Where(item => item.IsIgnored).Select(item => item.Box.Scale(1.0 / sample.Width, 1.0 / sample.Height))],
        Group = group,
    };

    private static double? OverlapOf(ObjectSample sample, IReadOnlyList<ObjectAnnotation> objects, int one, int other) =>
        objects[one].Box.Intersection(objects[other].Box) == 0 ? 0
        : SceneTruth.MaskOf(objects[one], sample.Width, sample.Height).IoU(SceneTruth.MaskOf(objects[other], sample.Width, sample.Height));

    /// <summary>Doubts as findings.</summary>
    private sealed class Told(ObjectDataset dataset, ImageDataset images, IReadOnlyList<ObjectAnnotation>[] objects, bool needsMasks)
    {
        public AuditFinding Swapped(BoxDoubt doubt) => Finding(doubt, AuditKind.Label, dataset.Classes[doubt.Label],
            $"{(doubt.IsSure ? "holds" : "may hold")} {dataset.Classes[doubt.Label]} and not "
            + dataset.Classes[objects[doubt.Scene][doubt.At!.Value].Label], null);

        public AuditFinding Missing(BoxDoubt doubt) => Finding(doubt, AuditKind.Missing,
            // Somebody has to draw the mask.
            needsMasks ? null : new PlacedLabel(dataset.Classes[doubt.Label], Rounded(doubt)).ToString(),
            $"{(doubt.IsSure ? "looks like" : "may be")} {dataset.Classes[doubt.Label]} without a label: {new PlacedLabel("", Rounded(doubt))}",
            PlaceOf(doubt));

        public AuditFinding Doubled(BoxDoubt doubt) => Finding(doubt, AuditKind.Doubled,
            // Where a class has that name, the word means the class.
            dataset.Classes.Contains(AuditTable.Remove) ? null : AuditTable.Remove, string.Create(CultureInfo.InvariantCulture,
            $"on one object with {NameOf(doubt.Scene, doubt.Other!.Value)}: {doubt.Score:0.00} of both is in both"), null);

        public AuditFinding Loose(BoxDoubt doubt) => Finding(doubt, AuditKind.Loose, new PlacedLabel("", Rounded(doubt)).ToString(),
            $"{(doubt.IsSure ? "lies" : "may lie")} beside its object, which is at {new PlacedLabel("", Rounded(doubt))}", PlaceOf(doubt));

        private AuditFinding Finding(BoxDoubt doubt, AuditKind kind, string? suggestion, string reason, Box? place) => new(images.Samples[doubt.Scene],
            doubt.At is { } at ? NameOf(doubt.Scene, at) : "", doubt.IsSure ? kind : AuditKind.MaybeLabel, doubt.IsSure ? suggestion : null, reason,
            Math.Round(doubt.Score, 3))
        {
            Shown = () => AuditDrawing.Of(dataset.Samples[doubt.Scene], doubt.At is { } own ? objects[doubt.Scene][own] : null,
                place is { } box ? (box, dataset.Classes[doubt.Label], doubt.Label) : null,
                doubt.Other is { } other ? objects[doubt.Scene][other] : null, dataset.Classes),
        };

        private string NameOf(int scene, int at) => new PlacedLabel(dataset.Classes[objects[scene][at].Label], objects[scene][at].Box).ToString();

        private Box PlaceOf(BoxDoubt doubt) => doubt.Place.Scale(dataset.Samples[doubt.Scene].Width, dataset.Samples[doubt.Scene].Height);

        private Box Rounded(BoxDoubt doubt)
        {
            var box = PlaceOf(doubt);
            return new(MathF.Round(box.X1), MathF.Round(box.Y1), MathF.Round(box.X2), MathF.Round(box.Y2));
        }
    }
}
