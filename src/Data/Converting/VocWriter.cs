using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Writes VOC: <c>JPEGImages/</c>, <c>Annotations/</c> and <c>ImageSets/Main/split.txt</c>; pixels are counted from 1, as the development kit
/// does.
/// </summary>
internal static class VocWriter
{
    public static void Write(ObjectDataset dataset, IReadOnlyDictionary<string, string> names, string folder, ConversionLosses losses,
        CancellationToken cancellation)
    {
        var used = dataset.Samples.SelectMany(sample => sample.Objects).Select(item => item.Label).ToHashSet();
        for (var label = 0; label < dataset.Classes.Count; label++)
            if (!used.Contains(label))
                losses.Add("classes without objects are not kept", dataset.Classes[label], "Nothing to do, unless a model must know them.");
        if (!dataset.Classes.SequenceEqual(dataset.Classes.Order(StringComparer.Ordinal))
            || !dataset.CategoryIds.SequenceEqual(Enumerable.Range(1, dataset.Classes.Count)))
            losses.Add("the classes lose their numbers and are sorted by name", dataset.Root, "Give the classes of the model when reading.");
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var name = names[sample.Name];
            ConvertedNames.Copy(sample, Path.Combine(folder, "JPEGImages", name));
            AtomicFile.WriteText(Path.Combine(folder, "Annotations", Path.ChangeExtension(name, ".xml")),
                Annotation(dataset, sample, name, losses).ToString() + "\n");
            if (sample.Group is not null) losses.Add("groups are not kept", sample.Name, "Make the split before the conversion.");
        }
        foreach (var split in dataset.Samples.Where(sample => sample.Split is not null).GroupBy(sample => sample.Split))
        {
            var list = new StringBuilder();
            foreach (var sample in split) list.Append(Path.GetFileNameWithoutExtension(names[sample.Name])).Append('\n');
            AtomicFile.WriteText(Path.Combine(folder, "ImageSets", "Main", split.Key + ".txt"), list.ToString());
        }
    }

    private static XElement Annotation(ObjectDataset dataset, ObjectSample sample, string name, ConversionLosses losses)
    {
        var (width, height) = ConvertedNames.SizeOf(sample);
        return new XElement("annotation", new XElement("folder", "JPEGImages"), new XElement("filename", name),
            new XElement("size", new XElement("width", width), new XElement("height", height), new XElement("depth", 3)),
            Segmented(sample), VocExtras.ForAnnotation(sample.Extra), sample.Objects.Select(item => Object(item, dataset.Classes[item.Label], sample, losses)));
    }

    private static XElement Object(ObjectAnnotation item, string name, ObjectSample sample, ConversionLosses losses)
    {
        if (item.HasMask) losses.Add("polygons are not kept", sample.Name, "Keep the original to learn instances.");
        if (item.IsCrowd)
            losses.Add("crowds become difficult objects", sample.Name, "Keep the original to evaluate with: a crowd forgives several detections.");
        // From 1, and the last pixel is inside: x1 + 1 to x2.
        double[] corners = [item.Box.X1 + 1.0, item.Box.Y1 + 1.0, item.Box.X2, item.Box.Y2];
        if (corners[0] < 1 || corners[1] < 1)
        {
            losses.Add("boxes are cut off at the image's edge", sample.Name, "Nothing to do.");
            (corners[0], corners[1]) = (Math.Max(1, corners[0]), Math.Max(1, corners[1]));
        }
        if (corners.Any(corner => corner != Math.Round(corner, 2)))
            losses.Add("coordinates are rounded to hundredths of a pixel", sample.Name, "Nothing to do.");
        string[] words = [.. corners.Select(corner => corner.ToString("0.##", CultureInfo.InvariantCulture))];
        return new XElement("object", new XElement("name", name), Pose(item), new XElement("truncated", item.IsTruncated ? 1 : 0),
            new XElement("difficult", item.IsIgnored ? 1 : 0),
            new XElement("bndbox", new XElement("xmin", words[0]), new XElement("ymin", words[1]), new XElement("xmax", words[2]),
                new XElement("ymax", words[3])),
            VocExtras.ForItem(item.Extra));
    }

    // Each annotation has these two; a value of their own comes with the other fields.
    private static XElement? Segmented(ObjectSample sample) => sample.Extra?.ContainsKey("segmented") == true ? null : new XElement("segmented", 0);

    private static XElement? Pose(ObjectAnnotation item) => item.Extra?.ContainsKey("pose") == true ? null : new XElement("pose", "Unspecified");
}
