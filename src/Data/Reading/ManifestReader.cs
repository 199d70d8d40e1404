using CsvHelper;

namespace Graft.Data;

/// <summary>Reads <c>file,label[,split][,group]</c>; comma, semicolon or tab. Every bad line is reported with its number.</summary>
internal sealed class ManifestReader(string path, ReaderOptions options)
{
    private const string Expected = "Expected a first line file,label (and split, group if there are any).";
    private const int MaxLines = 50;
    private readonly string _root = Path.GetDirectoryName(path)!;
    private readonly DatasetBuilder _builder = new(path, Path.GetDirectoryName(path)!, options);
    private readonly Dictionary<string, (string Label, long Line)> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly List<long> _withoutSplit = [];
    private int _badLines;
    private bool _anySplit;

    public ImageDataset Read()
    {
        RequireText();
        using var csv = Open();
        csv.ReadHeader();
        CheckColumns(csv);
        while (csv.Read())
        {
            options.Cancellation.ThrowIfCancellationRequested();
            ReadLine(csv);
        }
        if (_anySplit && _withoutSplit.Count > 0)
            _builder.Error(path, $"{Words.Count(_withoutSplit.Count, "line has", "lines have")} no split while others have one: "
                + $"{Words.List([.. _withoutSplit.Select(line => $"line {line}")])}.",
                "Give every image a split (train, val or test), or none.");
        NoteUnlisted();
        if (_badLines > MaxLines)
            _builder.ErrorOfOne(path, $"{Words.Count(_badLines - MaxLines, "more line is", "more lines are")} bad.",
                "Fix the first ones; the others are often similar.");
        return _builder.Build();
    }

    private void NoteUnlisted()
    {
        var folders = _named.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists);
        var others = folders.SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder)))
            .Where(file => ImageFiles.IsImage(file.Name) && !_named.Contains(file.FullName))
            .Select(file => ImageFiles.NameOf(_root, file.FullName)).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            _builder.Warning(path,
                $"{Words.Count(others.Count, "image lies", "images lie")} beside those of the list and {Words.Was(others.Count)} left out, since no "
                + $"line names {(others.Count == 1 ? "it" : "them")}: {Words.List(others)}.",
                "Nothing to do if they are not meant; otherwise add a line for each.");
    }

    private void RequireText()
    {
        try
        {
            var bytes = FileContent.Bytes(path);
            if (bytes.Length == 0)
                throw new GraftException($"'{path}' has nothing in it, so there is no column 'file' and no column 'label'.", Expected,
                    "Write a line for each image.");
            FileContent.RequireText(path, bytes);
        }
        catch (Exception failure) when (FileContent.IsOfFiles(failure))
        {
            throw FileContent.Unreadable(path, failure);
        }
    }

    private CsvReader Open() =>
        CsvText.Open(path, line => BadLine(line, "The quotes do not match.", "Put a field with commas or quotes in one pair of double quotes."));

    private void CheckColumns(CsvReader csv)
    {
        var columns = csv.Headers.Select(column => column.Trim().ToLowerInvariant()).ToList();
        var missing = new[] { "file", "label" }.Except(columns).ToList();
        if (missing.Count == 0 && columns.Contains("suggestion") && columns.Contains("reason"))
            throw new GraftException($"'{path}' is what an audit found, and names only the images to look at.", Expected,
                "Take its suggestions with `graft data apply`, and read what that writes.");
        if (missing.Count > 0 && LayoutDoubt.OfTable(path) is { } doubt) throw doubt.Refusal();
        if (missing.Count > 0)
            throw new GraftException($"'{path}', line 1: there is no column {string.Join(" and no column ", missing.Select(column => $"'{column}'"))}; "
                + $"the line reads '{string.Join(',', columns)}'.",
                Expected, "Rename the columns.");
        var unused = columns.Except(["file", "label", "split", "group"]).ToList();
        if (unused.Count > 0)
            _builder.Warning(path, $"{Words.Count(unused.Count, "column is", "columns are")} not used: {Words.List(unused)}.",
                "Nothing to do unless one was meant as split or group.");
    }

    private void ReadLine(CsvReader csv)
    {
        var (line, file, label, splitWord) = (csv.LineNumber, CsvText.Field(csv, "file") ?? "", CsvText.Field(csv, "label") ?? "", CsvText.Field(csv, "split"));
        if (csv.FieldCount > csv.Headers.Count)
        {
            BadLine(line, $"There are {csv.FieldCount} fields for {csv.Headers.Count} columns.", "Put a field that holds the separator in double quotes.");
            return;
        }
        var full = file.Contains('\0') ? file : Path.GetFullPath(Path.Combine(_root, file.Replace('\\', '/')));
        if (file.Length == 0) { BadLine(line, "There is no file.", "Write the path of an image, relative to this CSV."); return; }
        var found = NameLook.Existing(full);
        full = found ?? full;
        _named.Add(full);
        if (label.Length == 0) { BadLine(line, $"'{file}' has no label.", "Write its class in the column label."); return; }
        var split = splitWord is null ? null : SplitNames.Canonical(splitWord);
        if (splitWord is not null && split is null) { BadLine(line, $"'{splitWord}' is not a split.", "Write train, val or test."); return; }
        if (found is null) { BadLine(line, $"There is no file '{file}'.", $"Paths are relative to '{_root}'."); return; }
        if (!_seen.TryAdd(full, (label, line))) { Repeated(line, file, label, _seen[full]); return; }
        if (split is null) _withoutSplit.Add(line);
        else _anySplit = true;
        _builder.Add(new LabelledFile(full, ImageFiles.NameOf(_root, full), label, split, CsvText.Field(csv, "group")));
    }

    private void Repeated(long line, string file, string label, (string Label, long Line) first)
    {
        var what = first.Label == label
            ? $"'{file}' was already on line {first.Line}."
            : $"'{file}' is '{label}' here and '{first.Label}' on line {first.Line}.";
        BadLine(line, what, "Keep one line for each image.");
    }

    private void BadLine(long line, string what, string cure)
    {
        if (++_badLines <= MaxLines) _builder.ErrorOfOne($"{Path.GetFileName(path)}, line {line}", what, cure);
    }
}
