using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Two ways of training on the same images.</summary>
/// <param name="Entries">At least two; the first is this run.</param>
/// <param name="Difference">Interval of the first entry's accuracy less the second's over the same images; null when not computed.</param>
public sealed record BaselineComparison(IReadOnlyList<BaselineEntry> Entries, ConfidenceInterval? Difference = null);
