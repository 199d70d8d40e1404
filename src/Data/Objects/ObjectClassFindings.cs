namespace Graft.Data;

/// <summary>Classes without objects, with few, and in one split only.</summary>
/// <param name="dataset">As it was read.</param>
/// <param name="left">What can be used of it, which is what counts.</param>
/// <param name="options">How strictly.</param>
internal sealed class ObjectClassFindings(ObjectDataset dataset, ObjectDataset left, ExaminationOptions options)
{
    public IEnumerable<Problem> All()
    {
        var train = Count(SplitNames.Train);
        var empty = Labels(label => train[label] == 0);
        if (train.Sum() == 0)
        {
            yield return NothingToLearn();
            yield break;
        }
        if (empty.Count > 0)
            yield return Warning($"{Words.Count(empty.Count, "class has", "classes have")} no object to learn from: {Names(empty)}.",
                "Add some, or remove the class.");
        foreach (var alike in ClassMatch.Alike(dataset.Root, dataset.Classes)) yield return alike;
        var few = Labels(label => train[label] > 0 && train[label] < options.SmallestClass);
        if (few.Count > 0)
            yield return Warning($"{Words.Count(few.Count, "class has", "classes have")} fewer than {options.SmallestClass} objects: "
                + $"{Words.List([.. few.Select(label => $"{dataset.Classes[label]} ({train[label]})")])}.",
                "Metrics on so few objects are unreliable; add some.");
        var validation = Count(SplitNames.Validation);
        var unseen = validation.Sum() > 0 ? Labels(label => train[label] > 0 && validation[label] == 0) : [];
        if (unseen.Count > 0)
            yield return Warning($"{Words.Count(unseen.Count, "class has", "classes have")} no object to validate with: {Names(unseen)}.",
                "They get no metrics; move some images.");
    }

    private Problem NothingToLearn()
    {
        ObjectSample[] train = [.. dataset.Samples.Where(IsTraining)];
        var annotations = train.Sum(sample => sample.Objects.Count + sample.LostObjects);
        if (left.Samples.Any(sample => IsTraining(sample) && sample.Objects.Count > 0))
            return new Problem(dataset.Root, "No object can be learned: there is none that is neither a crowd nor difficult.", "Annotate objects.");
        // What the reader could not take is the reason, where there is such.
        Problem[] reasons = [.. dataset.Errors.Take(1), .. dataset.PassedOver];
        return new Problem(dataset.Root, (annotations > 0 ? $"No object can be learned: of {Words.Count(annotations, "annotation")} none can be used."
            : $"No object can be learned: nothing is annotated on the {Words.Count(train.Length, "image")}.")
            + string.Concat(reasons.Select(reason => $" {reason.What}")), reasons.Length > 0 ? reasons[0].Cure : "Annotate objects.");
    }

    private static bool IsTraining(ObjectSample sample) => sample.Split is null or SplitNames.Train;

    private int[] Count(string split)
    {
        var counts = new int[dataset.Classes.Count];
        foreach (var item in left.Samples.Where(sample => (sample.Split ?? SplitNames.Train) == split).SelectMany(sample => sample.Counted))
            counts[item.Label]++;
        return counts;
    }

    private List<int> Labels(Func<int, bool> pick) => [.. Enumerable.Range(0, dataset.Classes.Count).Where(pick)];

    private string Names(List<int> labels) => Words.List([.. labels.Select(label => dataset.Classes[label])]);

    private Problem Warning(string what, string cure) => new(dataset.Root, what, cure, IsWarning: true);
}
