namespace Graft.Tasks;

/// <summary>How many answers are wrong where only the surest share of the images is answered (El-Yaniv and Wiener 2010).</summary>
/// <param name="Confidence">Answered from this confidence on.</param>
/// <param name="Coverage">Share of the images that is answered, 0..1.</param>
/// <param name="Answered">These images.</param>
/// <param name="Wrong">Those of them whose answer is wrong.</param>
/// <param name="Risk">The share of these, 0..1.</param>
/// <param name="Interval">Exact interval of it; copies count as one.</param>
internal sealed record RiskCoverage(double Confidence, double Coverage, int Answered, int Wrong, double Risk, ConfidenceInterval Interval)
{
    private const int Points = 20;

    /// <summary>Some twenty points from few to all images; images of equal confidence are answered together.</summary>
    /// <param name="confidences">Of each image.</param>
    /// <param name="right">Whether its answer is right.</param>
    /// <param name="units">Its unit, see <see cref="CopyUnits"/>.</param>
    /// <param name="level">Of the intervals.</param>
    public static IReadOnlyList<RiskCoverage> Of(
        IReadOnlyList<float> confidences, IReadOnlyList<bool> right, IReadOnlyList<int>? units, double level)
    {
        int[] order = [.. Enumerable.Range(0, confidences.Count).OrderByDescending(i => confidences[i])];
        var points = new List<RiskCoverage>();
        for (var (count, wrong, next) = (1, 0, 1); count <= order.Length; count++)
        {
            if (!right[order[count - 1]]) wrong++;
            var isTied = count < order.Length && confidences[order[count]] == confidences[order[count - 1]];
            if (isTied || count * (long)Points < (long)next * order.Length) continue;
            next = count * Points / order.Length + 1;
            points.Add(Point(order[..count], wrong));
        }
        return points;

        RiskCoverage Point(int[] answered, int wrong)
        {
            var share = CopyUnits.ShareInterval(answered, right, units, level)!;
            return new(confidences[answered[^1]], (double)answered.Length / confidences.Count, answered.Length, wrong, (double)wrong / answered.Length,
                new(1 - share.High, 1 - share.Low, level));
        }
    }
}

/// <summary>What an abstaining classifier does with measured images, asked for a rate.</summary>
/// <param name="Rate">Share of wrong answers that was asked for.</param>
internal sealed record AbstentionRow(double Rate)
{
    /// <summary>Answered from this confidence on, at least; null where the rate cannot be kept.</summary>
    public double? Confidence { get; init; }

    /// <summary>Why it cannot be kept; null where it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Answered images.</summary>
    public int Answered { get; init; }

    /// <summary>Of these, those whose answer is wrong.</summary>
    public int Wrong { get; init; }

    /// <summary>Exact interval of the share of these; null without answers.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Images of too little confidence.</summary>
    public int Unsure { get; init; }

    /// <summary>Images unlike those of the training.</summary>
    public int Unlike { get; init; }
}
