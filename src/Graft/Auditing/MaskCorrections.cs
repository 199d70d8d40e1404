using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft;

/// <summary>The suggestions of a table for class masks: whole regions of another class. A part of a region has no polygon that could be followed.</summary>
internal static class MaskCorrections
{
    /// <summary>The data set with them taken; changed masks lie in a folder as PNG.</summary>
    /// <param name="table">The table; lines without a suggestion change nothing.</param>
    /// <param name="dataset">The data set that was audited, with the sizes of its images.</param>
    /// <param name="folder">Where changed masks are put.</param>
    /// <exception cref="ProblemsException">A line names no image, region or class of the data set.</exception>
    public static (MaskDataset Corrected, CorrectionCounts Counts) Apply(string table, MaskDataset dataset, string folder)
    {
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var (problems, classes) = (new List<Problem>(), dataset.Classes.ToList());
        var (regions, maps) = (new Dictionary<string, List<(int Label, Box Box, IReadOnlyList<int> Pixels)>>(), new Dictionary<string, ClassMap>());
        var (relabelled, leftOut) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (line, (file, label, suggestion)) in AuditTable.Rows(table, problems))
        {
            if (suggestion.Length == 0) continue;
            var where = $"{table}, line {line}";
            if (!samples.TryGetValue(file, out var sample))
                problems.Add(new(where, $"The data set has no image '{file}'.", "Give the data set that was audited."));
            else if (label.Length == 0 && suggestion == AuditTable.Remove) leftOut.Add(file);
            else if (classes.IndexOf(suggestion) is < 0)
                problems.Add(new(where, $"'{suggestion}' is no class of the data set.", $"Write one of its classes, or nothing to keep the region as it is."
                    + (Spelling.Nearest(suggestion, dataset.Classes) is { } near ? $" '{near}' is one." : "")));
            else
            {
                if (!maps.TryGetValue(file, out var map))
                {
                    map = maps[file] = DecodedMaskSample.LoadMap(sample, sample.Width, sample.Height, dataset.IgnoreValue);
                    regions[file] = [.. MaskRegions.Of(map)];
                }
                var old = PlacedLabel.Parse(label);
                var found = regions[file].Where(region => region.Label < classes.Count && classes[region.Label] == old.Label && old.IsAt(region.Box)).ToList();
                if (found.Count == 0)
                    problems.Add(new(where, $"'{file}' has no region '{label}': its bounds must be those of one connected region.",
                        "Parts of a region have to be redrawn; empty their suggestion. Otherwise audit the data set again."));
                foreach (var region in found)
                    foreach (var pixel in region.Pixels) map.Values[pixel] = (byte)classes.IndexOf(suggestion);
                relabelled += found.Count;
            }
        }
        if (problems.Count > 0) throw new ProblemsException($"The table '{table}'", problems);
        if (dataset.Samples.All(sample => leftOut.Contains(sample.Name)))
            throw new GraftException($"'{table}' removes every image.", "Some must be left.", "Empty the suggestions of those to keep.");
        // Masks in colours, or with numbers of their own, are all written as numbers of the classes: one folder has one kind.
        var isPlain = dataset.IgnoreValue == ClassMap.Ignore && dataset.Samples.All(sample => sample.Legend is null && sample.Labels is null);
        List<MaskSample> corrected = [.. dataset.Samples.Where(sample => !leftOut.Contains(sample.Name)).Select((sample, at) =>
        {
            if (!maps.TryGetValue(sample.Name, out var map))
            {
                if (isPlain) return sample;
                map = DecodedMaskSample.LoadMap(sample, sample.Width, sample.Height, dataset.IgnoreValue);
            }
            var path = Path.Combine(folder, FormattableString.Invariant($"{at}.png"));
            AtomicFile.WriteBytes(path, IndexPng.Write(map, dataset.Palette.Count > 0 ? dataset.Palette : null));
            return sample with { MaskPath = path, Objects = null, Labels = null, Legend = null };
        })];
        return (dataset with { Samples = corrected, IgnoreValue = isPlain ? dataset.IgnoreValue : ClassMap.Ignore },
            new CorrectionCounts { Relabelled = relabelled, ImagesLeftOut = leftOut.Count });
    }
}
