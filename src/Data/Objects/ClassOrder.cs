namespace Graft.Data;

/// <summary>Gives labels the order of a trained model.</summary>
internal static class ClassOrder
{
    public static ObjectDataset Apply(ObjectDataset dataset, ReaderOptions options)
    {
        var classes = options.Classes!;
        var map = ClassMatch.Find(dataset.Classes, classes);
        var counts = dataset.CountPerClass();
        var unknown = Enumerable.Range(0, map.Length).Where(label => map[label] < 0 && counts[label] > 0)
            .Select(label => new Problem(dataset.Root,
                options.Unknown($"The class '{dataset.Classes[label]}' ({Words.Count(counts[label], "object")})", dataset.Classes), options.RenameClass));
        return dataset with
        {
            Classes = classes,
            CategoryIds = Ids(dataset, classes),
            Errors = [.. dataset.Errors, .. unknown],
            Samples = [.. dataset.Samples.Select(sample => sample with
            { Objects = [.. sample.Objects.Where(item => map[item.Label] >= 0).Select(item => item with { Label = map[item.Label] })] })],
        };
    }

    // Classes that the data do not have get numbers that none of theirs has.
    private static IReadOnlyList<int> Ids(ObjectDataset dataset, IReadOnlyList<string> classes)
    {
        int?[] own = [.. classes.Select(name => IdOf(dataset, name))];
        var taken = own.OfType<int>().ToHashSet();
        var free = taken.Count > 0 ? taken.Max() : 0;
        return [.. own.Select((id, at) => id ?? (taken.Add(at + 1) ? at + 1 : Free()))];

        int Free()
        {
            while (!taken.Add(++free)) { }
            return free;
        }
    }

    private static int? IdOf(ObjectDataset dataset, string name)
    {
        for (var i = 0; i < dataset.Classes.Count; i++)
            if (dataset.Classes[i] == name) return dataset.CategoryIds[i];
        return null;
    }
}
