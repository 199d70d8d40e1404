using System.Globalization;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>A reference and a window, with what is compared between them.</summary>
/// <param name="Reference">The images of the reference.</param>
/// <param name="Window">The images that are judged.</param>
/// <param name="Classes">Names of the classes.</param>
internal sealed record ComparedImages(IReadOnlyList<ImageTraits> Reference, IReadOnlyList<ImageTraits> Window, IReadOnlyList<string> Classes)
{
    /// <summary>Keys of what no single number tells.</summary>
    public const string Embedding = "embedding", Labels = "classes";

    /// <summary>The key of a trait.</summary>
    public static string KeyOf(Trait trait) => trait.ToString().ToLowerInvariant();

    /// <summary>Whether it is a look of the image, which no network answers.</summary>
    public static bool IsLook(string key) => key is not (Embedding or Labels) && key != KeyOf(Trait.Confidence);

    /// <summary>What a statistic is called.</summary>
    public static string NameOf(TwoSampleStatistic statistic) => statistic switch
    {
        EnergyStatistic => "energy distance",
        ClassStatistic => "chi-squared",
        _ => "Kolmogorov-Smirnov",
    };

    /// <summary>One for everything that both have; the images of the reference come first.</summary>
    public IEnumerable<TwoSampleStatistic> Statistics()
    {
        List<ImageTraits> all = [.. Reference, .. Window];
        if (all.TrueForAll(image => image.Embedding.Count == all[0].Embedding.Count && image.Embedding.Count > 0))
            yield return new EnergyStatistic([.. all.Select(image => image.Embedding)]) { Key = Embedding };
        if (all.TrueForAll(image => image.Labels.Count > 0))
            yield return new ClassStatistic([.. all.Select(image => image.Labels)]) { Key = Labels };
        foreach (var trait in Enum.GetValues<Trait>())
            yield return new KolmogorovStatistic([.. all.Select(image => image.Values[(int)trait])]) { Key = KeyOf(trait) };
    }

    /// <summary>How large a difference is, in words.</summary>
    /// <param name="key">What was compared.</param>
    /// <param name="value">Its statistic.</param>
    public string Effect(string key, double value) => key switch
    {
        Embedding => FormattableString.Invariant($"{value:0.00} from alike (0) to nothing in common (1)"),
        Labels => LabelEffect(),
        _ => TraitEffect(Enum.GetValues<Trait>().Single(trait => KeyOf(trait) == key)),
    };

    private string TraitEffect(Trait trait)
    {
        var (before, now) = (Median(Reference), Median(Window));
        var word = trait switch
        {
            Trait.Confidence => now < before ? "less sure" : "surer",
            Trait.Brightness => now < before ? "darker" : "brighter",
            Trait.Warmth => now < before ? "bluer" : "yellower",
            Trait.Tint => now < before ? "more magenta" : "greener",
            Trait.Contrast => now < before ? "less contrast" : "more contrast",
            Trait.Sharpness => now < before ? "less sharp" : "sharper",
            _ => now < before ? "narrower" : "broader",
        };
        if (trait == Trait.Shape) (before, now) = (Math.Exp(before), Math.Exp(now));
        var digits = Enumerable.Range(2, 3).FirstOrDefault(digits => Number(before, digits) != Number(now, digits), 2);
        return $"{(before == now ? "same median" : word)}: median {Number(now, digits)}, reference {Number(before, digits)}";

        // Scores near 1 and tints near 0 differ far behind the point.
        static string Number(double value, int digits) => (Math.Round(value, digits) + 0.0).ToString($"F{digits}", CultureInfo.InvariantCulture);

        double Median(IReadOnlyList<ImageTraits> images)
        {
            float[] sorted = [.. images.Select(image => image.Values[(int)trait]).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        }
    }

    private string LabelEffect()
    {
        var (before, now) = (Shares(Reference), Shares(Window));
        var most = before.Keys.Concat(now.Keys).Distinct().MaxBy(label => Math.Abs(now.GetValueOrDefault(label) - before.GetValueOrDefault(label)));
        var name = most < Classes.Count ? Classes[most] : "nothing found";
        return FormattableString.Invariant($"{name} {100 * now.GetValueOrDefault(most):0} %, reference {100 * before.GetValueOrDefault(most):0} %");

        static Dictionary<int, double> Shares(IReadOnlyList<ImageTraits> images)
        {
            var sums = images.SelectMany(image => image.Labels).GroupBy(label => label.Label)
                .ToDictionary(group => group.Key, group => group.Sum(label => (double)label.Amount));
            var total = Math.Max(1e-9, sums.Values.Sum());
            return sums.ToDictionary(sum => sum.Key, sum => sum.Value / total);
        }
    }
}
