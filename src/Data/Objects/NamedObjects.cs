using System.Text.Json;
using System.Text.RegularExpressions;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Collects images with objects whose classes are words, from programs that write no numbers for them: finds the images, gives the classes their order
/// and keeps what cannot be placed for the examination.
/// </summary>
internal sealed partial class NamedObjects(string root, DatasetFormat format, CancellationToken cancellation)
{
    private readonly ImageIndex _index = new(root);
    private readonly List<(ObjectSample Sample, IReadOnlyList<(string Class, ObjectAnnotation Item)> Objects)> _images = [];
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly FindingList _findings = new(root);
    private readonly Dictionary<string, (int Count, string Example, string Cure, bool IsLeftOut)> _counted = new(StringComparer.Ordinal);

    public string Root => root;

    /// <summary>
    /// Reads one file, or all files below a folder of the first of the kinds that is there: an export has all that the files of single images have.
    /// </summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="format">Whose files they are.</param>
    /// <param name="kinds">What they are by their content.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="read">Adds what is in one file.</param>
    public static ObjectDataset ReadFiles(string path, DatasetFormat format, IReadOnlyList<AnnotationKind> kinds, ReaderOptions options,
        Action<string, NamedObjects> read)
    {
        var isFile = File.Exists(path);
        var objects = new NamedObjects(isFile ? Path.GetDirectoryName(path)! : path, format, options.Cancellation);
        foreach (var file in isFile ? [path] : FilesOf(path, kinds, options.Cancellation)) read(file, objects);
        return objects.Build(isFile);
    }

    private static IEnumerable<string> FilesOf(string folder, IReadOnlyList<AnnotationKind> kinds, CancellationToken cancellation)
    {
        var scan = LayoutScan.Of(folder, cancellation);
        return (kinds.Select(scan.Of).FirstOrDefault(files => files.Count > 0) ?? []).Select(scan.PathOf).Order(StringComparer.Ordinal);
    }

