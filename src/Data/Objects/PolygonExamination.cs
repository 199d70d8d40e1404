using Graft.Imaging;

namespace Graft.Data;

/// <summary>Looks whether objects have polygons, which instances are learned and measured by.</summary>
internal static class PolygonExamination
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
        Problem[] missing = [.. Missing(examination.Dataset, examination.BadObjects, examination.BrokenPolygons.Each).Select(one => one.Under(onMissing))];
        return missing.Length == 0 ? examination : examination with
        {
            Dataset = examination.Dataset with { Samples = [.. examination.Dataset.Samples.Select(Marked)] },
            Problems = [.. examination.Problems.Where(problem => !ReferenceEquals(problem, examination.BrokenPolygons.Warning)), .. missing],
        };
    }

    /// <summary>What is wrong where every object that counts needs a polygon.</summary>
    /// <param name="dataset">The objects.</param>
    /// <param name="bad">Those that are left out for another reason.</param>
    /// <param name="broken">Those whose polygon, or a part of it, could not be read, and why.</param>
    public static IEnumerable<Problem> Missing(
        ObjectDataset dataset, IReadOnlySet<(string Image, int At)> bad, IReadOnlyList<(string Name, string Fault)> broken)
    {
        var findings = new FindingList(dataset.Root);
        foreach (var (name, fault) in broken) findings.ErrorOfOne(name, fault, "Draw the polygon again, or remove it.");
        var missing = dataset.Samples.SelectMany(sample => sample.Objects.Select((item, at) => (sample, item, at))
            .Where(found => !found.item.IsIgnored && !found.item.HasMask && !bad.Contains((sample.Name, found.at)))).ToList();
        var told = missing.Where(found => found.item.PolygonFault is null).ToList();
        if (missing.Count > 0 && missing.Count == dataset.Samples.Sum(sample => sample.Counted.Count()))
            findings.Error(dataset.Root, "The objects have boxes and no polygons, and masks are learned from polygons.",
                $"Use {Flag.Task("detect")}, or annotate polygons (COCO's segmentation, YOLO's polygons).");
        else if (told.Count > 0)
            findings.ErrorOfOne(dataset.Root, $"{Words.Count(told.Count, "object has", "objects have")} a box and no polygon: "
                + $"{Words.List([.. told.Select(found => found.sample.NameOf(found.at, dataset.Classes))], MaxExamples)}.",
                $"Draw their polygons, use {Flag.Task("detect")}, or {Flag.Of("--on-bad-image", "skip")}, which ignores them: neither learned nor treated as "
                    + "background.");
        return findings.Errors;
    }

    /// <summary>
    /// The object in an image of that size: without its polygon, and with the reason, where that is of another size or encloses nothing. The box is as good
    /// as before.
    /// </summary>
    public static ObjectAnnotation Checked(ObjectAnnotation item, SampleFacts facts)
    {
        var fault = item.Mask is { } mask && (mask.Width, mask.Height) != (facts.Width, facts.Height)
            ? $"The mask is {mask.Width} x {mask.Height}, the image {facts.Width} x {facts.Height}."
            : item.Mask is { Area: 0 } || item.Polygons is { Count: > 0 } polygons && polygons.All(polygon => polygon.Count < 3 || polygon.Area == 0)
                ? "The polygon encloses nothing." : null;
        return fault is null ? item : item with { Mask = null, Polygons = null, PolygonFault = fault };
    }

    /// <summary>As above, of all objects of an image; an image that cannot be read has no size to compare with.</summary>
    public static IReadOnlyList<ObjectAnnotation> Checked(IReadOnlyList<ObjectAnnotation> objects, SampleFacts facts) =>
        facts.Error is not null || !objects.Any(item => item.HasMask) ? objects : [.. objects.Select(item => Checked(item, facts))];

    /// <summary>Whether any object that counts has a polygon.</summary>
    public static bool HasPolygons(ObjectDataset dataset) => dataset.Samples.Any(sample => sample.Counted.Any(item => item.HasMask));

    /// <summary>What counts and has no polygon as difficult: it is there, and nobody knows where.</summary>
    public static ObjectAnnotation Marked(ObjectAnnotation item) => item.IsIgnored || item.HasMask ? item : item with { IsDifficult = true };

    private static ObjectSample Marked(ObjectSample sample) => sample with { Objects = [.. sample.Objects.Select(Marked)] };
}
