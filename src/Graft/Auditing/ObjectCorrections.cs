using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>The suggestions of a table for boxes and objects with masks.</summary>
internal static class ObjectCorrections
{
    private const string Draw = "Draw it in the program that the data come from, and empty the suggestion.";

    /// <summary>
    /// The data set with them taken: objects of another class, at another place, added or removed, and without the images to leave out.
    /// </summary>
    /// <param name="table">The table; lines without a suggestion change nothing.</param>
    /// <param name="dataset">The data set that was audited.</param>
    /// <param name="keepsMasks">Whether objects need their masks, which no other place gives them.</param>
    /// <exception cref="ProblemsException">A line names no image, object or class of the data set, or says what cannot be done.</exception>
    public static (ObjectDataset Corrected, CorrectionCounts Counts) Apply(string table, ObjectDataset dataset, bool keepsMasks)
    {
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var problems = new List<Problem>();
        var changed = new Dictionary<string, List<ObjectAnnotation?>>(StringComparer.Ordinal);
        var taken = new Dictionary<(string, int), PlacedLabel>();
        var leftOut = new HashSet<string>(StringComparer.Ordinal);
        var classes = dataset.Classes.ToList();
        foreach (var (line, (file, label, suggestion)) in AuditTable.Rows(table, problems))
        {
            if (suggestion.Length == 0) continue;
            var where = $"{table}, line {line}";
            if (!samples.TryGetValue(file, out var sample))
            {
                problems.Add(new(where, $"The data set has no image '{file}'.", "Give the data set that was audited."));
                continue;
            }
            var (old, to) = (PlacedLabel.Parse(label), PlacedLabel.Parse(suggestion));
            var isRemoval = suggestion == AuditTable.Remove && !classes.Contains(AuditTable.Remove);
            var objects = changed.TryGetValue(file, out var own) ? own : [.. sample.Objects];
            if (!isRemoval && to.Label.Length > 0 && !classes.Contains(to.Label))
                problems.Add(new(where, $"'{to.Label}' is no class of the data set.",
                    $"Write one of its classes, or {AuditTable.Remove}, or nothing to keep it as it is."
                    + (Spelling.Nearest(to.Label, dataset.Classes) is { } near ? $" '{near}' is one." : "")));
            else if (to.Box is { } place && (place.IsEmpty || sample.Width > 0 && place.Clip(sample.Width, sample.Height) != place))
                problems.Add(new(where, place.IsEmpty ? $"'{suggestion}' has no area."
                    : $"'{suggestion}' reaches beyond the image ({sample.Width} x {sample.Height}).",
                    "A box is [left top right bottom] in pixels."));
            else if (label.Length == 0 && isRemoval) leftOut.Add(file);
            else if (label.Length == 0)
            {
                if (to.Box is not { } added || to.Label.Length == 0)
                    problems.Add(new(where, $"'{suggestion}' adds no object.", "Write its class and its box: class [left top right bottom]."));
                else if (keepsMasks)
                    problems.Add(new(where, "An object with a mask cannot be added by its box.", Draw));
                else objects.Add(new(added, classes.IndexOf(to.Label)));
            }
            // Several lines may be about one object: its class, its place, and that it is doubled.
            else if ((Found(sample, old, classes, at => taken.ContainsKey((file, at))) ?? Found(sample, old, classes, _ => false))
                is not { } found || (isRemoval && objects[found] is null))
                problems.Add(new(where, $"'{file}' has no object '{label}' now.", "Audit the data set again, or write the label as it was."));
            else
            {
                var before = taken.GetValueOrDefault((file, found));
                taken[(file, found)] = new(to.Label.Length > 0 ? to.Label : before?.Label ?? "", to.Box ?? before?.Box);
                if (isRemoval) objects[found] = null;
                else if (to.Box is not null && keepsMasks)
                    problems.Add(new(where, "An object with a mask cannot be moved by its box.", Draw));
                else if (Contradicts(before, to))
                    problems.Add(new(where, $"Another line gives '{label}' another {(to.Box is null ? "class" : "box")}.",
                        "Empty the suggestion of one of them."));
                else if (objects[found] is { } item) objects[found] = Changed(item, to, classes);
            }
            changed[file] = objects;
        }
        if (problems.Count > 0) throw new ProblemsException($"The table '{table}'", problems);
        if (dataset.Samples.All(sample => leftOut.Contains(sample.Name)))
            throw new GraftException($"'{table}' removes every image.", "Some must be left.", "Empty the suggestions of those to keep.");
        ObjectDataset corrected = dataset with
        {
            Samples = [.. dataset.Samples.Where(sample => !leftOut.Contains(sample.Name)).Select(sample => changed.TryGetValue(sample.Name, out var objects)
                ? sample with { Objects = [.. objects.OfType<ObjectAnnotation>()] } : sample)],
        };
        var pairs = changed.Where(image => !leftOut.Contains(image.Key))
            .SelectMany(image => samples[image.Key].Objects.Zip(image.Value, (was, now) => (was, now))).ToList();
        return (corrected, new()
        {
            Relabelled = pairs.Count(pair => pair.now is { } now && now.Label != pair.was.Label),
            Moved = pairs.Count(pair => pair.now is { } now && now.Box != pair.was.Box),
            Added = changed.Where(image => !leftOut.Contains(image.Key)).Sum(image => image.Value.Count - samples[image.Key].Objects.Count),
            Removed = pairs.Count(pair => pair.now is null),
            ImagesLeftOut = leftOut.Count,
        });
    }

