namespace Graft;

/// <summary>Finds names among others by themselves, and otherwise by how they look.</summary>
internal sealed class AlikeNames
{
    private readonly HashSet<string> _names;
    private readonly Lazy<ILookup<string, string>> _byLook;

    /// <param name="names">Those that can be found.</param>
    public AlikeNames(IEnumerable<string> names)
    {
        _names = names.ToHashSet(StringComparer.Ordinal);
        _byLook = new(() => _names.ToLookup(NameLook.Of, StringComparer.Ordinal));
    }

    /// <summary>The name itself, or the only one that looks the same; null for none, and for several.</summary>
    public string? Find(string name) => _names.Contains(name) ? name : _byLook.Value[NameLook.Of(name)].ToList() is [var only] ? only : null;

    /// <summary>Whether no other of the names looks the same.</summary>
    public bool IsAlone(string name) => _byLook.Value[NameLook.Of(name)].All(other => other == name);
}
