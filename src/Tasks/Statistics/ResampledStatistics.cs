namespace Graft.Tasks;

/// <summary>Computes statistics of one resample.</summary>
/// <param name="times">How often each item was drawn; 0 for those left out.</param>
/// <param name="statistics">To be filled in; NaN where a statistic is undefined.</param>
public delegate void ResampledStatistics(ReadOnlySpan<int> times, Span<double> statistics);
