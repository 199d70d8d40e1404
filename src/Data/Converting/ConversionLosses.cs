namespace Graft.Data;

/// <summary>Counts what a conversion did not keep, by kind, with the first places.</summary>
internal sealed class ConversionLosses(string folder, DatasetFormat from, DatasetFormat to)
{
    private readonly Dictionary<string, (List<string> Where, string Cure)> _kinds = new(StringComparer.Ordinal);

    /// <param name="what">The kind, as in "crowds are left out".</param>
    /// <param name="where">The image or class.</param>
    /// <param name="cure">What to do about it.</param>
    public void Add(string what, string where, string cure)
    {
        if (!_kinds.TryGetValue(what, out var kind)) _kinds[what] = kind = ([], cure);
        kind.Where.Add(where);
    }

    public IReadOnlyList<Problem> All() =>
        [.. _kinds.Select(kind => new Problem(folder,
            $"{from} to {to}: {kind.Key} ({Words.Times(kind.Value.Where.Count)}: {Words.List([.. kind.Value.Where.Distinct()], 5)}).", kind.Value.Cure,
            IsWarning: true))];
}
