using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>An image with its boxes, for probes on its maps.</summary>
/// <param name="Maps">What a pretrained network sees.</param>
/// <param name="Boxes">Labelled boxes in shares of the image's width and height.</param>
/// <param name="Labels">Their classes.</param>
internal sealed record ProbeScene(SceneMaps Maps, IReadOnlyList<Box> Boxes, IReadOnlyList<int> Labels)
{
    private const int MaxLearned = 500;

    /// <summary>Boxes that are neither learned nor judged, and what is found in them neither.</summary>
    public IReadOnlyList<Box> Ignored { get; init; } = [];

    /// <summary>Images of one group are held out together; null stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>Of many images some: more would take memory and time, and teach a linear model little.</summary>
    public static IReadOnlyList<TScene> Some<TScene>(IReadOnlyList<TScene> scenes, ulong seed)
    {
        if (scenes.Count <= MaxLearned) return scenes;
        TScene[] drawn = [.. scenes];
        SeededRandom.For(seed, "learned images").Shuffle<TScene>(drawn);
        return drawn[..MaxLearned];
    }

    /// <summary>The largest overlap of a box with one that is labelled or ignored.</summary>
    public double Overlap(Box box) => Math.Max(
        Boxes.Select(box.IoU).DefaultIfEmpty(0).Max(),
        Ignored.Select(other => box.Area > 0 ? box.Intersection(other) / box.Area : 0).DefaultIfEmpty(0).Max());
}

/// <summary>What a probe found.</summary>
/// <param name="Box">Where, in shares of the image.</param>
/// <param name="Scores">A probability for each class, and last that there is nothing.</param>
internal sealed record ProbeFinding(Box Box, double[] Scores)
{
    /// <summary>That there is something.</summary>
    public double Certainty => 1 - Scores[^1];

    /// <summary>The likeliest class.</summary>
    public int Label => Scores.AsSpan(0, Scores.Length - 1).IndexOf(Scores.AsSpan(0, Scores.Length - 1).ToArray().Max());
}
