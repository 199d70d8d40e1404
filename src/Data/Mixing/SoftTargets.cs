namespace Graft.Data;

/// <summary>Targets as probabilities.</summary>
public static class SoftTargets
{
    /// <summary>
    /// One row per label: 1 - smoothing on the class plus smoothing spread evenly over all (Szegedy et al., arXiv:1512.00567).
    /// </summary>
    /// <param name="labels">Indices from 0 to classes - 1.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="smoothing">From 0 to below 1; 0.1 is usual.</param>
    /// <returns>labels x classes values; each row sums to one.</returns>
    public static float[] Create(ReadOnlySpan<int> labels, int classes, double smoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (smoothing is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "Label smoothing is at least 0 and less than 1.");
        var targets = new float[labels.Length * classes];
        targets.AsSpan().Fill((float)(smoothing / classes));
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes) throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"Labels are from 0 to {classes - 1}.");
            targets[i * classes + labels[i]] += (float)(1 - smoothing);
        }
        return targets;
    }
}
