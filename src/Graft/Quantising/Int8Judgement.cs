using System.Globalization;
using Graft.Tasks;

namespace Graft;

/// <summary>The main metric of a file of 8 bits beside that of 32 bits, on the same images.</summary>
/// <param name="Split">Their split.</param>
/// <param name="Images">How many.</param>
/// <param name="Metric">The metric of the file of 8 bits.</param>
/// <param name="Answer">First 8 bits, second 32.</param>
internal sealed record Int8Judgement(string Split, int Images, Metric Metric, PairedAnswer Answer)
{
    /// <summary>What is lost, 0 to 1; negative where it is better.</summary>
    public double Loss => (Answer.Second ?? 0) - (Answer.First ?? 0);

    /// <summary>As a sentence.</summary>
    public string Summary
    {
        get
        {
            List<string> facts = [Text($"{Metric.Name} {Answer.First * 100:0.0} %, {Answer.Second * 100:0.0} % in 32 bits")];
            if (Answer.Interval is { } gap)
                facts.Add(Text($"{gap.Level * 100:0.#} % interval of the difference {gap.Low * 100:+0.0;-0.0} to {gap.High * 100:+0.0;-0.0} ")
                    + "percentage points");
            if (Answer.Alone is { } alone)
                facts.Add(Text($"with copies counted as one, of {alone.Of} images {alone.First} right only in 8 bits and {alone.Second} only in 32, ")
                    + Text($"McNemar's exact p {Answer.P:0.000}"));
            return $"{Split}, {Words.Count(Images, "image")}: {string.Join("; ", facts)}";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
