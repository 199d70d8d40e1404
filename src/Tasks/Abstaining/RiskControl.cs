namespace Graft.Tasks;

/// <summary>
/// From which confidence on at most a share of the answers is wrong: selective classification with a guarantee (Geifman and El-Yaniv 2017), by exact binomial
/// tests over the thresholds (Learn then Test, Angelopoulos et al. 2021). It holds in 95 of 100 drawings of the held-out images, whatever the confidences are
/// worth, as long as new images come as these did, and answers with less confidence are not better.
/// </summary>
internal static class RiskControl
{
    /// <summary>Share of drawings of held-out images in which the rate is kept.</summary>
    public const double Level = 0.95;

    /// <summary>Rates that may be asked for.</summary>
    public const double LowestRate = 0.001, HighestRate = 0.5;

    private const int Halvings = 20;

    /// <summary>Held-out images that a rate takes at least: so many, all of them right.</summary>
    public static int Needed(double rate, double level = Level) => (int)Math.Ceiling(Math.Log(1 - level) / Math.Log(1 - rate) - 1e-9);

    /// <summary>The lowest confidence from which on the rate is kept.</summary>
    /// <param name="answers">To held-out images, independent of one another.</param>
    /// <param name="rate">Share of wrong answers, above 0 and below 1.</param>
    /// <param name="level">See <see cref="Level"/>.</param>
    public static RiskThreshold Choose(IReadOnlyList<HeldOutAnswer> answers, double rate, double level = Level)
    {
        HeldOutAnswer[] sorted = [.. answers.OrderByDescending(answer => answer.Confidence)];
        var allowed = Allowed(sorted.Length, rate, level);
        var (wrong, best) = (0, new RiskThreshold(null, 0, 0, sorted.Length));
        for (var at = 0; at < sorted.Length; at++)
        {
            if (!sorted[at].IsRight) wrong++;
            // Equal confidences are answered together.
            if (at + 1 < sorted.Length && sorted[at + 1].Confidence == sorted[at].Confidence) continue;
            if (wrong <= allowed[at + 1]) best = new(sorted[at].Confidence, at + 1, wrong, sorted.Length);
        }
        return best;
    }

    /// <summary>
    /// For each number of the surest answers how many may be wrong; -1 for none, not even without an error. Every number is looked at, so that the test of each
    /// is the stricter: were the rate just not kept at all of them, any would pass in 5 of 100 drawings, as counted step by step.
    /// </summary>
    /// <param name="count">Answers.</param>
    /// <param name="rate">Share of wrong answers, above 0 and below 1.</param>
    /// <param name="level">See <see cref="Level"/>.</param>
    /// <returns>count + 1 numbers.</returns>
    public static int[] Allowed(int count, double rate, double level = Level)
    {
        var error = 1 - level;
        var allowed = Passing(count, rate, error);
        if (Crossing(allowed, rate) <= error) return allowed;
        var (low, high) = (Math.Log(error / 1000), Math.Log(error));
        allowed = Passing(count, rate, Math.Exp(low));
        for (var step = 0; step < Halvings; step++)
        {
            var middle = (low + high) / 2;
            var tried = Passing(count, rate, Math.Exp(middle));
            if (Crossing(tried, rate) <= error) (low, allowed) = (middle, tried);
            else high = middle;
        }
        return allowed;
    }

    // The largest numbers of errors that are as rare as that at the rate: binomial sums, from one number of trials and errors to the next.
    private static int[] Passing(int count, double rate, double tail)
    {
        var (passing, next) = (new int[count + 1], 0); // more errors than pass by one
        var (sum, last) = (1.0, 1.0); // the probability of so many errors or fewer, and of so many
        passing[0] = -1;
        for (var trials = 1; trials <= count; trials++)
        {
            sum -= rate * last;
            last *= (1 - rate) * trials / (trials - next);
            while (sum <= tail)
            {
                last *= (double)(trials - next) / (next + 1) * rate / (1 - rate);
                sum += last;
                next++;
            }
            passing[trials] = next - 1;
        }
        return passing;
    }

    // The probability that answers which are wrong at the rate pass anywhere: those that have not passed yet, by their errors.
    private static double Crossing(int[] passing, double rate)
    {
        var most = passing[^1];
        if (most < 0) return 0;
        var (alive, passed) = (new double[most + 1], 0.0); // with more errors none passes
        alive[0] = 1;
        for (var trials = 1; trials < passing.Length; trials++)
        {
            for (var errors = most; errors > 0; errors--) alive[errors] = alive[errors] * (1 - rate) + alive[errors - 1] * rate;
            alive[0] *= 1 - rate;
            for (var errors = 0; errors <= passing[trials]; errors++)
            {
                passed += alive[errors];
                alive[errors] = 0;
            }
        }
        return passed;
    }
}

/// <summary>From where on a classifier answers.</summary>
/// <param name="Confidence">It answers from this confidence on; null where no confidence keeps the rate.</param>
/// <param name="Answered">Held-out images that are answered.</param>
/// <param name="Wrong">Of these, wrong ones.</param>
/// <param name="Images">All held-out images.</param>
internal sealed record RiskThreshold(float? Confidence, int Answered, int Wrong, int Images);
