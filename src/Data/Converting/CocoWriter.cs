using System.Globalization;
using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Writes COCO: <c>images/split/</c> and <c>annotations/instances_split.json</c>.</summary>
internal static class CocoWriter
{
    public static void Write(ObjectDataset dataset, IReadOnlyDictionary<string, ConvertedImage> names, string folder, CancellationToken cancellation)
    {
        // Numbers are kept where the data set has them and none comes twice in a file; otherwise all are given anew.
        var splits = dataset.Samples.GroupBy(sample => sample.Split).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var (keepImages, keepObjects) = (splits.All(split => AreNumbers(split.Select(sample => sample.Id))),
            splits.All(split => AreNumbers(split.SelectMany(sample => sample.Objects).Select(item => item.Id))));
        var (image, annotation) = (0L, 0L);
        foreach (var split in splits)
        {
            var (images, annotations) = (new List<CocoImage>(), new List<CocoAnnotation>());
            foreach (var sample in split)
            {
                cancellation.ThrowIfCancellationRequested();
                var (width, height) = ConvertedNames.SizeOf(sample);
                var id = keepImages ? sample.Id!.Value : ++image;
                images.Add(new CocoImage
                {
                    Id = id,
                    Width = width,
                    Height = height,
                    FileName = names[sample.Name].Name,
                    Group = sample.Group,
                    Extra = CocoExtras.ToWrite(sample.Extra, CocoImage.Words)
                });
                annotations.AddRange(sample.Objects
                    .Select(item => Annotation(item, keepObjects ? item.Id!.Value : ++annotation, id, dataset.CategoryIds[item.Label])));
                ConvertedNames.Copy(sample.Path, Path.Combine(folder, names[sample.Name].Place));
            }
            WriteFile(dataset, split.Key, images, annotations, folder);
        }
        // A file that is alone is the whole data set whatever it is called, so that a split needs another beside it.
        if (splits is [{ Key: { } only }]) WriteFile(dataset, only == SplitNames.Train ? SplitNames.Validation : SplitNames.Train, [], [], folder);
    }

    private static void WriteFile(ObjectDataset dataset, string? split, IReadOnlyList<CocoImage> images, IReadOnlyList<CocoAnnotation> annotations,
        string folder) =>
        CocoJson.Write(Path.Combine(folder, "annotations", split is null ? "instances.json" : $"instances_{split}.json"), new CocoDocument
        {
            Info = Whole(dataset, CocoExtras.Info),
            Licenses = Whole(dataset, CocoExtras.Licences),
            Extra = CocoExtras.ToWrite(dataset.Extra, CocoExtras.Info, CocoExtras.Licences),
            Images = images,
            Annotations = annotations,
            Categories = [.. dataset.Classes.Select((_, label) => CocoExtras.Category(dataset, label))],
        });

    public static CocoAnnotation Annotation(ObjectAnnotation item, long id, long image, int category) => new()
    {
        Id = id,
        ImageId = image,
        CategoryId = category,
        Bbox = CocoBox.Of(item),
        Area = item.Area,
        Iscrowd = item.IsCrowd ? 1 : 0,
        Difficult = item.IsDifficult ? 1 : 0,
        Truncated = item.IsTruncated ? 1 : 0,
        Segmentation = item.HasMask || item.Polygons is not null ? new CocoSegmentation(item.Polygons, item.Mask) { AsNumbers = item.IsCrowd } : null,
        Extra = CocoExtras.ToWrite(item.Extra, CocoAnnotation.Words),
    };

    private static JsonElement? Whole(ObjectDataset dataset, string name) => dataset.Extra.TryGetValue(name, out var value) ? value : null;

    private static bool AreNumbers(IEnumerable<long?> ids)
    {
        var seen = new HashSet<long?>();
        return ids.All(id => id >= 0 && seen.Add(id));
    }
}

/// <summary>A box as COCO writes it: as it was annotated, or in the shortest decimals that give the same edges again.</summary>
internal static class CocoBox
{
    public static double[] Of(ObjectAnnotation item)
    {
        if (item.Extent is { } exact && exact.Box == item.Box) return [exact.X, exact.Y, exact.Width, exact.Height];
        var (x, y) = (Shortest(item.Box.X1), Shortest(item.Box.Y1));
        return [x, y, Side(x, item.Box.X2), Side(y, item.Box.Y2)];
    }

    // 473.07 and not 473.0700073242188, which is the same in single precision.
    private static double Shortest(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Side(double low, float high)
    {
        var exact = high - low;
        for (var digits = 0; digits < 7; digits++)
            if ((float)(low + Math.Round(exact, digits)) == high) return Math.Round(exact, digits);
        return exact;
    }
}
