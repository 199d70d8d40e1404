namespace Graft.Data;

/// <summary>What can be wrong with the splits of a data set of class masks.</summary>
internal static class MaskSplitProblems
{
    /// <summary>Pixels of each class over samples; null for one that cannot be used.</summary>
    public static IReadOnlyList<long> Sum(int classes, IEnumerable<IReadOnlyList<long>?> samples)
    {
        var pixels = new long[classes];
        foreach (var sample in samples)
            for (var label = 0; label < classes && sample is not null; label++) pixels[label] += sample[label];
        return pixels;
    }

    /// <summary>Warnings about classes that are in one split only; none where a split is empty.</summary>
    public static IEnumerable<Problem> Missing(MaskDataset dataset, IReadOnlyList<long> train, IReadOnlyList<long> validation)
    {
        if (train.Sum() == 0 || validation.Sum() == 0) yield break;
        var unlearned = Names(dataset, label => train[label] == 0 && validation[label] > 0);
        if (unlearned.Count > 0)
            yield return new Problem(dataset.Root,
                $"{Words.Count(unlearned.Count, "class has", "classes have")} pixels to validate with and none to learn from: {Words.List(unlearned)}.",
                "Move some images; such a class is never found.", IsWarning: true);
        var unseen = Names(dataset, label => train[label] > 0 && validation[label] == 0);
        if (unseen.Count > 0)
            yield return new Problem(dataset.Root,
                $"{Words.Count(unseen.Count, "class has", "classes have")} no pixel to validate with: {Words.List(unseen)}.",
                "Where such a class is predicted, its IoU is 0 and lowers the mean; elsewhere it has none. Move some images.", IsWarning: true);
    }

    private static List<string> Names(MaskDataset dataset, Func<int, bool> pick) =>
        [.. Enumerable.Range(0, dataset.Classes.Count).Where(pick).Select(label => dataset.Classes[label])];
}