    private static bool Contradicts(PlacedLabel? before, PlacedLabel to) => before is not null
        && ((before.Label.Length > 0 && to.Label.Length > 0 && before.Label != to.Label) || (before.Box is { } one && to.Box is { } other && one != other));

    // Of objects that are alike the first that no line has taken yet.
    private static int? Found(ObjectSample sample, PlacedLabel label, List<string> classes, Func<int, bool> isTaken)
    {
        for (var at = 0; at < sample.Objects.Count; at++)
        {
            var item = sample.Objects[at];
            var clipped = sample.Width > 0 ? item.Box.Clip(sample.Width, sample.Height) : item.Box;
            if (!isTaken(at) && classes[item.Label] == label.Label && (label.IsAt(item.Box) || label.IsAt(clipped))) return at;
        }
        return null;
    }

    // What is at another place has another mask, which nobody has drawn.
    private static ObjectAnnotation Changed(ObjectAnnotation item, PlacedLabel to, List<string> classes)
    {
        if (to.Label.Length > 0) item = item with { Label = classes.IndexOf(to.Label) };
        return to.Box is not { } box ? item : item with { Box = box, Extent = null, Polygons = null, Mask = null, AnnotatedArea = null, PolygonFault = null };
    }
}

/// <summary>What became of a data set that was corrected.</summary>
internal sealed record CorrectionCounts
{
    /// <summary>Images, objects or regions with another class.</summary>
    public int Relabelled { get; init; }

    /// <summary>Objects at another place.</summary>
    public int Moved { get; init; }

    /// <summary>Objects that were added.</summary>
    public int Added { get; init; }

    /// <summary>Objects that were removed.</summary>
    public int Removed { get; init; }

    /// <summary>Images that were left out.</summary>
    public int ImagesLeftOut { get; init; }

    /// <summary>Of each kind that there is, how many; of images by class always the same two.</summary>
    public string Describe(bool isOfImages) => isOfImages ? $"{Relabelled} with another label; {ImagesLeftOut} left out"
        : string.Join(", ", new (int Count, string What)[]
    {
        (Relabelled, "with another label"), (Moved, "moved"), (Added, "added"), (Removed, "removed"),
        (ImagesLeftOut, ImagesLeftOut == 1 ? "image left out" : "images left out"),
    }.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count} {kind.What}").DefaultIfEmpty("nothing changed"));
}
