namespace Graft.Faces;

/// <summary>Names of people, in the one form in which they are stored and compared.</summary>
internal static class PersonName
{
    private const int Longest = 200;

    /// <summary>Composed letters (<see cref="Composition"/>), without blanks around: what looks the same is the same name.</summary>
    /// <exception cref="GraftException">It cannot be a name.</exception>
    public static string Clean(string name)
    {
        // Half of a pair of surrogates is no letter, and cannot be stored.
        for (var at = 0; at < name.Length; at += char.IsSurrogate(name[at]) ? 2 : 1)
            if (char.IsSurrogate(name[at]) && (at + 1 == name.Length || !char.IsSurrogatePair(name[at], name[at + 1])))
                throw Refused(name, $"The letter at position {at + 1} is broken: half of a pair (a lone surrogate).");
        var clean = Composition.Of(name.Trim());
        return clean.Length is > 0 and <= Longest && !clean.Any(char.IsControl) ? clean : throw Refused(name, $"1 to {Longest} letters are expected.");
    }

    private static GraftException Refused(string name, string expected) => new($"'{name}' cannot be the name of a person.", expected);
}
