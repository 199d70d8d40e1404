namespace Graft.Data;

/// <summary>Divides a data set into k folds, stratified by class, without tearing groups or copies apart.</summary>
public static class StratifiedFolds
{
    /// <summary>
    /// Each image is in the validation split of exactly one fold; every class is spread evenly, as far as units allow.
    /// Splits train and val the user gave are put together, test images are left out. Same seed, same folds.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies of one another; null looks at user groups only.</param>
    /// <param name="folds">At least 2, at most the number of images that can be parted.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The number of folds is out of range.</exception>
    public static IReadOnlyList<Fold> Make(ImageDataset dataset, Examination? examination, int folds, ulong seed)
    {
        var usable = dataset.Samples.Where(sample => sample.Split != SplitNames.Test).ToList();
        var units = Unit.Of(usable, dataset.Classes.Count, examination).ToArray();
        if (folds < 2 || folds > units.Length)
            throw new GraftException($"{folds} folds cannot be made of {Words.Count(units.Length, "image or group", "images or groups")}.",
                $"Expected from 2 to {Math.Max(2, units.Length)}.", "5 is typical.");
        var foldOf = Assign(units, dataset.Classes.Count, folds, seed);
        return [.. Enumerable.Range(0, folds).Select(fold => MakeFold(dataset, units, foldOf, fold))];
    }

    private static int[] Assign(Unit[] units, int classes, int folds, ulong seed)
    {
        // Large units first (they are hardest to place), chance decides among equals; then each goes where its classes lack most.
        var random = SeededRandom.For(seed, "folds");
        var order = Enumerable.Range(0, units.Length).ToArray();
        random.Shuffle<int>(order);
        var count = new int[folds, classes];
        var total = new int[folds];
        var foldOf = new int[units.Length];
        var turn = new int[folds];
        for (var fold = 0; fold < folds; fold++) turn[fold] = fold;
        foreach (var at in order.OrderByDescending(at => units[at].Members.Count).ThenBy(at => units[at].Members[0].Label))
        {
            random.Shuffle<int>(turn);
            var chosen = turn.MinBy(fold => (Crowding(units[at], count, fold), total[fold]));
            foldOf[at] = chosen;
            total[chosen] += units[at].Members.Count;
            for (var label = 0; label < classes; label++) count[chosen, label] += units[at].Count[label];
        }
        return foldOf;
    }

    private static long Crowding(Unit unit, int[,] count, int fold)
    {
        var crowding = 0L;
        for (var label = 0; label < unit.Count.Length; label++) crowding += (long)unit.Count[label] * count[fold, label];
        return crowding;
    }

    private static Fold MakeFold(ImageDataset dataset, Unit[] units, int[] foldOf, int fold)
    {
        List<Sample> SplitOf(bool held) => [.. units.Where((_, at) => foldOf[at] == fold == held)
            .SelectMany(unit => unit.Members).OrderBy(sample => sample.Name, StringComparer.Ordinal)];
        var (train, validation) = (SplitOf(held: false), SplitOf(held: true));
        return new Fold(fold, train, validation) { Problems = [.. SplitProblems.MissingClasses(dataset, train, validation)] };
    }
}
