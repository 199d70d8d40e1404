using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data split</c> of class masks: the images and masks again, in folders of splits.</summary>
internal static class MaskSplitting
{
    public static void Run(MaskExamination examination, string folder, (double Share, double TestShare, ulong Seed) how, Terminal terminal, bool isJson,
        CancellationToken cancellation)
    {
        examination.ThrowIfErrors();
        var dataset = examination.Usable();
        var split = MaskSplit.Make(dataset, examination, how.Share, how.Seed, how.TestShare);
        IReadOnlyList<MaskSample> On(IReadOnlyList<MaskSample> samples, string subset) => [.. samples.Select(sample => sample with { Split = subset })];
        var divided = dataset with { Samples = [.. On(split.Train, "train"), .. On(split.Validation, "val"), .. On(split.Test, "test")] };
        var conversion = WholeFolder.Write(folder, "--out", written =>
            WholeFolder.Named(MaskFolderWriter.Write(divided, written, cancellation), written, folder));
        terminal.Say([.. examination.Problems, .. split.Problems, .. conversion.Losses, .. conversion.Notes]);
        var leftOut = examination.Dataset.Samples.Count - dataset.Samples.Count;
        if (isJson)
            terminal.WriteJson(new SplitFacts
            {
                Folder = Path.GetFullPath(folder),
                Format = DatasetFormat.Masks,
                Train = split.Train.Count,
                Val = split.Validation.Count,
                Test = split.Test.Count,
                LeftOut = leftOut,
                Losses = conversion.Losses,
                Seed = split.Seed,
            });
        else
            terminal.Results.WriteLine($"{folder}: {Words.Count(split.Train.Count, "image")} to train with, {split.Validation.Count} to validate, "
                + $"{split.Test.Count} to test, with masks; {leftOut} left out");
        if (!isJson) terminal.Next("graft", "train", folder, "--task", TaskKind.Segment.Name());
    }
}
