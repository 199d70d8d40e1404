namespace Graft.Data;

/// <summary>What can be wrong with two splits of a data set.</summary>
internal static class SplitProblems
{
    /// <summary>A warning for each class that is in one split only.</summary>
    public static IEnumerable<Problem> MissingClasses(ImageDataset dataset, IReadOnlyList<Sample> train, IReadOnlyList<Sample> validation)
    {
        var (learned, held) = (Count(dataset, train), Count(dataset, validation));
        for (var label = 0; label < dataset.Classes.Count; label++)
        {
            if (learned[label] > 0 == held[label] > 0) continue;
            yield return new Problem(dataset.Classes[label],
                $"The class has no image to {(held[label] == 0 ? "validate with" : "train on")}: {Words.Count(learned[label] + held[label], "image")}, all in the other split.",
                "Add images of it that are not copies of one another nor of one group.", IsWarning: true);
        }
    }

    private static int[] Count(ImageDataset dataset, IReadOnlyList<Sample> samples)
    {
        var count = new int[dataset.Classes.Count];
        foreach (var sample in samples) count[sample.Label]++;
        return count;
    }
}
