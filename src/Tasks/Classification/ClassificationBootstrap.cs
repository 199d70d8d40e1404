namespace Graft.Tasks;

/// <summary>Resamples a score table, stratified by true class so that no resample loses a class.</summary>
internal sealed class ClassificationBootstrap(ScoreTable table, double[] losses, RocAuc areas)
{
    /// <summary>Key of the F1 of each class.</summary>
    public const string ClassF1 = "f1";

    // A resample of the ROC areas passes over all N x C scores; beyond this many steps it would take longer than a few seconds.
    public double MaxSteps { get; init; } = 2e9;

    public ResampledIntervals Run(EvaluationOptions options, List<string> notes)
    {
        var classes = table.Classes.Count;
        var withAreas = (double)table.Count * classes * options.Resamples <= MaxSteps;
        if (options.Resamples > 0 && !withAreas)
            notes.Add($"ROC AUC has no interval: {table.Count} images of {classes} classes are too many to resample it.");
        var bootstrap = new BootstrapOptions
        {
            Resamples = options.Resamples,
            Level = options.Level,
            Seed = options.Seed,
            Strata = table.Labels,
            Units = options.Units,
        };
        var counts = new ConfusionCounts(classes);
        return ResampledIntervals.Run(table.Count, bootstrap,
            [
                .. ClassificationMetricTable.Table.Resampled.Where(row => withAreas || row.Key != ClassificationMetricTable.RocAuc),
                .. ResampledIntervals.OfClasses<ClassificationSample>(ClassF1, classes, (sample, label) => sample.Counts.F1(label),
                    (sample, label) => (sample.Counts.Support[label] + sample.Counts.Predicted[label]) / 2, IntervalKind.Counted),
            ],
            times =>
            {
                counts.Clear();
                var (loss, images) = (0.0, 0);
                for (var i = 0; i < times.Length; i++)
                {
                    if (times[i] == 0) continue;
                    counts.Add(table.Labels[i], table.Predicted[i], times[i]);
                    loss += times[i] * losses[i];
                    images += times[i];
                }
                return new(counts) { LogLoss = loss / images, RocAuc = withAreas ? areas.Macro(times) : null };
            });
    }
}
