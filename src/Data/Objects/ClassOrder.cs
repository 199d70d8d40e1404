namespace Graft.Data;

/// <summary>Gives labels the order of a trained model.</summary>
internal static class ClassOrder
{
    public static ObjectDataset Apply(ObjectDataset dataset, IReadOnlyList<string> classes)
    {
        var map = ClassMatch.Find(dataset.Classes, classes);
        var counts = dataset.CountPerClass();
        var unknown = Enumerable.Range(0, map.Length).Where(label => map[label] < 0 && counts[label] > 0)
            .Select(label => new Problem(dataset.Root, $"The class '{dataset.Classes[label]}' ({Words.Count(counts[label], "object")}) is not one of the model's: {Words.List([.. classes])}.",
                "Rename the class, or take a model that knows it."));
        return dataset with
        {
            Classes = classes,
            CategoryIds = [.. classes.Select((_, at) => Array.IndexOf(map, at) is >= 0 and var own ? dataset.CategoryIds[own] : at + 1)],
            Errors = [.. dataset.Errors, .. unknown],
            Samples = [.. dataset.Samples.Select(sample => sample with { Objects = [.. sample.Objects.Where(item => map[item.Label] >= 0).Select(item => item with { Label = map[item.Label] })] })],
        };
    }
}
