namespace Graft.Tasks;

/// <summary>Cross-entropy that easy candidates hardly count in (Lin et al., arXiv:1708.02002).</summary>
public static class FocalLoss
{
    /// <summary>Loss of one logit; torchvision's alpha is 0.25 and its gamma 2.</summary>
    /// <param name="logit">Before the sigmoid.</param>
    /// <param name="target">1 for the class, 0 for any other.</param>
    /// <param name="alpha">Weight of the objects; the background has 1 - alpha. Negative for none.</param>
    /// <param name="gamma">How fast easy candidates fade.</param>
    public static double Value(double logit, double target, double alpha = 0.25, double gamma = 2)
    {
        var probability = 1 / (1 + Math.Exp(-logit));
        var entropy = Math.Max(logit, 0) - logit * target + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        var right = probability * target + (1 - probability) * (1 - target);
        var loss = entropy * Math.Pow(1 - right, gamma);
        return alpha < 0 ? loss : loss * (alpha * target + (1 - alpha) * (1 - target));
    }
}
