using System.Globalization;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// How far to go from the probe to the tuned network. Few images are quickly overfitted, and the tuned network then is surer than it should be; a
/// point on the straight line between the two is often better than either end (Wortsman et al., Robust fine-tuning of zero-shot models,
/// arXiv:2109.01903).
/// </summary>
internal static class WeightInterpolation
{
    private static readonly double[] Shares = [0.75, 0.5, 0.25, 0];

    // Without validation images nothing can be chosen. Over the folds of the bundled photographs (`folds` of the bench) a quarter of the way had the
    // lowest log-loss; with thousands of images the tuned network has seen enough to be taken as it is.
    private const double DefaultFactor = 0.25;
    private const int ManyImages = 2000;

    /// <summary>
    /// The best by the monitored metric of the validation images (accuracy unless told), then by their loss; the start counts too, so training never
    /// ends below what it began with.
    /// </summary>
    /// <param name="task">What was fitted.</param>
    /// <param name="start">The probe.</param>
    /// <param name="tuned">What training made of it.</param>
    /// <param name="cancellation">Leaves the choice.</param>
    public static FitResult Choose(FitTask task, ParameterSet start, FitResult tuned, CancellationToken cancellation)
    {
        if (tuned.IsCancelled) return tuned;
        if (task.Validation.Count == 0)
            return task.Train.Count >= ManyImages
                ? tuned
                : Noted(tuned with { Parameters = At(start, tuned, DefaultFactor) }, Told(DefaultFactor, "without validation images to choose by"));
        var best = tuned.Metrics is null ? tuned with { Metrics = Measure(task, tuned.Parameters, cancellation) } : tuned;
        List<CandidateAnswers> candidates = [.. tuned.Candidates];
        var (chosen, monitor) = (1.0, task.Request.MonitoredMetric ?? ClassificationMetricTable.Accuracy);
        foreach (var share in Shares)
        {
            var parameters = At(start, tuned, share);
            var metrics = Measure(task, parameters, cancellation);
            if (metrics.Answers is { } answers) candidates.Add(answers);
            if (metrics.IsBetterThan(best.Metrics, monitor)) (best, chosen) = (best with { Parameters = parameters, Metrics = metrics }, share);
        }
        // Where the epochs' answers were not kept, those of the blends alone would say too little.
        best = best with { Candidates = tuned.Candidates.Count > 0 ? candidates : [] };
        return chosen switch
        {
            1 => best,
            // No epoch's weights were kept, so none is the best.
            0 => Noted(best with { History = [.. best.History.Select(epoch => epoch with { IsBest = false })] },
                "no fine-tuned weights beat the probe on the validation images, so its head was kept"),
            _ => Noted(best, Told(chosen, "best on the validation images")),
        };
    }

    private static string Told(double share, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"weight interpolation: factor {share:0.00} between the probe (0) and the tuned network (1), {why}");

    private static FitResult Noted(FitResult fit, string note) => fit with { Notes = [.. fit.Notes, note] };

    private static ParameterSet At(ParameterSet start, FitResult tuned, double share) => share == 0 ? start : ParameterBlend.Of(start, tuned.Parameters, share);

    private static ValidationMetrics Measure(FitTask task, ParameterSet parameters, CancellationToken cancellation) => ClassificationValidationMetrics.Of(
        ClassifierFit.Logits(task, parameters, task.Validation, cancellation), [.. task.Validation.Select(sample => sample.Label)], task.Classes);
}
