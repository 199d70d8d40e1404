namespace Graft.Runtime;

/// <summary>What one of two versions did while a trial ran.</summary>
/// <param name="Answered">Images that it answered.</param>
/// <param name="Failed">Images to which it gave no answer, and that are not to blame for it.</param>
/// <param name="LogSeconds">Sum of the logarithms of the seconds that an image took.</param>
internal readonly record struct TrialArm(int Answered, int Failed, double LogSeconds)
{
    /// <summary>All of them.</summary>
    public int Images => Answered + Failed;

    /// <summary>Geometric mean of the seconds that an image took to decode and run; null before the first.</summary>
    public double? Seconds => Answered == 0 ? null : Math.Exp(LogSeconds / Answered);

    public TrialArm WithAnswer(double seconds) => new(Answered + 1, Failed, LogSeconds + Math.Log(Math.Max(seconds, 1e-6)));

    public TrialArm WithFailure() => this with { Failed = Failed + 1 };
}
