namespace Graft.Training;

/// <summary>Linear warm-up, then a fall to a hundredth, counted in steps.</summary>
/// <param name="WarmupSteps">Steps until the full rate.</param>
/// <param name="TotalSteps">Steps of the phase.</param>
/// <param name="Decay">How it falls.</param>
internal sealed record LearningRateSchedule(long WarmupSteps, long TotalSteps, RateDecay Decay = RateDecay.Cosine)
{
    private const double Floor = 0.01;

    /// <summary>Share of the highest rate for a step, counted from 0.</summary>
    public double Factor(long step)
    {
        if (step < WarmupSteps) return (step + 1.0) / (WarmupSteps + 1);
        var progress = Math.Min(1, (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps));
        var share = Decay == RateDecay.Cosine ? 0.5 * (1 + Math.Cos(Math.PI * progress)) : Math.Pow(1 - progress, 0.9);
        return Floor + (1 - Floor) * share;
    }
}

/// <summary>How the rate falls after the warm-up.</summary>
public enum RateDecay
{
    /// <summary>Half a cosine (Loshchilov and Hutter, arXiv:1608.03983).</summary>
    Cosine,

    /// <summary>(1 - share done) to the power of 0.9, usual in segmentation (Liu et al., arXiv:1506.04579).</summary>
    Polynomial,
}
