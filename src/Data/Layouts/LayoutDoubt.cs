using Graft.Imaging;

namespace Graft.Data;

/// <summary>Evidence that points two ways: what lies there, what it can be, and what decides.</summary>
/// <param name="Seen">What lies there.</param>
/// <param name="Readings">What it can be.</param>
/// <param name="Cure">What decides.</param>
internal sealed record LayoutDoubt(string Seen, string Readings, string Cure)
{
    private static readonly string ForClasses = Flag.Task(TaskKind.Classify.Name()), ForObjects = Flag.Task(TaskKind.Detect.Name()),
        ForMasks = Flag.Task(TaskKind.Segment.Name());

    private const int MaxPairs = 3;
    private const string ObjectsOrClasses = "The images can be annotated with objects, or their folders can be classes.";

    /// <summary>Why it cannot be read as images and masks; empty where the doubt is of another kind.</summary>
    public string MaskTrouble { get; init; } = "";

    /// <summary>True where a task alone does not decide, since two formats serve it.</summary>
    public bool IsOfFormats { get; init; }

    /// <summary>What to do to learn objects; null where the doubt is of another kind.</summary>
    public string? ObjectCure { get; init; }

    /// <summary>The refusal to choose between the readings.</summary>
    public GraftException Refusal() => new(Seen, Readings, Cure);

    /// <summary>Null where the names of folders do not speak against classes.</summary>
    public static LayoutDoubt? OfFolders(string path) => FolderDoubts.Of(path);

    /// <summary>Objects in two formats.</summary>
    public static LayoutDoubt OfFormats(string path, LayoutScan scan, IReadOnlyList<FoundLayout> found)
    {
        var files = found.Select(layout => (layout.Row.Name, File: layout.Row.File(scan))).Where(pair => pair.File is not null).ToList();
        return new($"'{path}' has objects in {found.Count} formats. {string.Join(' ', found.Select(layout => layout.Evidence.Seen))}",
            $"Expected one of {string.Join(" and ", found.Select(layout => layout.Row.Name))}: they may differ.",
            (files.Count > 0 ? $"Give {string.Join(", or ", files.Select(pair => $"'{pair.File}' for {pair.Name}"))} instead of the folder; otherwise m" : "M")
                + "ove the files that are not meant to another folder.")
        { IsOfFormats = true };
    }

    /// <summary>Files of formats that are not read, beside one that is.</summary>
    public static LayoutDoubt OfRemains(string path, FoundLayout first, IReadOnlyList<FoundLayout> unexplained) =>
        new($"{first.Evidence.Seen} Beside them '{path}' has {Names(unexplained)}, which {(unexplained.Count == 1 ? "is" : "are")} not read.",
            $"The objects can be those of {first.Row.Name}, or those of the other files.",
            $"To learn from {first.Row.Name} alone give {Flag.Task(first.Evidence.Tasks[0].Name())}, or move the other files away. Otherwise "
                + $"{unexplained[0].Row.Needs}.");

    /// <summary>Files of formats that are not read, and nothing else but folders.</summary>
    public static LayoutDoubt OfUnread(string path, IReadOnlyList<FoundLayout> unread, FoundLayout? classes) =>
        new($"'{path}' has {Names(unread)}, which {(unread.Count == 1 ? "is a format" : "are formats")} that is not read."
                + (classes is null ? "" : $" {classes.Evidence.Seen}"),
            classes is null ? $"Annotations are read from {LayoutTable.ObjectNames}." : ObjectsOrClasses,
            $"To learn objects, {unread[0].Row.Needs}." + (classes is null ? "" : $" To learn the folders as classes give {ForClasses}."))
        { ObjectCure = $"To learn objects, {unread[0].Row.Needs}." };

    /// <summary>A table of objects given as a file; null for one of images and their labels, and for any other that is not known.</summary>
    public static LayoutDoubt? OfTable(string path)
    {
        if (KindOf(path) is not { } kind) return null;
        var row = LayoutTable.Rows.First(row => row.Format is null && row.Explains.Contains(kind));
        return OfUnread(Path.GetDirectoryName(Path.GetFullPath(path))!, [new(row, new($"{row.Name} ({Path.GetFileName(path)})", []))], null);
    }

