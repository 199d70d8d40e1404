namespace Graft.Tasks;

/// <summary>
/// Thresholds for a rate: one of all answers, and a stricter one of its own for a class whose held-out images show that it is worse: more answers are wrong
/// than was asked for, beyond chance. Answers are only taken away by it.
/// </summary>
internal sealed class ClassThresholds
{
    private readonly float[] _thresholds;

    /// <param name="answers">To held-out images, independent of one another.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="rate">Share of wrong answers that is asked for.</param>
    public ClassThresholds(IReadOnlyList<HeldOutAnswer> answers, int classes, double rate)
    {
        Overall = RiskControl.Choose(answers, rate);
        _thresholds = new float[classes];
        Array.Fill(_thresholds, Overall.Confidence ?? float.PositiveInfinity);
        if (Overall.Confidence is not { } common) return;
        foreach (var own in answers.GroupBy(answer => answer.Label).Where(own => own.Key < classes))
            if (IsWorse(own.Where(answer => answer.Confidence >= common), rate))
                _thresholds[own.Key] = Math.Max(common, RiskControl.Choose([.. own], rate).Confidence ?? float.PositiveInfinity);
    }

    /// <summary>That of all answers together.</summary>
    public RiskThreshold Overall { get; }

    /// <summary>From this confidence on a class is answered; infinite where it is not.</summary>
    public float Of(int label) => _thresholds[label];

    private static bool IsWorse(IEnumerable<HeldOutAnswer> answers, double rate)
    {
        var (count, wrong) = (0, 0);
        foreach (var answer in answers) (count, wrong) = (count + 1, wrong + (answer.IsRight ? 0 : 1));
        return count > 0 && ConfidenceInterval.Exact(wrong, count).Low > rate;
    }
}
