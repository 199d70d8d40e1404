namespace Graft.Tasks;

/// <summary>Intervals of the average precisions; null where they are undefined.</summary>
internal sealed record CocoIntervals(ConfidenceInterval? AP, ConfidenceInterval? AP50, ConfidenceInterval? AP75, ConfidenceInterval?[] Classes, string Method)
{
    public ConfidenceInterval? Class(int label) => Classes[label];
}
