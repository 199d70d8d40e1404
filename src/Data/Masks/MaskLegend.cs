using System.Globalization;

namespace Graft.Data;

/// <summary>What the colours of masks mean: CVAT's <c>labelmap.txt</c>, or a table of <c>name,r,g,b</c> as <c>class_dict.csv</c>.</summary>
/// <param name="Source">The file, from the root.</param>
/// <param name="Names">The classes; a background is the first.</param>
/// <param name="Colours">Red, green and blue of each class, in the order of the names.</param>
/// <param name="Rows">The class of each row of the file, for masks that hold the numbers of rows instead of colours.</param>
internal sealed record MaskLegend(string Source, IReadOnlyList<string> Names, IReadOnlyList<(byte Red, byte Green, byte Blue)> Colours,
    IReadOnlyList<byte> Rows)
{
    private readonly Dictionary<(byte, byte, byte), byte> _labels = Colours.Select((colour, at) => (colour, at))
        .ToDictionary(pair => pair.colour, pair => (byte)pair.at);

    /// <summary>Black for the first of two classes, white for the second.</summary>
    public static MaskLegend BlackAndWhite(IReadOnlyList<string>? names) => new("", names ?? ["background", "foreground"], [(0, 0, 0), (255, 255, 255)], []);

    /// <summary>The class of a colour; null where the legend does not have it.</summary>
    public byte? LabelOf((byte Red, byte Green, byte Blue) colour) => _labels.TryGetValue(colour, out var label) ? label : null;

    /// <summary>That of a data set; null without one.</summary>
    /// <exception cref="GraftException">A line is no class with a colour, or two classes have one name or colour.</exception>
    public static MaskLegend? Find(string root)
    {
        foreach (var file in ImageFiles.Files(new DirectoryInfo(root)))
            if (file.Name.Equals("labelmap.txt", StringComparison.OrdinalIgnoreCase)) return Read(root, file.FullName, LabelMap(file.FullName));
            else if (file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) && Columns(file.FullName) is { } columns)
                return Read(root, file.FullName, Table(file.FullName, columns));
        return null;
    }

    private static MaskLegend Read(string root, string path, IEnumerable<(int Line, string Name, string[] Colour)> rows)
    {
        var (source, classes) = (ImageFiles.NameOf(root, path), new List<(string Name, (byte, byte, byte) Colour)>());
        foreach (var (line, name, colour) in rows)
        {
            var parts = colour.Select(part => byte.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : (byte?)null)
                .OfType<byte>().ToList();
            if (name.Length == 0 || colour.Length != 3 || parts.Count != 3)
                throw new GraftException($"'{source}', line {line}: this is no class with a colour.", "Expected a name, and red, green and blue from 0 to 255.",
                    "Correct the line.");
            var pair = (name, (parts[0], parts[1], parts[2]));
            if (classes.Any(known => known.Name == name || known.Colour == pair.Item2))
                throw new GraftException($"'{source}', line {line}: the name or the colour of '{name}' was there before.", "Expected each once.",
                    "Correct the line.");
            classes.Add(pair);
        }
        if (classes.Count is 0 or > 255)
            throw new GraftException($"'{source}' has {classes.Count} classes.", "Expected 1 to 255.", "Correct the file, or remove it.");
        var order = Enumerable.Range(0, classes.Count)
            .OrderBy(at => classes[at].Name.Equals("background", StringComparison.OrdinalIgnoreCase) ? 0 : 1).ToList();
        return new MaskLegend(source, [.. order.Select(at => classes[at].Name)], [.. order.Select(at => classes[at].Colour)],
            [.. Enumerable.Range(0, classes.Count).Select(row => (byte)order.IndexOf(row))]);
    }

    // "# label:color_rgb:parts:actions", then "car:0,0,142::".
    private static IEnumerable<(int, string, string[])> LabelMap(string path)
    {
        foreach (var (at, line) in TextFile.Lines(path).Index())
            if (line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                var parts = text.Split(':');
                yield return (at + 1, parts[0].Trim(), parts.Length > 1 ? parts[1].Split(',') : []);
            }
    }

    private static IEnumerable<(int, string, string[])> Table(string path, (int Name, int Red, int Green, int Blue, char Separator) columns)
    {
        foreach (var (at, line) in TextFile.Lines(path).Index().Skip(1))
            if (line.Trim().Length > 0)
            {
                string[] parts = [.. line.Split(columns.Separator).Select(part => part.Trim(' ', '"'))];
                string Part(int column) => column < parts.Length ? parts[column] : "";
                yield return (at + 1, Part(columns.Name), [Part(columns.Red), Part(columns.Green), Part(columns.Blue)]);
            }
    }

    private static (int Name, int Red, int Green, int Blue, char Separator)? Columns(string path)
    {
        var line = TextFile.FirstLine(path)?.ToLowerInvariant() ?? "";
        var separator = line.Contains(';') ? ';' : line.Contains('\t') ? '\t' : ',';
        List<string> names = [.. line.Split(separator).Select(name => name.Trim(' ', '"'))];
        int Place(params string[] words) => names.FindIndex(words.Contains);
        var (name, red, green, blue) = (Place("name", "class", "class_name", "label"), Place("r", "red"), Place("g", "green"), Place("b", "blue"));
        return name < 0 || red < 0 || green < 0 || blue < 0 ? null : (name, red, green, blue, separator);
    }
}
