using System.Globalization;
using Graft.Networks;
using Graft.Tasks;

namespace Graft;

/// <summary>The probe: features once, then multinomial logistic regression whose solution becomes the head.</summary>
internal static class ProbeFit
{
    public static (ParameterSet Parameters, (float[] Logits, int[] Labels) HeldOut, string Note) Run(
        FitTask task, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var extractor = new FeatureExtractor(task.Model, task.Engine, task.Store, workers: task.Request.Workers);
        if (task.Frozen is { } frozen) extractor.Quantise(frozen);
        var features = extractor.Extract([.. task.Train.Select(sample => sample.Path)], progress, cancellation);
        int[] labels = [.. task.Train.Select(sample => sample.Label)];
        var fit = Solve(features, labels, task.Groups, task.Classes, task.Request);
        var note = string.Create(CultureInfo.InvariantCulture,
            $"probe: logistic regression on {extractor.Width} features {(task.Frozen is null ? "" : "in 8 bits ")}of {task.Train.Count} images, "
            + $"C = {fit.C:g3} by {fit.Folds}-fold cross-validation");
        progress?.Report(new RunEvent.Message(note));
        return (HeadParameters.With(task.Model.Graph, task.Model.Parameters, fit.Classifier), (fit.HeldOutLogits, labels), note);
    }

    /// <summary>The solution on features that are computed already.</summary>
    /// <param name="features">N x F values, row by row.</param>
    /// <param name="labels">N labels.</param>
    /// <param name="groups">What each image is held out together with; null where it stands alone.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="request">Its seed, and whether classes weigh alike.</param>
    public static CrossValidatedFit Solve(float[] features, int[] labels, IReadOnlyList<string?> groups, int classes, ClassifyRequest request) =>
        LogisticRegression.FitWithCrossValidation(features, labels, new CrossValidationOptions
        {
            Seed = request.Seed,
            Groups = groups,
            Fit = new LogisticRegressionOptions
            {
                Classes = classes,
                ClassWeights = request.ClassWeights ? LogisticRegressionOptions.BalancedWeights(labels, classes) : null,
            },
        });
}
