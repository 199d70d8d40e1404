using System.Globalization;
using System.Text;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Writes YOLO: <c>images/split/</c>, <c>labels/split/</c> and <c>data.yaml</c>, as its readers take it: a path of its own in the description, folders
/// to train and to validate with, one kind of label in a file, and coordinates from 0 to 1.
/// </summary>
internal static class YoloWriter
{
    public static void Write(ObjectDataset dataset, IReadOnlyDictionary<string, ConvertedImage> images, string folder, CancellationToken cancellation)
    {
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = images[sample.Name];
            ConvertedNames.Copy(sample.Path, Path.Combine(folder, image.Place));
            AtomicFile.WriteText(Path.Combine(folder, image.Beside("labels", ".txt")), string.Concat(Lines(sample).Select(line => line + "\n")));
        }
        foreach (var (_, place) in Sources(dataset)) Directory.CreateDirectory(Path.Combine(folder, place));
        Describe(dataset, folder, null);
    }

    /// <summary>Writes <c>data.yaml</c>.</summary>
    /// <param name="dataset">What is described.</param>
    /// <param name="folder">Where it lies now.</param>
    /// <param name="place">
    /// The full path where it will lie: a relative one is taken from the working directory by some readers. Null leaves it out, so that it is the
    /// file's own folder.
    /// </param>
    public static void Describe(ObjectDataset dataset, string folder, string? place)
    {
        var text = new StringBuilder();
        if (place is not null) text.Append($"# where this folder was written; after moving it, correct this line or remove it\npath: {Quoted(place)}\n");
        foreach (var (split, source) in Sources(dataset)) text.Append($"{split}: {source}\n");
        text.Append(dataset.Classes.Count == 0 ? "names: {}\n" : "names:\n");
        for (var label = 0; label < dataset.Classes.Count; label++) text.Append($"  {label}: {Quoted(dataset.Classes[label])}\n");
        AtomicFile.WriteText(Path.Combine(folder, "data.yaml"), text.ToString());
    }

    /// <summary>Whether images to validate with are named; where there are none, those to train with are named again.</summary>
    public static bool HasValidation(ObjectDataset dataset) => dataset.Samples.Any(sample => sample.Split == SplitNames.Validation);

    /// <summary>The objects that are written.</summary>
    public static IEnumerable<ObjectAnnotation> Written(ObjectSample sample) => sample.Objects.Where(item => !item.IsCrowd);

    /// <summary>Whether an image is written: not where crowds alone are on it, which would be unlearned.</summary>
    public static bool IsWritten(ObjectSample sample) => sample.Objects.Count == 0 || Written(sample).Any();

    // Readers need train and val, both.
    private static IEnumerable<(string Split, string Place)> Sources(ObjectDataset dataset)
    {
        var splits = dataset.Samples.Select(sample => sample.Split).OfType<string>().ToHashSet();
        var train = splits.Count > 0 ? $"images/{SplitNames.Train}" : "images";
        yield return (SplitNames.Train, train);
        yield return (SplitNames.Validation, HasValidation(dataset) ? $"images/{SplitNames.Validation}" : train);
        if (splits.Contains(SplitNames.Test)) yield return (SplitNames.Test, $"images/{SplitNames.Test}");
    }

    private static IEnumerable<string> Lines(ObjectSample sample)
    {
        var (width, height) = ConvertedNames.SizeOf(sample);
        ObjectAnnotation[] written = [.. Written(sample)];
        // Readers take every line of a file for what one of them is: polygons stay where all objects of the image have one.
        var polygons = written.All(item => item.HasMask) ? written.Select(item => PolygonOf(item, width, height)).ToList() : [];
        foreach (var (at, item) in written.Index())
            if (polygons.Count > 0 && !polygons.Contains(null))
                yield return Join(item.Label, polygons[at]!.Points.Select((value, i) => value / (i % 2 == 0 ? width : height)));
            else
            {
                var box = item.Box.Clip(width, height);
                yield return Join(item.Label, [((double)box.X1 + box.X2) / 2 / width, ((double)box.Y1 + box.Y2) / 2 / height,
                    box.Width / (double)width, box.Height / (double)height]);
            }
    }

    private static Polygon? PolygonOf(ObjectAnnotation item, int width, int height)
    {
        Polygon[] parts = [.. (item.Polygons ?? PolygonBridge.WithoutHoles(item.Mask!.Contours())).Where(part => part.Count >= 3)
            .Select(part => PolygonClip.Of(part, width, height)).OfType<Polygon>()];
        return parts.Length == 0 ? null : PolygonBridge.Join(parts);
    }

    // Ten digits give the pixels of any image again in single precision.
    private static string Join(int label, IEnumerable<double> values) =>
        string.Join(' ', values.Select(value => Math.Clamp(value, 0, 1).ToString("0.##########", CultureInfo.InvariantCulture))
            .Prepend(label.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A text in YAML's double quotes, with everything escaped that readers of YAML refuse, fold or take for the end of a line.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '"' or '\\' => $"\\{letter}",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or (>= '\x7f' and <= '\x9f') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' => $"\\u{(int)letter:x4}",
                _ => $"{letter}",
            });
        return quoted.Append('"').ToString();
    }
}
