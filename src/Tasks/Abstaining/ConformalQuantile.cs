namespace Graft.Tasks;

/// <summary>A value that a new one exceeds with a probability of at most a share, if it comes as the others did (Vovk, Gammerman and Shafer 2005).</summary>
internal static class ConformalQuantile
{
    /// <summary>The value; null where there are too few others: 1 over the share less one.</summary>
    /// <param name="values">Values of others.</param>
    /// <param name="share">Above 0 and below 1.</param>
    public static double? Of(IReadOnlyCollection<double> values, double share)
    {
        var rank = (int)Math.Ceiling((values.Count + 1) * (1 - share) - 1e-9);
        return rank > values.Count ? null : values.Order().ElementAt(rank - 1);
    }
}
