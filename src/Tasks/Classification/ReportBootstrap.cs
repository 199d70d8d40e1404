namespace Graft.Tasks;

/// <summary>Resamples a score table, stratified by true class so that no resample loses a class.</summary>
internal sealed class ReportBootstrap(ScoreTable table, double[] losses, RocAuc areas)
{
    // A resample of the ROC areas passes over all N x C scores; beyond this many steps it would take longer than a few seconds.
    public double MaxSteps { get; init; } = 2e9;

    public ResampledReport Run(EvaluationOptions options, List<string> notes)
    {
        var withAreas = (double)table.Count * table.Classes.Count * options.Resamples <= MaxSteps;
        if (options.Resamples > 0 && !withAreas)
            notes.Add($"ROC AUC has no interval: {table.Count} images of {table.Classes.Count} classes are too many to resample it.");
        var bootstrap = new BootstrapOptions { Resamples = options.Resamples, Level = options.Level, Seed = options.Seed, Strata = table.Labels };
        var counts = new ConfusionCounts(table.Classes.Count);
        return new(options, Bootstrap.Of(table.Count, ResampledReport.Metrics + table.Classes.Count, bootstrap, (times, metrics) =>
        {
            counts.Clear();
            var loss = 0.0;
            for (var i = 0; i < times.Length; i++)
            {
                if (times[i] == 0) continue;
                counts.Add(table.Labels[i], table.Predicted[i], times[i]);
                loss += times[i] * losses[i];
            }
            var macro = counts.Average(bySupport: false);
            metrics[ResampledReport.Accuracy] = counts.Accuracy;
            metrics[ResampledReport.BalancedAccuracy] = macro.Recall;
            metrics[ResampledReport.MacroF1] = macro.F1;
            metrics[ResampledReport.WeightedF1] = counts.Average(bySupport: true).F1;
            metrics[ResampledReport.LogLoss] = loss / times.Length;
            metrics[ResampledReport.RocArea] = withAreas ? areas.Macro(times) : double.NaN;
            for (var c = 0; c < table.Classes.Count; c++)
                metrics[ResampledReport.Metrics + c] = counts.F1(c) ?? double.NaN;
        }));
    }
}
