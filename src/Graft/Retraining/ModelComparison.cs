using System.Globalization;
using System.Text.Json.Serialization;
using Graft.Tasks;

namespace Graft;

/// <summary>A new model file beside the one that it is to replace, on the same images.</summary>
internal sealed record ModelComparison
{
    /// <summary>The file that is to be replaced.</summary>
    public required string Model { get; init; }

    /// <summary>What is shown of the new file.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>The split that both were measured on: the test split where there is one, otherwise the validation split.</summary>
    public required string Split { get; init; }

    /// <summary>Images that were compared.</summary>
    public required int Images { get; init; }

    /// <summary>Images of the split that were left out, because one of the networks was trained on them.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Key of the compared metric, the main one of the task.</summary>
    public required string Key { get; init; }

    /// <summary>Its name.</summary>
    public required string Metric { get; init; }

    /// <summary>Its value of the new file; null without images.</summary>
    public double? New { get; init; }

    /// <summary>Its value of the file that is to be replaced.</summary>
    public double? Old { get; init; }

    /// <summary>Interval of the difference, the new file's less the other's; null where there are too few images.</summary>
    public ConfidenceInterval? Difference { get; init; }

    /// <summary>
    /// Images that the new file alone has right, where copies count as one, for the file that has more of them right; null for tasks whose images are not
    /// right or wrong.
    /// </summary>
    public int? OnlyNew { get; init; }

    /// <summary>Images that the other file alone has right, where copies count as one.</summary>
    public int? OnlyOld { get; init; }

    /// <summary>Images that were compared, where copies count as one.</summary>
    public int? Different { get; init; }

    /// <summary>p of McNemar's exact test on them, two-sided.</summary>
    public double? P { get; init; }

    /// <summary>What limits the comparison: images left out, and images that chose the weights.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Why the files were not compared; null where they were.</summary>
    public string? Failure { get; init; }

    /// <summary>The answer and its reasons in a sentence.</summary>
    public string Summary
    {
        get
        {
            if (Failure is { } reason) return $"The new file was not compared with '{Model}': {reason}";
            var verdict = Verdict switch
            {
                ComparisonVerdict.Better => "The new file is better than",
                ComparisonVerdict.Worse => "The new file is worse than",
                ComparisonVerdict.NoDifference => "No difference is shown to",
                _ => "There are too few images to compare with",
            };
            var where = $"{verdict} '{Model}' on {Words.Count(Images, $"{Split} image")}";
            if (New is not { } now || Old is not { } before) return $"{where}.";
            List<string> facts = [Text($"{Metric} {now * 100:0.0} %, that of the other {before * 100:0.0} %")];
            if (Difference is { } gap)
                facts.Add(Text($"{gap.Level * 100:0.#} % interval of the difference {gap.Low * 100:+0.0;-0.0} to {gap.High * 100:+0.0;-0.0} ")
                    + "percentage points");
            if (OnlyNew is { } gained)
                facts.Add(Text($"with copies counted as one, of {Different} images {gained} right only by the new file and {OnlyOld} only by the other, ")
                    + Text($"McNemar's exact p of these {P:0.0000}"));
            return $"{where}: {string.Join("; ", facts)}.";
        }
    }

    /// <summary>Its difference, with the key and name of the metric.</summary>
    [JsonIgnore]
    public Metric Main => new(Key, Metric, New - Old) { Interval = Difference, Format = MetricFormat.Percent };

    /// <summary>The summary.</summary>
    public override string ToString() => Summary;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a comparison shows at a level of 95 %.</summary>
internal enum ComparisonVerdict
{
    /// <summary>Neither file is shown to be better.</summary>
    NoDifference,

    /// <summary>The new file is better by more than chance.</summary>
    Better,

    /// <summary>The new file is worse by more than chance.</summary>
    Worse,

    /// <summary>The images are too few to show anything.</summary>
    TooFew,

    /// <summary>The file that is to be replaced could not be measured when the training was done.</summary>
    NotCompared,
}
