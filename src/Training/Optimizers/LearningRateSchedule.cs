namespace Graft.Training;

/// <summary>Linear warm-up, then half a cosine down to a hundredth (Loshchilov and Hutter, arXiv:1608.03983), counted in steps.</summary>
/// <param name="WarmupSteps">Steps until the full rate.</param>
/// <param name="TotalSteps">Steps of the phase.</param>
public sealed record LearningRateSchedule(long WarmupSteps, long TotalSteps)
{
    private const double Floor = 0.01;

    /// <summary>Share of the highest rate for a step, counted from 0.</summary>
    public double Factor(long step)
    {
        if (step < WarmupSteps) return (step + 1.0) / (WarmupSteps + 1);
        var progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return Floor + (1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
    }
}
