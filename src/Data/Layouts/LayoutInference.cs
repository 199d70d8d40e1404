namespace Graft.Data;

/// <summary>Tells layouts apart by asking every row of <see cref="LayoutTable"/> what speaks for it.</summary>
internal static class LayoutInference
{
    public static DatasetLayout Of(string path, TaskKind? asked, CancellationToken cancellation)
    {
        if (File.Exists(path)) return OfFile(path);
        if (!Directory.Exists(path))
            throw DatasetReader.Missing(path);
        var scan = LayoutScan.Of(path, cancellation);
        List<FoundLayout> found = [.. LayoutTable.Rows.Select(row => (row, evidence: row.Find(scan))).Where(pair => pair.evidence is not null)
            .Select(pair => new FoundLayout(pair.row, pair.evidence!))];
        var read = found.Where(layout => layout.Row.Format is not (null or DatasetFormat.Classes)).ToList();
        var classes = found.FirstOrDefault(layout => layout.Row.Format == DatasetFormat.Classes);
        return read.Count > 0 ? Annotated(path, scan, read, Unexplained(found, read), classes, asked) : Classes(path, scan, found, classes);
    }

    private static DatasetLayout Annotated(string path, LayoutScan scan, List<FoundLayout> read, List<FoundLayout> unexplained, FoundLayout? classes,
        TaskKind? asked)
    {
        // Where objects and masks lie together, both are of the same images; two formats of objects are two opinions.
        var objects = read.Where(layout => layout.Row.Objects is not null).ToList();
        var first = objects.FirstOrDefault() ?? read[0];
        var tasks = first.Row.Tasks.Concat(read.SelectMany(layout => layout.Row.Tasks)).Distinct()
            .Where(task => read.Any(layout => layout.Evidence.Tasks.Contains(task))).ToList();
        return new DatasetLayout(first.Row.Format!.Value, tasks, first.Evidence.Seen)
        {
            Doubt = objects.Count > 1 && !(asked == TaskKind.Segment && read.Count > objects.Count) ? LayoutDoubt.OfFormats(path, scan, objects)
                : asked is not null ? null
                : unexplained.Count > 0 ? LayoutDoubt.OfRemains(path, first, unexplained)
                : classes is { Evidence.Folders: > 1 } && IsAboutFew(scan, first.Evidence) && LayoutDoubt.OfFolders(path) is null
                    ? LayoutDoubt.OfFew(path, scan, first, classes)
                : null,
        };
    }

    private static DatasetLayout Classes(string path, LayoutScan scan, List<FoundLayout> found, FoundLayout? classes)
    {
        var unread = found.Where(layout => layout.Row.Format is null).ToList();
        var doubt = unread.Count > 0 ? LayoutDoubt.OfUnread(path, unread, classes)
            : classes is null ? null
            : LayoutDoubt.OfFolders(path) ?? LayoutDoubt.OfMasksBeside(path, scan) ?? LayoutDoubt.OfPairs(path, scan);
        return new DatasetLayout(DatasetFormat.Classes, LayoutTable.Of(DatasetFormat.Classes).Tasks,
            doubt?.Seen ?? classes?.Evidence.Seen ?? "There are no annotations, and no folders of classes.")
        { Doubt = doubt };
    }

    // Fewer than half of the images, beside folders that may be classes: which of the two is meant cannot be told.
    private static bool IsAboutFew(LayoutScan scan, LayoutEvidence evidence) => evidence.Annotated is { } annotated && 2 * annotated < scan.Images.Count;

    private static List<FoundLayout> Unexplained(List<FoundLayout> found, List<FoundLayout> read)
    {
        var explained = read.SelectMany(layout => layout.Row.Explains).ToHashSet();
        return [.. found.Where(layout => layout.Row.Format is null && !layout.Row.Explains.All(explained.Contains))];
    }

    private static DatasetLayout OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        var (format, evidence) = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => OfKind(AnnotationSniffer.OfJson(full), full) ?? (DatasetFormat.Coco, LayoutTable.Coco(null, full)),
            ".xml" when AnnotationSniffer.OfXml(full) is AnnotationKind.CvatXml and var kind => OfKind(kind, full)!.Value,
            ".yaml" or ".yml" or ".data" => (DatasetFormat.Yolo, new LayoutEvidence("The file is a YOLO description.",
                YoloDescription.Read(full).HasPolygons() ? LayoutTable.Of(DatasetFormat.Yolo).Tasks : [TaskKind.Detect])),
            ".csv" or ".tsv" or ".txt" => (DatasetFormat.Classes, new("The file is a list of images and labels.", [TaskKind.Classify])),
            _ => throw new GraftException($"'{path}' is not a data set.",
                "Expected a folder, a COCO json, a YOLO data.yaml, another tool's json, CVAT's XML or a CSV of images and labels."),
        };
        var doubt = format == DatasetFormat.Classes ? LayoutDoubt.OfTable(full) : null;
        return new DatasetLayout(format, evidence.Tasks, doubt?.Seen ?? evidence.Seen) { Doubt = doubt };
    }

    private static (DatasetFormat, LayoutEvidence)? OfKind(AnnotationKind? kind, string path) => kind is { } known
        && LayoutTable.Rows.FirstOrDefault(row => row.Explains.Contains(known)) is { Format: not null and not DatasetFormat.Coco } row
            ? (row.Format.Value, LayoutTable.FileEvidence(row, path)) : null;
}

/// <summary>A row for which something speaks.</summary>
internal sealed record FoundLayout(LayoutRow Row, LayoutEvidence Evidence);
