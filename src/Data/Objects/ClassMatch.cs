namespace Graft.Data;

/// <summary>Finds the classes of a data set among a model's.</summary>
internal static class ClassMatch
{
    /// <summary>
    /// The place of each name in the classes, -1 for those that are not there. A name that is not there letter for letter may be written with
    /// other spaces, underscores, hyphens and capitals ("diningtable" is "dining table"), as long as it can mean only one class and no other name means it.
    /// </summary>
    public static int[] Find(IReadOnlyList<string> names, IReadOnlyList<string> classes)
    {
        if (names.SequenceEqual(classes, StringComparer.Ordinal)) return [.. Enumerable.Range(0, names.Count)];
        var places = names.Select(name => IndexOf(classes, name)).ToArray();
        var loose = classes.Select(Loose).ToList();
        for (var at = 0; at < places.Length; at++)
        {
            if (places[at] >= 0) continue;
            var key = Loose(names[at]);
            if (loose.Count(name => name == key) == 1 && names.Count(name => Loose(name) == key) == 1) places[at] = loose.IndexOf(key);
        }
        return places;
    }

    /// <summary>What is wrong with names that two classes have; their labels could not be told apart by anyone who matches names.</summary>
    public static Problem? Twins(string where, IReadOnlyList<string> names)
    {
        var twins = names.Index().GroupBy(pair => pair.Item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twins is null ? null : new Problem(where,
            $"The classes {string.Join(" and ", twins.Select(pair => pair.Index))} are both called '{twins.Key}'.", "Merge them, or rename one.");
    }

    /// <summary>Warnings of names that a reader cannot tell apart, or by their capitals only.</summary>
    public static IEnumerable<Problem> Alike(string where, IReadOnlyList<string> names)
    {
        foreach (var alike in names.Distinct(StringComparer.Ordinal).GroupBy(name => name, NameLook.Loose).Where(group => group.Count() > 1))
        {
            var how = alike.Distinct(NameLook.Exact).Count() == 1 ? "look the same and are written with other characters" : "differ only in case";
            yield return new Problem(where, $"The classes {string.Join(" and ", alike.Select(name => $"'{name}'"))} {how}.",
                "Merge them if they mean the same.", IsWarning: true);
        }
    }

    private static int IndexOf(IReadOnlyList<string> classes, string name)
    {
        for (var at = 0; at < classes.Count; at++)
            if (classes[at] == name) return at;
        return -1;
    }

    private static string Loose(string name)
    {
        var letters = NameLook.Of(name).Where(letter => letter is not (' ' or '_' or '-')).ToArray();
        return new string(letters).ToLowerInvariant();
    }
}
