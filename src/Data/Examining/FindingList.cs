namespace Graft.Data;

/// <summary>
/// What a reader finds while it goes on: errors of the whole, errors of single things, warnings. Many of one kind are shown by the first of them and the
/// number of the others.
/// </summary>
internal sealed class FindingList(string root)
{
    private const int MaxOfAKind = 50;
    private readonly List<Problem> _errors = [];
    private readonly List<Problem> _warnings = [];
    private readonly Dictionary<string, int> _more = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What a run cannot start with, some of it <see cref="Problem.IsOfOne"/>.</summary>
    public IReadOnlyList<Problem> Errors =>
        [.. _errors, .. _more.Select(kind => Problem.OfOne(root, $"There {(kind.Value == 1 ? "is" : "are")} {kind.Value} more like these.", kind.Key))];

    /// <summary>What it can start with.</summary>
    public IReadOnlyList<Problem> Warnings => _warnings;

    /// <summary>Nothing can be made of the whole.</summary>
    public void Error(string where, string what, string cure) => _errors.Add(new Problem(where, what, cure));

    /// <summary>Nothing can be made of a single image, object, polygon or line, which is left out; those of one cure are of one kind.</summary>
    public void ErrorOfOne(string where, string what, string cure)
    {
        _counts[cure] = _counts.GetValueOrDefault(cure) + 1;
        if (_counts[cure] <= MaxOfAKind) _errors.Add(Problem.OfOne(where, what, cure));
        else _more[cure] = _more.GetValueOrDefault(cure) + 1;
    }

    /// <summary>Something to look at.</summary>
    public void Warning(string where, string what, string cure) => _warnings.Add(new Problem(where, what, cure, IsWarning: true));
}
