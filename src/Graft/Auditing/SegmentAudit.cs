using System.Globalization;
using Graft.Data;
using Graft.Tasks;

namespace Graft;

/// <summary>An audit of class masks: each image is judged by segmentation that had not seen it.</summary>
internal static class SegmentAudit
{
    private const double MayBe = 0.5;

    /// <summary>Audits class masks.</summary>
    /// <exception cref="GraftException">Bad data, fewer than two images, or a network that is not at hand.</exception>
    public static AuditResult Run(AuditRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = MaskReader.Read(request.Data, new ReaderOptions { OnBadImage = request.OnBadImage, Cancellation = cancellation });
        var examination = MaskDatasetExamination.Examine(read, request.Examining, Preparation.Examining(read.Samples.Count, progress), cancellation);
        examination.ThrowIfErrors();
        var dataset = examination.Usable();
        var images = AsImageDataset.Of(dataset);
        var maps = ImageMaps.Of(request, [.. dataset.Samples.Select(sample => sample.Path)], progress, cancellation);
        var groups = Unit.GroupsOf(images.Samples, examination.Images);
        MaskScene[] scenes = [.. dataset.Samples.Select((sample, i) =>
            MaskScene.Of(maps[i], DecodedMaskSample.LoadMap(sample, sample.Width, sample.Height, dataset.IgnoreValue), groups[i]))];
        var options = new MaskAuditOptions { Seed = request.Seed };
        var clock = new WorkClock("judging each image by segmentation that has not seen it", options.JudgedFolds, progress);
        var audit = new MaskAudit(scenes, dataset.Classes.Count, options with { FoldJudged = clock.Step(cancellation) }).Run();
        var others = new ImageFindings(request, images, examination.Images);
        var features = ImageFindings.FeaturesOf(request, images.Samples, progress, cancellation);
        return new()
        {
            Dataset = images with { Classes = dataset.Classes },
            Task = request.Task,
            Judges = $"segmentation on maps of {request.Model}, fitted on the other images",
            Units = ("region", "regions"),
            UnitCount = scenes.Sum(scene => scene.Regions.Count),
            Judged = "area",
            Model = request.Model,
            Agreement = audit.Agreement,
            Findings =
            [
                .. audit.Regions.Where(doubt => doubt.IsSure).Select(Finding), .. others.Copies(), .. others.Outliers(features),
                .. audit.Regions.Where(doubt => !doubt.IsSure && doubt.Score > MayBe).Select(Finding), .. audit.Parts.Select(Finding),
            ],
            LeftOut = [.. examination.Dataset.Samples.Select(sample => sample.Name).Except(dataset.Samples.Select(sample => sample.Name))],
        };

        AuditFinding Finding(RegionDoubt doubt)
        {
            var (sample, own, other) = (dataset.Samples[doubt.Scene], dataset.Classes[doubt.Label], dataset.Classes[doubt.Suggestion]);
            var reason = string.Create(CultureInfo.InvariantCulture,
                $"{(doubt.At is null ? "part of a region" : "region")} of {doubt.Area} pixels "
                + $"({100.0 * doubt.Area / ((double)sample.Width * sample.Height):0.#} %): "
                + $"{(doubt.IsSure ? "looks like" : "may be")} {other} and not {own}");
            return new(images.Samples[doubt.Scene], new PlacedLabel(own, doubt.Box).ToString(), doubt.IsSure ? AuditKind.Label : AuditKind.MaybeLabel,
                doubt.IsSure ? other : null, reason, Math.Round(doubt.Score, 3))
            { Shown = () => AuditDrawing.Of(sample, dataset, doubt.Box, own) };
        }
    }
}
