using System.Globalization;

namespace Graft.Data;

/// <summary>Reads a YOLO <c>data.yaml</c> or Darknet's <c>obj.data</c>.</summary>
internal static class YoloDescription
{
    private static readonly (string Key, string Split)[] Splits =
        [("train", SplitNames.Train), ("val", SplitNames.Validation), ("valid", SplitNames.Validation), ("test", SplitNames.Test)];

    /// <exception cref="GraftException">It names images to learn from that do not exist, or is no description.</exception>
    public static YoloLayout Read(string file)
    {
        file = Path.GetFullPath(file);
        return file.EndsWith(".data", StringComparison.OrdinalIgnoreCase) ? Darknet(file) : Yaml(file);
    }

    /// <summary>The class names of a file with one in each line.</summary>
    public static IReadOnlyList<string> NamesOf(string file) =>
        [.. TextFile.Lines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static YoloLayout Yaml(string file)
    {
        var yaml = YamlFile.Read(file);
        var beside = Path.GetDirectoryName(file)!;
        var root = yaml.Text("path") is { } given && Directory.Exists(Path.Combine(beside, given))
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(beside, given))) : beside;
        var names = yaml.Names("names");
        // Older descriptions name a file with the names.
        if (names is [var one] && Path.GetExtension(one) is ".names" or ".txt" && Places(root, names[0]).FirstOrDefault(File.Exists) is { } list)
            names = NamesOf(list);
        var layout = Described(file, root, names, yaml.List);
        return layout with { KeyPoints = KeyPoints(yaml, file) };
    }

    // kpt_shape: number of points, and 2 or 3 numbers of each.
    private static YoloKeyPoints? KeyPoints(YamlFile yaml, string file)
    {
        var shape = yaml.List("kpt_shape");
        if (shape is []) return null;
        if (shape is [var points, "2" or "3"] && int.TryParse(points, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < 10_000)
            return new(count, shape[1][0] - '0', $"kpt_shape: [{count}, {shape[1]}]");
        throw new GraftException($"'{file}': kpt_shape is [{string.Join(", ", shape)}].", "Expected the number of key points, and 2 or 3.",
            "Correct the line, or remove it if the labels have no key points.");
    }

    private static YoloLayout Darknet(string file)
    {
        var root = Path.GetDirectoryName(file)!;
        var entries = TextFile.Lines(file).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var names = entries.TryGetValue("names", out var list) ? Places(root, list).FirstOrDefault(File.Exists) : null;
        return Described(file, root, names is null ? [] : NamesOf(names), key => entries.TryGetValue(key, out var place) ? [place] : []);
    }

    private static YoloLayout Described(string file, string root, IReadOnlyList<string> names, Func<string, IReadOnlyList<string>> placesOf)
    {
        var (sources, problems) = (new List<(string Path, string? Split)>(), new List<Problem>());
        foreach (var (key, split) in Splits)
            foreach (var place in placesOf(key).Where(place => place.Length > 0))
                if (Places(root, place).FirstOrDefault(Path.Exists) is { } found) sources.Add((Path.GetFullPath(found), split));
                else if (split == SplitNames.Test)
                    problems.Add(new Problem(file, $"It names '{place}' for {key}, which does not exist below '{root}'; nothing is tested on.",
                        "Add the images, or remove the line.", IsWarning: true));
                else
                    throw new GraftException($"'{file}' names '{place}' for {key}, which does not exist below '{root}'.",
                        "Expected a folder of images or a text file that lists them.", "Correct the line, or remove it.");
        if (sources.Count == 0) sources.AddRange(Folders(root));
        // Some people validate with what they train on and write the same folder twice; that is no split of its own.
        sources = [.. sources.DistinctBy(source => source.Path)];
        if (sources.Select(source => source.Split).Distinct().Count() == 1) sources = [.. sources.Select(source => (source.Path, (string?)null))];
        var (read, missing) = YoloLists.Read(root, sources);
        return new YoloLayout(root, read, names, Path.GetFileName(file)) { Problems = [.. problems, .. missing] };
    }

    // Downloads are often described with a leading "../" that does not hold where they were unpacked, and Darknet's files with a folder of
    // the machine that they were written on.
    private static IEnumerable<string> Places(string root, string place)
    {
        var local = place.Replace('\\', '/');
        yield return Path.Combine(root, local);
        while (local.StartsWith("../", StringComparison.Ordinal) || local.StartsWith("./", StringComparison.Ordinal)) local = local[(local.IndexOf('/') + 1)..];
        yield return Path.Combine(root, local);
        for (var slash = local.IndexOf('/'); slash >= 0 && slash + 1 < local.Length; slash = local.IndexOf('/'))
        {
            local = local[(slash + 1)..];
            // A file may be told by its name alone; a folder 'images' may be another split's.
            if (local.Contains('/') || Path.HasExtension(local)) yield return Path.Combine(root, local);
        }
    }

    private static IEnumerable<(string, string?)> Folders(string root)
    {
        var images = Path.Combine(root, "images");
        var parent = Directory.Exists(images) ? images : root;
        var splits = ImageFiles.Subfolders(new DirectoryInfo(parent)).Where(folder => SplitNames.Canonical(folder.Name) is not null).ToList();
        return splits.Count > 0 ? splits.Select(split => (split.FullName, SplitNames.Canonical(split.Name))) : [(parent, null)];
    }
}
