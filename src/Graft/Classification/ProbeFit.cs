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
        var features = extractor.Extract([.. task.Train.Select(sample => sample.Path)], progress, cancellation);
        int[] labels = [.. task.Train.Select(sample => sample.Label)];
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, new CrossValidationOptions
        {
            Seed = task.Request.Seed,
            Groups = task.Groups,
            Fit = new LogisticRegressionOptions
            {
                Classes = task.Classes,
                ClassWeights = task.Request.ClassWeights ? LogisticRegressionOptions.BalancedWeights(labels, task.Classes) : null,
            },
        });
        var note = string.Create(CultureInfo.InvariantCulture,
            $"probe: logistic regression on {extractor.Width} features of {task.Train.Count} images, "
            + $"C = {fit.C:g3} by {fit.Folds}-fold cross-validation");
        progress?.Report(new RunEvent.Message(note));
        return (HeadParameters.With(task.Model.Graph, task.Model.Parameters, fit.Classifier), (fit.HeldOutLogits, labels), note);
    }
}
