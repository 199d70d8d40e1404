using System.Security.Cryptography;
using System.Text;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>
/// A hash of what is annotated on each image, by its name, whatever format it was read from: class, split and group, objects with boxes and polygons,
/// or the mask. Only what is learned or measured counts, so that other words in an annotation file change nothing.
/// </summary>
internal static class AnnotationHashes
{
    /// <summary>Of classes.</summary>
    public static Dictionary<string, string> Of(ImageDataset dataset) =>
        dataset.Samples.ToDictionary(sample => sample.Name, sample => Hash(writer =>
        {
            writer.Write(dataset.ClassOf(sample));
            Place(writer, sample.Split, sample.Group);
        }), StringComparer.Ordinal);

    /// <summary>Of objects.</summary>
    public static Dictionary<string, string> Of(ObjectDataset dataset) =>
        dataset.Samples.ToDictionary(sample => sample.Name, sample => Hash(writer =>
        {
            Place(writer, sample.Split, sample.Group);
            Objects(writer, sample.Objects, dataset.Classes);
        }), StringComparer.Ordinal);

    /// <summary>Of classes of pixels.</summary>
    public static Dictionary<string, string> Of(MaskDataset dataset) =>
        dataset.Samples.ToDictionary(sample => sample.Name, sample => Hash(writer =>
        {
            Place(writer, sample.Split, sample.Group);
            if (sample.MaskPath is { } mask) writer.Write(FileHash.Sha256(mask));
            foreach (var (name, colour) in sample.Legend is { } legend ? legend.Names.Zip(legend.Colours) : [])
            {
                writer.Write(name);
                writer.Write([colour.Red, colour.Green, colour.Blue]);
            }
            // A painted object's class is a name too: the background stands before them.
            Objects(writer, sample.Objects ?? [], sample.Objects is null ? [] : [.. dataset.Classes.Skip(dataset.Source is null ? 0 : 1)]);
        }), StringComparer.Ordinal);

    private static void Place(BinaryWriter writer, string? split, string? group)
    {
        writer.Write(split ?? "");
        writer.Write(group ?? "");
    }

    private static void Objects(BinaryWriter writer, IReadOnlyList<ObjectAnnotation> objects, IReadOnlyList<string> classes)
    {
        foreach (var item in objects)
        {
            writer.Write(item.Label < classes.Count ? classes[item.Label] : $"{item.Label}");
            writer.Write(item.IsCrowd);
            writer.Write(item.IsDifficult);
            foreach (var edge in new[] { item.Exact.X, item.Exact.Y, item.Exact.Width, item.Exact.Height }) writer.Write(edge);
            foreach (var point in item.Polygons?.SelectMany(polygon => polygon.Points.Append(double.NaN)) ?? []) writer.Write(point);
            foreach (var run in item.Mask?.Runs ?? []) writer.Write(run);
        }
    }

    private static string Hash(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true)) write(writer);
        return RunInputs.Short(Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
    }
}
