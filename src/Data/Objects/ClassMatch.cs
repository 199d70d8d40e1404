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

    /// <summary>Names that a reader cannot tell apart, or by their capitals only.</summary>
    /// <param name="where">The data.</param>
    /// <param name="names">Of its classes.</param>
    /// <param name="areIdentities">Whether one in two would be measured as a stranger to itself: names that look the same are errors then.</param>
    public static IEnumerable<Problem> Alike(string where, IReadOnlyList<string> names, bool areIdentities = false)
    {
        foreach (var alike in names.Distinct(StringComparer.Ordinal).GroupBy(name => NameLook.OfLabel(name).ToUpperInvariant())
            .Where(group => group.Count() > 1))
        {
            var listed = string.Join(" and ", alike.Select(name => $"'{name}'"));
            var isSame = alike.DistinctBy(NameLook.OfLabel).Count() < alike.Count();
            var how = isSame ? "look the same and are written with other characters" : "differ only in case";
            yield return areIdentities && isSame
                ? new Problem(where, $"The identities {listed} {how}.", "Give both folders one name if they are one identity, or names that can be told apart.")
                : new Problem(where, $"The {(areIdentities ? "identities" : "classes")} {listed} {how}.", "Merge them if they mean the same.", IsWarning: true);
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
        var letters = NameLook.OfLabel(name).Where(letter => letter is not (' ' or '_' or '-')).ToArray();
        return new string(letters).ToLowerInvariant();
    }
}
