using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Writes VOC: <c>JPEGImages/</c>, <c>Annotations/</c> and <c>ImageSets/Main/split.txt</c>; pixels are counted from 1, as the development kit
/// does.
/// </summary>
internal static class VocWriter
{
    public static void Write(ObjectDataset dataset, IReadOnlyDictionary<string, ConvertedImage> images, string folder, CancellationToken cancellation)
    {
        foreach (var name in dataset.Classes)
            if (name.Trim().Length == 0 || name.Any(letter => !XmlConvert.IsXmlChar(letter) && !char.IsSurrogate(letter)))
                throw new GraftException($"The class name {JsonSerializer.Serialize(name, Json.Compact)} cannot be written in XML.",
                    "VOC needs names of visible characters.", "Rename the class.");
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = images[sample.Name];
            ConvertedNames.Copy(sample.Path, Path.Combine(folder, image.Place));
            AtomicFile.WriteText(Path.Combine(folder, image.Beside("Annotations", ".xml")), Annotation(dataset, sample, image.Name) + "\n");
        }
        if (dataset.HasSplits) WriteLists(dataset, images, folder);
    }

    // The kit's "trainval" is everything that is no test; what it alone has is in no split.
    private static void WriteLists(ObjectDataset dataset, IReadOnlyDictionary<string, ConvertedImage> images, string folder)
    {
        var splits = dataset.Samples.ToLookup(sample => sample.Split);
        Write(VocSplits.All, dataset.Samples.Where(sample => sample.Split != SplitNames.Test));
        foreach (var split in splits.Where(split => split.Key is not null)) Write(split.Key!, split);

        void Write(string list, IEnumerable<ObjectSample> samples)
        {
            var names = string.Concat(samples.Select(sample => Path.GetFileNameWithoutExtension(images[sample.Name].Name) + "\n"));
            if (names.Length > 0) AtomicFile.WriteText(Path.Combine(folder, "ImageSets", "Main", list + ".txt"), names);
        }
    }

    private static XElement Annotation(ObjectDataset dataset, ObjectSample sample, string name)
    {
        var (width, height) = ConvertedNames.SizeOf(sample);
        return new XElement("annotation", new XElement("folder", "JPEGImages"), new XElement("filename", name),
            new XElement("size", new XElement("width", width), new XElement("height", height), new XElement("depth", 3)),
            Segmented(sample), VocExtras.ForAnnotation(sample.Extra),
            sample.Objects.Select(item => Object(item, dataset.Classes[item.Label], item.Box.Clip(width, height))));
    }

    private static XElement Object(ObjectAnnotation item, string name, Box box)
    {
        // From 1, and the last pixel is inside: x1 + 1 to x2. No box ends before it begins, so none is narrower than a pixel.
        double[] corners = [box.X1 + 1.0, box.Y1 + 1.0, box.X2, box.Y2];
        (corners[2], corners[3]) = (Math.Max(corners[0], corners[2]), Math.Max(corners[1], corners[3]));
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
