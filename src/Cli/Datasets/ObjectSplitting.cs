using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>
/// <c>graft data split</c> of boxes and polygons: the data set again with splits, in its own format where that is written, otherwise in COCO's.
/// </summary>
internal static class ObjectSplitting
{
    public static void Run(ObjectExamination examination, TaskKind task, string folder, (double Share, double TestShare, ulong Seed) how, Terminal terminal,
        bool isJson, CancellationToken cancellation)
    {
        examination.ThrowIfErrors();
        var dataset = examination.Usable(clip: false);
        var split = ObjectSplit.Make(dataset, examination, how.Share, how.Seed, how.TestShare);
        IReadOnlyList<ObjectSample> On(IReadOnlyList<ObjectSample> samples, string subset) => [.. samples.Select(sample => sample with { Split = subset })];
        var divided = dataset with { Samples = [.. On(split.Train, "train"), .. On(split.Validation, "val"), .. On(split.Test, "test")] };
        var format = DatasetConversion.AgainAs(dataset.Format);
        var conversion = WholeFolder.Write(folder, "--out", written =>
            WholeFolder.Named(DatasetConversion.Write(divided, format, written, cancellation, folder), written, folder));
        terminal.Say([.. examination.Problems, .. Missing(dataset, split), .. conversion.Losses, .. conversion.Notes]);
        var leftOut = examination.Dataset.Samples.Count - dataset.Samples.Count;
        if (isJson)
            terminal.WriteJson(new SplitFacts
            {
                Folder = Path.GetFullPath(folder),
                Format = format,
                Train = split.Train.Count,
                Val = split.Validation.Count,
                Test = split.Test.Count,
                LeftOut = leftOut,
                Losses = conversion.Losses,
                Seed = split.Seed,
            });
        else
            terminal.Results.WriteLine($"{folder}: {Words.Count(split.Train.Count, "image")} to train with, {split.Validation.Count} to validate, "
                + $"{split.Test.Count} to test, as {format.ToString().ToUpperInvariant()}; {leftOut} left out");
        if (!isJson) terminal.Next("graft", "train", folder, "--task", task.Name());
    }

    private static IEnumerable<Problem> Missing(ObjectDataset dataset, Split<ObjectSample> split)
    {
        foreach (var (subset, samples) in new[] { ("train", split.Train), ("val", split.Validation) })
        {
            var there = samples.SelectMany(sample => sample.Counted).Select(item => item.Label).ToHashSet();
            string[] missing = [.. dataset.Classes.Where((_, label) => !there.Contains(label) && samples.Count > 0)];
            if (missing.Length == 0) continue;
            var what = $"No image of this split has the class{(missing.Length > 1 ? "es" : "")} {string.Join(", ", missing)}.";
            yield return new Problem(subset, what, "Add images, or try another --seed.", IsWarning: true);
        }
    }
}