    /// <summary>The json files of a kind below the root, where each image has its own.</summary>
    public IEnumerable<string> JsonFiles(AnnotationKind kind) => ImageFiles.AllFiles(new DirectoryInfo(root))
        .Where(file => file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase) && IsOf(kind, file.FullName))
        .Select(file => file.FullName).Order(StringComparer.Ordinal);

    /// <summary>The image that a file names; null where there is none or several.</summary>
    public string? ImageOf(string name, string file) => _index.Find(name, Path.GetDirectoryName(file), VocFiles.SplitOf(root, file));

    public void Error(string where, string what, string cure) => _findings.ErrorOfOne(where, what, cure);

    /// <summary>Classes that the files name, whether there are objects of them or not.</summary>
    public void Names(IEnumerable<string?> classes) =>
        _named.UnionWith(classes.Select(name => name?.Trim()).OfType<string>().Where(name => name.Length > 0));

    /// <summary>Something of a file to look at; nothing is left out for it.</summary>
    public void Note(string where, string what, string cure) => _findings.Warning(where, what, cure);

    /// <summary>Counts what is left out for one reason; one warning says how often, with an example.</summary>
    public void PassOver(string what, string example, string cure) => Count(what, example, cure, isLeftOut: true);

    /// <summary>Counts what is taken in a way that must be said; one warning says how often, with an example.</summary>
    public void Remark(string what, string example, string cure) => Count(what, example, cure, isLeftOut: false);

    private void Count(string what, string example, string cure, bool isLeftOut)
    {
        var (count, first, _, _) = _counted.GetValueOrDefault(what, (0, example, cure, isLeftOut));
        _counted[what] = (count + 1, first, cure, isLeftOut);
    }

    /// <summary>Adds an image with its objects.</summary>
    /// <param name="path">Where the image is, or is expected.</param>
    /// <param name="size">Its size as annotated; 0 x 0 when the file does not say.</param>
    /// <param name="objects">What is on it, with the words of the classes.</param>
    /// <param name="lost">Annotations of the image of which nothing could be made, see <see cref="ObjectSample.LostObjects"/>.</param>
    /// <param name="where">The annotation file, for messages.</param>
    /// <param name="extra">What else the file says of the image, see <see cref="ToolFields.OfImage"/>.</param>
    /// <param name="split">The split that the file names; null leaves it to the folders.</param>
    public void Add(string path, (int Width, int Height) size, IReadOnlyList<(string Class, ObjectAnnotation Item)> objects, int lost, string where,
        Dictionary<string, JsonElement>? extra, string? split = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var name = ImageFiles.NameOf(root, path);
        if (!_seen.TryAdd(name, where)) Error(where, $"The image {name} was already in {_seen[name]}.", "Keep it in one place, with all its annotations.");
        else
        {
            (string, ObjectAnnotation)[] placed = [.. objects.Where(item => IsInRange(item.Item, $"{where}, {item.Class} {item.Item.Number}"))];
            _images.Add((new ObjectSample(path, name, size.Width, size.Height, [])
            { Split = split ?? VocFiles.SplitOf(root, path), LostObjects = lost + objects.Count - placed.Length, Extra = extra }, placed));
        }
    }

    public ObjectDataset Build(bool besideOnly)
    {
        string[] classes = [.. _images.SelectMany(image => image.Objects).Select(item => item.Class).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var label = classes.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at, StringComparer.Ordinal);
        List<ObjectSample> samples = [.. _images.Select(image => image.Sample with
        { Objects = [.. image.Objects.Select(item => item.Item with { Label = label[item.Class] })] }).OrderBy(sample => sample.Name, StringComparer.Ordinal)];
        return new ObjectDataset(root, classes, samples)
        {
            Format = format,
            UnusedClasses = [.. _named.Except(classes).Order(StringComparer.Ordinal)],
            Errors = _findings.Errors,
            PassedOver = Counted(isLeftOut: true),
            Warnings = [.. _findings.Warnings, .. Counted(isLeftOut: true), .. Counted(isLeftOut: false), .. UnlistedImages.Of(root, samples, besideOnly)],
        };
    }

    private Problem[] Counted(bool isLeftOut) => [.. _counted.Where(pair => pair.Value.IsLeftOut == isLeftOut).Select(pair =>
        new Problem(root, $"{pair.Key}, {Words.Times(pair.Value.Count)}, as in {pair.Value.Example}.", pair.Value.Cure, IsWarning: true))];

    /// <summary>An object of a polygon; null with an error where it has fewer than three points, or one of them is no pair of numbers.</summary>
    /// <param name="points">x, y, x, y; null where something in them is no number.</param>
    /// <param name="where">The object, for messages.</param>
    public ObjectAnnotation? OfPolygon(IReadOnlyList<double>? points, string where)
    {
        var isRead = points is not null && points.Count % 2 == 0 && points.All(double.IsFinite);
        if (isRead && points!.Count >= 6) return OfPolygons([new Polygon(points)]);
        Error(where, isRead ? $"A polygon has {Words.Count(points!.Count / 2, "point")}; three are needed."
            : "One of its points is no pair of numbers.", "Draw it again, or remove it.");
        return null;
    }

    /// <summary>An object of the polygons of its parts.</summary>
    public static ObjectAnnotation OfPolygons(IReadOnlyList<Polygon> polygons) => new(ObjectPlacement.Around(polygons), 0) { Polygons = polygons };

    /// <summary>An object of two opposite corners.</summary>
    public static ObjectAnnotation OfCorners(double x1, double y1, double x2, double y2) =>
        new(new Box((float)Math.Min(x1, x2), (float)Math.Min(y1, y2), (float)Math.Max(x1, x2), (float)Math.Max(y1, y2)), 0);

    /// <summary>The corners of a rectangle that is turned about its middle, clockwise as one sees it.</summary>
    public static double[] Turned(double x1, double y1, double x2, double y2, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (x, y, across, down) = ((x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) / 2, (y2 - y1) / 2);
        return [.. new[] { (-across, -down), (across, -down), (across, down), (-across, down) }
            .SelectMany(corner => new[] { x + corner.Item1 * cos - corner.Item2 * sin, y + corner.Item1 * sin + corner.Item2 * cos })];
    }

    /// <summary>The corners of an ellipse as a polygon.</summary>
    public static double[] Ellipse(double x, double y, double radiusX, double radiusY, double degrees = 0)
    {
        const int Corners = 36;
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return [.. Enumerable.Range(0, Corners).SelectMany(at =>
        {
            var (up, along) = Math.SinCos(2 * Math.PI * at / Corners);
            var (dx, dy) = (along * radiusX, up * radiusY);
            return new[] { x + dx * cos - dy * sin, y + dx * sin + dy * cos };
        })];
    }

    /// <summary>A json file; null with an error where it is none.</summary>
    public JsonDocument? Json(string path)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return JsonDocument.Parse(HalfLetter().Replace(TextFile.All(path), "\\ufffd"), new JsonDocumentOptions { AllowTrailingCommas = true });
        }
        catch (GraftException refusal)
        {
            Error(ImageFiles.NameOf(root, path), refusal.What, "Export the annotations again.");
            return null;
        }
        catch (JsonException fault)
        {
            Error(ImageFiles.NameOf(root, path), $"The file is not JSON: {fault.Message}", "Export the annotations again.");
            return null;
        }
    }

    // Half of a pair, which is no letter: the parser refuses it only where it is asked for. A backslash before that is escaped begins none.
    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)" +
        @"(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})")]
    private static partial Regex HalfLetter();

    private bool IsOf(AnnotationKind kind, string path)
    {
        cancellation.ThrowIfCancellationRequested();
        return AnnotationSniffer.OfJson(path) == kind;
    }

    private bool IsInRange(ObjectAnnotation item, string where)
    {
        var points = (item.Polygons ?? []).SelectMany(polygon => polygon.Points).Concat([item.Box.X1, item.Box.Y1, item.Box.X2, item.Box.Y2]);
        if (points.All(value => Coordinates.IsPlausible(value))) return true;
        Error(where, $"It has a coordinate beyond {Coordinates.Max:0}.", "Draw it again, or remove it.");
        return false;
    }
}
