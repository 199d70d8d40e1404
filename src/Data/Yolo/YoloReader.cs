using System.Globalization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads images with YOLO's text files.</summary>
internal sealed class YoloReader
{
    private readonly YoloLayout _layout;
    private readonly List<Problem> _errors = [];
    private readonly List<Problem> _warnings = [];

    private YoloReader(YoloLayout layout) => _layout = layout;

    public static ObjectDataset Read(string path) =>
        new YoloReader(YoloLayout.Find(path) ?? throw new GraftException($"'{path}' has no YOLO labels.", "Expected images/ and labels/.")).Read();

    private ObjectDataset Read()
    {
        var samples = new List<ObjectSample>();
        var labelled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, side) in _layout.Images().DistinctBy(image => image.Path).OrderBy(image => image.Path, StringComparer.Ordinal))
        {
            labelled.Add(YoloLayout.LabelOf(path));
            samples.Add(ReadImage(path, side));
        }
        var names = Names(samples);
        CheckLabels(samples, names.Count);
        NoteUnlabelled(samples);
        NoteOrphans(labelled);
        return new ObjectDataset(_layout.Root, names,
            [.. samples.Select(sample => sample with { Objects = [.. sample.Objects.Where(item => item.Label < names.Count)] })
            .OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Yolo,
            Errors = [.. _layout.Problems.Where(problem => !problem.IsWarning), .. _errors],
            Warnings = [.. _layout.Problems.Where(problem => problem.IsWarning), .. _warnings, .. UnlistedImages.Of(_layout.Root, samples)],
        };
    }

    private ObjectSample ReadImage(string path, string? split)
    {
        var name = ImageFiles.NameOf(_layout.Root, path);
        var file = YoloLayout.LabelOf(path);
        var sample = new ObjectSample(path, name, 0, 0, []) { Split = split };
        if (!File.Exists(file)) return sample;
        int width, height;
        try
        {
            var info = ImageFile.Inspect(path);
            (width, height) = (info.Width, info.Height);
        }
        catch (ImageException)
        {
            return sample; // the examination decodes it and tells why it cannot be used
        }
        var (objects, number) = (new List<ObjectAnnotation>(), 0);
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Trim().Length == 0) continue;
            if (YoloLine.Parse(_layout.WithoutKeyPoints(line), width, height, out var fault) is { } item) objects.Add(item);
            else _errors.Add(new Problem($"{ImageFiles.NameOf(_layout.Root, file)}, line {number}", fault, "Correct the line, or remove it."));
        }
        return sample with { Width = width, Height = height, Objects = objects };
    }

    private IReadOnlyList<string> Names(List<ObjectSample> samples)
    {
        if (_layout.Names.Count > 0) return _layout.Names;
        var max = samples.SelectMany(sample => sample.Objects).Select(item => item.Label).DefaultIfEmpty(-1).Max();
        _warnings.Add(new Problem(_layout.Root, "No file tells what the classes are called; they are numbered.",
            "Write a data.yaml with names, or a classes.txt with a name a line.", IsWarning: true));
        return [.. Enumerable.Range(0, max + 1).Select(label => $"class {label}")];
    }

    private void CheckLabels(List<ObjectSample> samples, int count)
    {
        foreach (var unknown in samples.SelectMany(sample => sample.Objects.Select(item => (sample.Name, item.Label))).Where(pair => pair.Label >= count)
            .GroupBy(pair => pair.Label))
            _errors.Add(new Problem(unknown.First().Name,
                $"{Words.Count(unknown.Count(), "object is", "objects are")} of class {unknown.Key}; there are {count} names, 0 to {count - 1}.",
                "Add the name, or correct the number."));
    }

    private void NoteUnlabelled(List<ObjectSample> samples)
    {
        var without = samples.Where(sample => !File.Exists(YoloLayout.LabelOf(sample.Path))).Select(sample => sample.Name).ToList();
        if (without.Count > 0)
            _warnings.Add(new Problem(_layout.Root,
                $"{Words.Count(without.Count, "image has", "images have")} no label file and {Words.Was(without.Count)} taken for "
                    + $"{(without.Count == 1 ? "one" : "some")} without objects: {Words.List(without)}.",
                "Nothing to do if nothing is on them; otherwise add their label files. An empty one says that nothing is there.", IsWarning: true));
    }

    private void NoteOrphans(HashSet<string> labelled)
    {
        var folders = labelled.Select(Path.GetDirectoryName).Distinct().Where(Directory.Exists).ToList();
        var orphans = folders.SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder!)))
            .Where(file => file.Extension == ".txt" && file.Name is not ("classes.txt" or "labels.txt" or "train.txt" or "val.txt" or "test.txt")
                && (TextFile.FirstLine(file.FullName) is not { } line || LabelText.IsYolo(line))
                && !labelled.Contains(file.FullName)).Select(file => ImageFiles.NameOf(_layout.Root, file.FullName)).ToList();
        if (orphans.Count > 0)
            _warnings.Add(new Problem(_layout.Root,
                $"{Words.Count(orphans.Count, "label file has", "label files have")} no image and {Words.Was(orphans.Count)} left out: "
                    + $"{Words.List(orphans)}.", "Add the images, or remove the files.", IsWarning: true));
    }
}

/// <summary>One line of a label file: a class and a box, or a class and a polygon, relative to the image's size.</summary>
internal static class YoloLine
{
    /// <returns>The object, or null with the reason.</returns>
    public static ObjectAnnotation? Parse(string line, int width, int height, out string fault)
    {
        fault = "";
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                fault = $"'{words[i]}' is not a number.";
                return null;
            }
        if (numbers.Length == 0 || numbers[0] != Math.Floor(numbers[0]) || numbers[0] is < 0 or > 1e6) fault = $"'{words[0]}' is not a number of a class.";
        else if (numbers.Length != 5 && (numbers.Length < 7 || numbers.Length % 2 == 0))
            fault = $"There are {numbers.Length} numbers; expected 5 (class, centre x and y, width, height) or a class and x, y of three points and more.";
        else if (numbers.Skip(1).Any(value => Math.Abs(value) > 2)) fault = "The coordinates are not relative to the image's size; they seem to be pixels.";
        if (fault.Length > 0) return null;
        return numbers.Length == 5
            ? new ObjectAnnotation(Box.FromCentre(numbers[1] * width, numbers[2] * height, numbers[3] * width, numbers[4] * height), (int)numbers[0])
            : PolygonOf(new Polygon([.. numbers.Skip(1)]).Map(width, height, 0, 0), (int)numbers[0]);
    }

    private static ObjectAnnotation PolygonOf(Polygon polygon, int label) => new(polygon.Bounds, label) { Polygons = [polygon] };
}
