using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What <c>graft data inspect</c> says about a data set of class masks.</summary>
internal sealed record MaskInspectionDto(string Root, string Format, int Images) : IInspection
{
    /// <summary>Share of the pixels that count, by class.</summary>
    public required IReadOnlyDictionary<string, double> Classes { get; init; }

    /// <summary>Images in each split; "all" where the user made none.</summary>
    public required IReadOnlyDictionary<string, int> Splits { get; init; }

    /// <summary>Share of all pixels that do not count.</summary>
    public required double Ignored { get; init; }

    public required IReadOnlyList<string> Unusable { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> DuplicateGroups { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> NearDuplicateGroups { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }

    public static MaskInspectionDto Of(MaskExamination examination)
    {
        var usable = examination.Usable();
        var pixels = (double)Math.Max(1, examination.PixelsPerClass.Sum());
        return new(usable.Root, usable.Format.ToString().ToLowerInvariant(), usable.Samples.Count)
        {
            Classes = usable.Classes.Zip(examination.PixelsPerClass).GroupBy(pair => pair.First)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Second) / pixels),
            Splits = usable.Samples.GroupBy(sample => sample.Split ?? InspectionDto.All).OrderBy(group => group.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count()),
            Ignored = examination.IgnoredPixels / (pixels + examination.IgnoredPixels),
            Unusable = [.. examination.Bad.Order(StringComparer.Ordinal)],
            DuplicateGroups = examination.Images.DuplicateGroups,
            NearDuplicateGroups = examination.Images.NearDuplicateGroups,
            Problems = examination.Problems,
        };
    }

    public void Show(IAnsiConsole console)
    {
        console.WriteLine($"{Root} ({Format}): {Words.Count(Images, "usable image")}{InspectionDto.BySplit(Splits)}, {Unusable.Count} unusable; "
            + $"{InspectionDto.Copies(DuplicateGroups, NearDuplicateGroups)}; "
            + FormattableString.Invariant($"{Ignored:0.0%} of the pixels do not count"));
        var table = Terminal.Table("class", "share of pixels");
        foreach (var (name, share) in Classes) table.AddRow(new Text(name), new Text(FormattableString.Invariant($"{share:0.0%}")));
        console.Write(table);
    }
}
