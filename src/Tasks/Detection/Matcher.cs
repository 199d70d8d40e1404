using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Decides which candidate box stands for which object.</summary>
/// <param name="High">From this IoU on a candidate stands for its best object.</param>
/// <param name="Low">Below this IoU it is background; between the two it is left out.</param>
/// <param name="KeepsBest">Every object also gets the candidates that are best for it, however small their IoU.</param>
internal sealed record Matcher(float High, float Low, bool KeepsBest)
{
    /// <summary>The candidate shows background.</summary>
    public const int Background = -1;

    /// <summary>The candidate shows neither clearly and is left out.</summary>
    public const int Between = -2;

    /// <summary>Region proposals of torchvision's Faster R-CNN.</summary>
    public static Matcher Proposals { get; } = new(0.7f, 0.3f, true);

    /// <summary>Second stage of torchvision's Faster R-CNN.</summary>
    public static Matcher Regions { get; } = new(0.5f, 0.5f, false);

    /// <summary>torchvision's RetinaNet.</summary>
    public static Matcher OneStage { get; } = new(0.5f, 0.4f, true);

    /// <summary>For each candidate the index of its object, <see cref="Background"/> or <see cref="Between"/>.</summary>
    public int[] Match(ReadOnlySpan<Box> candidates, ReadOnlySpan<Box> objects)
    {
        var matches = new int[candidates.Length];
        if (objects.Length == 0)
        {
            Array.Fill(matches, Background);
            return matches;
        }
        var overlaps = new float[objects.Length, candidates.Length];
        var best = new float[objects.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            var (highest, at) = (-1f, 0);
            for (var j = 0; j < objects.Length; j++)
            {
                var overlap = overlaps[j, i] = BoxOverlap.IoU(objects[j], candidates[i]);
                if (overlap > highest) (highest, at) = (overlap, j);
                if (overlap > best[j]) best[j] = overlap;
            }
            // Kept as its best object for the moment; the thresholds come after.
            matches[i] = highest >= High ? at : highest >= Low ? Between : Background;
        }
        if (KeepsBest) Restore(matches, overlaps, best);
        return matches;
    }

    // torch takes all candidates whose IoU equals an object's largest, and gives them the object they overlap most themselves.
    private static void Restore(int[] matches, float[,] overlaps, float[] best)
    {
        for (var i = 0; i < matches.Length; i++)
        {
            var isBest = false;
            var (highest, at) = (-1f, 0);
            for (var j = 0; j < best.Length; j++)
            {
                isBest |= overlaps[j, i] == best[j];
                if (overlaps[j, i] > highest) (highest, at) = (overlaps[j, i], j);
            }
            if (isBest) matches[i] = at;
        }
    }
}

/// <summary>Draws candidates to learn from, so that background does not drown the objects.</summary>
/// <param name="Count">How many are drawn from each image at most.</param>
/// <param name="PositiveShare">Share of objects among them at most.</param>
internal sealed record BalancedSampler(int Count, double PositiveShare)
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
