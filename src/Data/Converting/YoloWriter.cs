using System.Globalization;
using System.Text;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Writes YOLO: <c>images/split/</c>, <c>labels/split/</c> and <c>data.yaml</c>.</summary>
internal static class YoloWriter
{
    public static void Write(ObjectDataset dataset, IReadOnlyDictionary<string, string> names, string folder, ConversionLosses losses,
        CancellationToken cancellation)
    {
        if (!dataset.CategoryIds.SequenceEqual(Enumerable.Range(1, dataset.Classes.Count)))
            losses.Add("the categories get the numbers 0, 1, 2 and so on", dataset.Root, "Keep the original where other tools know its numbers.");
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var split = sample.Split ?? "";
            var text = new StringBuilder();
            foreach (var item in sample.Objects)
                foreach (var line in Line(item, sample, losses)) text.Append(line).Append('\n');
            ConvertedNames.Copy(sample, Path.Combine(folder, "images", split, names[sample.Name]));
            AtomicFile.WriteText(Path.Combine(folder, "labels", split, Path.ChangeExtension(names[sample.Name], ".txt")), text.ToString());
            if (sample.Group is not null) losses.Add("groups are not kept", sample.Name, "Make the split before the conversion.");
        }
        AtomicFile.WriteText(Path.Combine(folder, "data.yaml"), Description(dataset));
    }

    private static string Description(ObjectDataset dataset)
    {
        var text = new StringBuilder("path: .\n");
        foreach (var split in dataset.Samples.Select(sample => sample.Split).Distinct().OrderBy(split => split == SplitNames.Train ? "" : split))
            text.Append($"{split ?? SplitNames.Train}: images{(split is null ? "" : "/" + split)}\n");
        text.Append("names:\n");
        for (var label = 0; label < dataset.Classes.Count; label++) text.Append($"  {label}: \"{dataset.Classes[label]}\"\n");
        return text.ToString();
    }

    private static IEnumerable<string> Line(ObjectAnnotation item, ObjectSample sample, ConversionLosses losses)
    {
        if (item.IsCrowd)
        {
            losses.Add("crowds are left out", sample.Name, "Keep the original to evaluate with: crowds forgive detections there.");
            yield break;
        }
        if (item.IsDifficult) losses.Add("difficult objects become ordinary ones", sample.Name, "Keep the original to evaluate with.");
        if (item.IsTruncated) losses.Add("the mark of truncated objects is not kept", sample.Name, "Nothing to do: it is not used in training.");
        var (width, height) = ConvertedNames.SizeOf(sample);
        if (PolygonOf(item, sample, losses) is { } polygon)
            yield return Join(item.Label, polygon.Points.Select((value, at) => value / (at % 2 == 0 ? width : height)));
        else
            yield return Join(item.Label, [(item.Box.X1 + (double)item.Box.X2) / 2 / width, (item.Box.Y1 + (double)item.Box.Y2) / 2 / height,
                item.Box.Width / (double)width, item.Box.Height / (double)height]);
    }

    private static Polygon? PolygonOf(ObjectAnnotation item, ObjectSample sample, ConversionLosses losses)
    {
        if (!item.HasMask) return null;
        var parts = item.Polygons ?? item.Mask!.Contours();
        if (item.Polygons is null)
            losses.Add("masks become polygons along their pixels, without their holes", sample.Name, "Keep the original where holes matter.");
        if (parts.Count > 1) losses.Add("several polygons of an object are joined by a line", sample.Name, "Keep the original where the parts matter.");
        var polygon = PolygonBridge.Join(item.Polygons is null ? PolygonBridge.WithoutHoles(parts) : parts);
        if (polygon.Bounds.IoU(item.Box) < 0.99)
            losses.Add("boxes become those of the polygons", sample.Name, "Check whether box and polygon belong together.");
        return polygon;
    }

    private static string Join(int label, IEnumerable<double> values) =>
        string.Join(' ', values.Select(value => value.ToString("0.########", CultureInfo.InvariantCulture))
            .Prepend(label.ToString(CultureInfo.InvariantCulture)));
}
