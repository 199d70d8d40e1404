using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What <c>graft data inspect</c> says about a data set of objects.</summary>
internal sealed record ObjectInspectionDto(string Root, string Format, int Images, int Objects) : IInspection
{
    /// <summary>Objects of each class that are learned and counted.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>Images in each split; "all" where the user made none.</summary>
    public required IReadOnlyDictionary<string, int> Splits { get; init; }

    public required int Negatives { get; init; }

    public required int Crowds { get; init; }

    public required int Difficult { get; init; }

    public required int WithPolygons { get; init; }

    /// <summary>Boxes that reach beyond their image.</summary>
    public required int Clipped { get; init; }

    /// <summary>Objects below 32 x 32, below 96 x 96, and larger, in square pixels, as COCO counts.</summary>
    public required IReadOnlyList<int> SmallMediumLarge { get; init; }

    public required IReadOnlyList<string> Unusable { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> DuplicateGroups { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicateGroups { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    public static ObjectInspectionDto Of(ObjectExamination examination)
    {
        var usable = examination.Usable();
        var all = usable.Samples.SelectMany(sample => sample.Objects).ToList();
        var counted = all.Where(item => !item.IsIgnored).ToList();
        return new(usable.Root, usable.Format.ToString().ToLowerInvariant(), usable.Samples.Count, all.Count)
        {
            Classes = usable.Classes.Zip(usable.CountPerClass()).GroupBy(pair => pair.First)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Second)),
            Splits = usable.Samples.GroupBy(sample => sample.Split ?? InspectionDto.All).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count()),
            Negatives = usable.Samples.Count(sample => sample.Objects.Count == 0),
            Crowds = all.Count(item => item.IsCrowd),
            Difficult = all.Count(item => item.IsDifficult),
            WithPolygons = all.Count(item => item.HasMask),
            Clipped = examination.Clipped,
            SmallMediumLarge = [counted.Count(item => item.Area < 32 * 32), counted.Count(item => item.Area is >= 32 * 32 and < 96 * 96),
                counted.Count(item => item.Area >= 96 * 96)],
            Unusable = [.. examination.Images.Facts.Where(facts => facts.Error is not null || examination.BadImages.Contains(facts.Name))
                .Select(facts => facts.Name)],
            DuplicateGroups = examination.Images.DuplicateGroups,
            NearDuplicateGroups = examination.Images.NearDuplicateGroups,
            Problems = examination.Problems,
        };
    }

    public void Show(IAnsiConsole console)
    {
        console.WriteLine($"{Root} ({Format}): {Words.Count(Images, "usable image")}{InspectionDto.BySplit(Splits)}, {Negatives} of them without objects; "
            + $"{Unusable.Count} unusable; {InspectionDto.Copies(DuplicateGroups, NearDuplicateGroups)}");
        console.WriteLine($"{Words.Count(Objects, "object")}: {SmallMediumLarge[0]} small, {SmallMediumLarge[1]} medium, {SmallMediumLarge[2]} large; "
            + $"{WithPolygons} with polygons, {Words.Count(Crowds, "crowd")}, {Difficult} difficult");
        var table = Terminal.Table("class", "objects");
        foreach (var (name, count) in Classes) table.AddRow(new Text(name), new Text($"{count}"));
        console.Write(table);
    }
}
