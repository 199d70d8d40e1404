namespace Graft.Tasks;

/// <summary>Draws candidates to learn from, so that background does not drown the objects.</summary>
/// <param name="Count">How many are drawn from each image at most.</param>
/// <param name="PositiveShare">Share of objects among them at most.</param>
public sealed record BalancedSampler(int Count, double PositiveShare)
{
    /// <summary>Indices of the candidates drawn, objects first; candidates that are left out are never drawn.</summary>
    /// <param name="matches">As <see cref="Matcher.Match"/> answers.</param>
    /// <param name="random">Decides.</param>
    public (int[] Positive, int[] Negative) Draw(ReadOnlySpan<int> matches, SeededRandom random)
    {
        List<int> positive = [], negative = [];
        for (var i = 0; i < matches.Length; i++)
            if (matches[i] >= 0) positive.Add(i);
            else if (matches[i] == Matcher.Background) negative.Add(i);
        var objects = Some(positive, Math.Min(positive.Count, (int)(Count * PositiveShare)), random);
        return (objects, Some(negative, Math.Min(negative.Count, Count - objects.Length), random));
    }

    // The first steps of a shuffle are enough.
    private static int[] Some(List<int> from, int count, SeededRandom random)
    {
        for (var i = 0; i < count && i < from.Count - 1; i++)
        {
            var j = i + random.Next(from.Count - i);
            (from[i], from[j]) = (from[j], from[i]);
        }
        var drawn = from[..count];
        drawn.Sort();
        return [.. drawn];
    }
}
