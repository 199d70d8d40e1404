using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>The answer of <c>graft data inspect</c>.</summary>
internal sealed record InspectionDto(string Root, int Images, IReadOnlyDictionary<string, int> Classes) : IInspection
{
    /// <summary>Shortest side of any image, in pixels; 0 without a usable image.</summary>
    public int SmallestSide { get; init; }

    /// <summary>Longest side of any image, in pixels.</summary>
    public int LargestSide { get; init; }

    /// <summary>Images that cannot be used, by name, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Unusable { get; init; }

    public required IReadOnlyList<string> OtherFiles { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> DuplicateGroups { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicateGroups { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    public void Show(IAnsiConsole console)
    {
        console.WriteLine($"{Root}: {Words.Count(Images, "usable image")} in {Words.Count(Classes.Count, "class", "classes")}, " +
            $"{Unusable.Count} unusable, {Words.Count(OtherFiles.Count, "other file")}, {Copies(DuplicateGroups, NearDuplicateGroups)}");
        if (SmallestSide > 0) console.WriteLine($"sides from {SmallestSide} to {LargestSide} pixels");
        var table = Terminal.Table("class", "images");
        foreach (var (name, count) in Classes) table.AddRow(new Text(name), new Text($"{count}"));
        console.Write(table);
    }

    /// <summary>What stays together in one split.</summary>
    public static string Copies(IReadOnlyList<IReadOnlyList<string>> identical, IReadOnlyList<IReadOnlyList<string>> near) =>
        $"{Words.Count(identical.Count, "group")} of identical and {near.Count} of nearly identical images";

    /// <summary>What the images are in that were given no splits.</summary>
    public const string All = "all";

    /// <summary>Images of each split behind their sum; nothing where there are none.</summary>
    public static string BySplit(IReadOnlyDictionary<string, int> splits) =>
        splits.Keys.All(split => split == All) ? "" : $" ({string.Join(", ", splits.Select(split => $"{split.Key} {split.Value}"))})";

    public static InspectionDto Of(Examination examination)
    {
        var (dataset, leftOut) = examination.WithoutBadImages();
        var good = examination.Facts.Where(facts => facts.Error is null).ToList();
        var counts = dataset.CountPerClass();
        return new(dataset.Root, dataset.Samples.Count, dataset.Classes.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second))
        {
            SmallestSide = good.Select(facts => Math.Min(facts.Width, facts.Height)).DefaultIfEmpty().Min(),
            LargestSide = good.Select(facts => Math.Max(facts.Width, facts.Height)).DefaultIfEmpty().Max(),
            Unusable = leftOut.ToDictionary(facts => facts.Name, facts => facts.Error!.What),
            OtherFiles = dataset.OtherFiles,
            DuplicateGroups = examination.DuplicateGroups,
            NearDuplicateGroups = examination.NearDuplicateGroups,
            Problems = examination.Problems,
        };
    }
}
