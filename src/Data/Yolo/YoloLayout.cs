namespace Graft.Data;

/// <summary>Where the images of a YOLO data set lie, by split, and what its classes are called.</summary>
/// <param name="Root">The data set's folder.</param>
/// <param name="Sources">Folders of images, or text files that list them, with their splits.</param>
/// <param name="Names">Class names; empty when no file has them.</param>
/// <param name="Evidence">What it was recognised by.</param>
internal sealed record YoloLayout(string Root, IReadOnlyList<(string Path, string? Split)> Sources, IReadOnlyList<string> Names, string Evidence)
{
    /// <summary>How many key points lie behind each box and how many numbers each has (<c>kpt_shape</c>); empty without any.</summary>
    public IReadOnlyList<string> KeyPoints { get; init; } = [];

    private static readonly string[] NameFiles = ["classes.txt", "obj.names", "labels.txt", "labels/classes.txt"];

    /// <summary>Null when the folder is none.</summary>
    /// <exception cref="GraftException">A description names a folder that does not exist.</exception>
    public static YoloLayout? Find(string path)
    {
        if (File.Exists(path)) return Described(path);
        foreach (var file in ImageFiles.Files(new DirectoryInfo(path)).Where(file => file.Extension is ".yaml" or ".yml"))
            if (FileContent.Lines(file.FullName).Any(line => line.StartsWith("names", StringComparison.Ordinal)) && HasLabels(path))
                return Described(file.FullName);
        return HasLabels(path) ? new YoloLayout(path, [.. Folders(path)], NamesIn(path), "text files beside the images") : null;
    }

    /// <summary>The label file of an image: <c>images</c> becomes <c>labels</c> in its path, otherwise it lies beside it.</summary>
    public static string LabelOf(string image)
    {
        var text = Path.ChangeExtension(image, ".txt");
        var parts = text.Split(Path.DirectorySeparatorChar);
        var at = Array.LastIndexOf(parts, "images");
        if (at < 0) return text;
        parts[at] = "labels";
        return string.Join(Path.DirectorySeparatorChar, parts);
    }

    /// <summary>Images of all splits.</summary>
    public IEnumerable<(string Path, string? Split)> Images() => Sources.SelectMany(source => File.Exists(source.Path)
        ? FileContent.Lines(source.Path).Select(line => line.Trim()).Where(line => line.Length > 0)
            .Select(line => (Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source.Path)!, line)), source.Split))
        : ImageFiles.AllFiles(new DirectoryInfo(source.Path)).Where(file => ImageFiles.IsImage(file.Name)).Select(file => (file.FullName, source.Split)));

    /// <summary>True when the first labels that are there are polygons.</summary>
    public bool HasPolygons() => KeyPoints.Count == 0 && Images().Select(image => LabelOf(image.Path)).Where(FileContent.IsThere).Take(50)
        .SelectMany(File.ReadLines).FirstOrDefault(line => line.Trim().Length > 0) is
    { } line && line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 6;

    private static YoloLayout Described(string file)
    {
        var yaml = PlainYaml.Read(file);
        var beside = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var root = yaml.Text("path") is { } given && Directory.Exists(Path.Combine(beside, given)) ? Path.GetFullPath(Path.Combine(beside, given)) : beside;
        var sources = new List<(string, string?)>();
        foreach (var (key, split) in new[]
        { ("train", SplitNames.Train), ("val", SplitNames.Validation), ("valid", SplitNames.Validation), ("test", SplitNames.Test) })
            foreach (var place in yaml.List(key).Where(place => place.Length > 0)) sources.Add((Place(root, place, file, key), split));
        if (sources.Count == 0) sources.AddRange(Folders(root));
        // Some people validate with what they train on and write the same folder twice; that is no split of its own.
        sources = [.. sources.DistinctBy(source => source.Item1)];
        return new YoloLayout(root, sources.Select(source => source.Item2).Distinct()
            .Count() > 1 ? sources : [.. sources.Select(source => (source.Item1, (string?)null))], yaml.Names("names"), Path.GetFileName(file))
        { KeyPoints = yaml.List("kpt_shape") };
    }

    // Downloads are often described with a leading "../" that does not hold where they were unpacked.
    private static string Place(string root, string place, string file, string key)
    {
        var trimmed = place.Replace('\\', '/');
        while (trimmed.StartsWith("../", StringComparison.Ordinal)) trimmed = trimmed[3..];
        foreach (var path in new[] { Path.Combine(root, place), Path.Combine(root, trimmed) })
            if (Path.Exists(path)) return Path.GetFullPath(path);
        throw new GraftException($"'{file}' names '{place}' for {key}, which does not exist below '{root}'.",
            "Expected a folder of images or a text file that lists them.", "Correct the line, or remove it.");
    }

    private static IEnumerable<(string, string?)> Folders(string root)
    {
        var images = Path.Combine(root, "images");
        var parent = Directory.Exists(images) ? images : root;
        var splits = ImageFiles.Subfolders(new DirectoryInfo(parent)).Where(folder => SplitNames.Canonical(folder.Name) is not null).ToList();
        return splits.Count > 0 ? splits.Select(split => (split.FullName, SplitNames.Canonical(split.Name))) : [(parent, null)];
    }

    private static IReadOnlyList<string> NamesIn(string root) =>
        NameFiles.Select(name => Path.Combine(root, name)).FirstOrDefault(FileContent.IsThere) is { } file
            ? [.. FileContent.Lines(file).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];

    private static bool HasLabels(string root) =>
        ImageFiles.AllFiles(new DirectoryInfo(root)).Where(file => ImageFiles.IsImage(file.Name)).Take(200)
            .Any(file => File.Exists(LabelOf(file.FullName)));
}