    private static AnnotationKind? KindOf(string path)
    {
        try
        {
            return AnnotationSniffer.OfNamedTable(path);
        }
        catch (Exception fault) when (FileContent.IsOfFiles(fault))
        {
            return null; // whoever reads it says why it cannot be read
        }
    }

    /// <summary>Annotations of some of the images, in folders that may be classes.</summary>
    public static LayoutDoubt OfFew(string path, LayoutScan scan, FoundLayout first, FoundLayout classes) =>
        new($"'{path}' has {Words.Count(scan.Images.Count, "image")}, of which {first.Evidence.Annotated} are annotated. {first.Evidence.Seen} "
                + classes.Evidence.Seen, ObjectsOrClasses,
            $"To learn the folders as classes give {ForClasses}. To learn objects, with no object on the other images, give {ForObjects}.");

    /// <summary>Images called masks of others, in folders that may be classes.</summary>
    public static LayoutDoubt? OfMasksBeside(string path, LayoutScan scan)
    {
        var stems = scan.Images.Select(name => Path.ChangeExtension(name, null)).ToHashSet(StringComparer.Ordinal);
        var masks = scan.Images.Where(name => MaskFolders.StemsOf(Path.ChangeExtension(name, null)).Any(stems.Contains)).ToList();
        return masks.Count == 0 || 5 * masks.Count < stems.Count ? null
            : new($"In '{path}' {Words.Count(masks.Count, "image is called a mask", "images are called masks")} of another beside it, such as {masks[0]}.",
                "The folders can be classes, or images with their masks.",
                $"To learn the folders as classes move the masks away, or give {ForClasses} if they are images of their own. For {ForMasks} put the images in "
                    + "'images', and their masks in 'masks'.")
            { MaskTrouble = "Masks are expected in a folder of their own." };
    }

    /// <summary>Two folders of images of the same names, those of one of them grey: an image and its mask.</summary>
    public static LayoutDoubt? OfPairs(string path, LayoutScan scan)
    {
        var folders = scan.Images.GroupBy(name => name[..(name.LastIndexOf('/') + 1)]).Take(3).Select(group => group.ToList()).ToList();
        if (folders is not [var one, var other] || one.Count != other.Count) return null;
        var byStem = other.ToLookup(name => Path.GetFileNameWithoutExtension(name), NameLook.Exact);
        var pairs = one.Select(name => (One: name, Other: byStem[Path.GetFileNameWithoutExtension(name)].FirstOrDefault())).ToList();
        if (pairs.Any(pair => pair.Other is null)) return null;
        var greys = pairs.Take(MaxPairs).Select(pair => (One: IsGrey(scan.PathOf(pair.One)), Other: IsGrey(scan.PathOf(pair.Other!)))).ToList();
        if (!(greys.All(grey => grey is { One: false, Other: true }) || greys.All(grey => grey is { One: true, Other: false }))) return null;
        return new($"'{path}' has two folders of {Words.Count(one.Count, "image")} with the same names, as {pairs[0].One} and {pairs[0].Other}; "
                + "those of one are in colours, those of the other grey.",
            "They can be two classes of images, or images and their masks.", $"For classes give {ForClasses}. For masks call the folders 'images' and 'masks'.")
        { MaskTrouble = "The folders are expected to be called 'images' and 'masks'." };
    }

    // Null where the file cannot be read: the examination says why.
    private static bool? IsGrey(string path)
    {
        try
        {
            var pixels = ImageFile.Decode(path, new DecodeOptions { ShrinkToWidth = 64, ShrinkToHeight = 64 }).Pixels;
            var coloured = 0;
            for (var i = 0; i < pixels.Length; i += 3)
                if (Math.Abs(pixels[i] - pixels[i + 1]) > 8 || Math.Abs(pixels[i] - pixels[i + 2]) > 8) coloured++;
            return 100 * coloured < pixels.Length / 3;
        }
        catch (ImageException)
        {
            return null;
        }
    }

    private static string Names(IReadOnlyList<FoundLayout> found) => string.Join(" and ", found.Select(layout => layout.Evidence.Seen));
}
