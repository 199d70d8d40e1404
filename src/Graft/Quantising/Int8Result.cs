using System.Globalization;
using Graft.Artifacts;

namespace Graft;

/// <summary>A file of 8 bits, and what is known of it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Facts">What its manifest says.</param>
/// <param name="Judgements">Its main metric on held-out images; none where they have no labels.</param>
/// <param name="Sizes">Bytes of the file, and of that of 32 bits.</param>
/// <param name="Speed">How many times as fast it is here as the file of 32 bits, on one core.</param>
internal sealed record Int8Result(
    string Path, QuantisationFacts Facts, IReadOnlyList<Int8Judgement> Judgements, (long Quantised, long Single) Sizes, double Speed)
{
    private const double FewAlike = 0.9, FarApart = 0.98;

    /// <summary>The loss that was allowed, 0 to 1; null where none was measured.</summary>
    public double? Limit { get; init; }

    /// <summary>As sentences.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Text($"{Path}: {Facts.Layers} layers in 8 bits, {Sizes.Quantised / 1e6:0.0} MB instead of {Sizes.Single / 1e6:0.0}, ")
            + Text($"{Speed:0.0} times as fast here");
        yield return Text($"calibrated on {Words.Count(Facts.Images, "image")}, {Facts.From} ({Facts.Method})");
        if (Facts.Kept.Count > 0) yield return $"in 32 bits beside the last layers: {Words.List(Facts.Kept)}";
        List<string> same = [];
        if (Facts.Agreement is { } agreement) same.Add(Text($"the same main class on {agreement * 100:0.0} %"));
        if (Facts.Similarity is { } similarity) same.Add(Text($"embeddings alike to {similarity:0.0000} (cosine)"));
        if (same.Count > 0) yield return $"of {Words.Count(Facts.Compared, "image")} that took no part: {Words.And(same)}";
        foreach (var judgement in Judgements) yield return judgement.Summary;
        if (Limit is { } limit) yield return Text($"a loss of up to {limit * 100:0.##} points is taken");
        if (Judgements.Count == 0)
        {
            yield return "no labels: what it costs in accuracy was not measured, and no loss is refused";
            if (Facts.Agreement < FewAlike || Facts.Similarity < FarApart)
                yield return "many answers differ: give images like those that it will see, and measure it with `graft val` before it is used";
        }
        if (Speed >= 1) yield break;
        var reason = ThisProcessor.LacksByteProducts ? ", which has no instructions for products of bytes" : "";
        yield return $"it is slower than 32 bits on this processor{reason}: serve the file of 32 bits here";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
