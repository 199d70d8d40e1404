namespace Graft.Data;

/// <summary>Looks whether objects have polygons, which instances are learned and measured by.</summary>
public static class PolygonExamination
{
    private const int MaxExamples = 10;

    /// <summary>
    /// The examination with what is missing among its findings. Objects without a polygon count as difficult: neither learned nor taken for
    /// background, and detections of them are forgiven.
    /// </summary>
    /// <param name="examination">Of the images and their boxes.</param>
    /// <param name="onMissing">Whether single objects without a polygon are an error; a data set without any polygon always is.</param>
    public static ObjectExamination Require(ObjectExamination examination, OnBadImage onMissing)
    {
        var dataset = examination.Dataset;
        var missing = dataset.Samples.SelectMany(sample => sample.Objects.Select((item, at) => (sample, item, at))
            .Where(found => !found.item.IsIgnored && !found.item.HasMask && !examination.BadObjects.Contains((sample.Name, found.at)))).ToList();
        if (missing.Count == 0) return examination;
        var counted = dataset.Samples.Sum(sample => sample.Counted.Count());
        var problem = missing.Count == counted
            ? new Problem(dataset.Root, "The objects have boxes and no polygons, and masks are learned from polygons.", "Use --task detect, or annotate polygons (COCO's segmentation, YOLO's polygons).")
            : new Problem(dataset.Root, $"{Words.Count(missing.Count, "object has", "objects have")} a box and no polygon: {Words.List([.. missing.Select(found => $"{found.sample.Name}, {dataset.Classes[found.item.Label]} {found.at + 1}")], MaxExamples)}.",
                onMissing == OnBadImage.Skip ? "They are ignored: neither learned nor treated as background." : "Draw their polygons, use --task detect, or --on-bad-image skip, which ignores them.",
                IsWarning: onMissing == OnBadImage.Skip);
        return examination with { Dataset = dataset with { Samples = [.. dataset.Samples.Select(Marked)] }, Problems = [.. examination.Problems, problem] };
    }

    /// <summary>Whether any object that counts has a polygon.</summary>
    public static bool HasPolygons(ObjectDataset dataset) => dataset.Samples.Any(sample => sample.Counted.Any(item => item.HasMask));

    private static ObjectSample Marked(ObjectSample sample) =>
        sample with { Objects = [.. sample.Objects.Select(item => item.IsIgnored || item.HasMask ? item : item with { IsDifficult = true })] };
}
