namespace Graft.Tasks;

/// <summary>Runs the folds: one standardisation and one regularisation path each, with the smallest C first.</summary>
internal sealed class CrossValidation(ProbeProblem problem, CrossValidationOptions options)
{
    private readonly double[] _grid = [.. options.Grid.Distinct().Order()];

    public CrossValidatedFit Run()
    {
        var folds = FoldCount();
        var fold = FoldAssignment.Make(problem.Labels, options.Groups, folds, options.Seed);
        var logits = _grid.Select(_ => new float[problem.Labels.Length * problem.Classes]).ToArray();
        for (var k = 0; k < folds; k++) Hold(k, fold, logits);

        var path = _grid.Select((c, g) => Score(c, logits[g])).ToList();
        var best = options.SelectBy == PenaltySelection.LogLoss
            ? path.MinBy(score => score.LogLoss)!
            : path.OrderByDescending(score => score.Accuracy).ThenBy(score => score.LogLoss).First();
        return new()
        {
            Classifier = new RegularisationPath(problem, problem.AllRows, options.Fit).Fit(best.C),
            C = best.C,
            Path = path,
            Folds = folds,
            HeldOutLogits = logits[path.IndexOf(best)],
        };
    }

    private int FoldCount()
    {
        var blocks = options.Groups is null ? problem.Labels.Length
            : options.Groups.Where(name => name is not null).Distinct().Count() + options.Groups.Count(name => name is null);
        if (blocks < 2)
            throw new GraftException("All images belong to one group.", "Cross-validation needs at least two groups.", "Leave the groups out, or set C yourself.");
        return Math.Min(options.Folds, blocks);
    }

    private void Hold(int k, int[] fold, float[][] logits)
    {
        var held = problem.AllRows.Where(i => fold[i] == k).ToArray();
        var rows = problem.AllRows.Where(i => fold[i] != k).ToArray();
        if (held.Length == 0 || rows.Length == 0) return;
        var path = new RegularisationPath(problem, rows, options.Fit);
        for (var g = 0; g < _grid.Length; g++)
        {
            var classifier = path.Fit(_grid[g]);
            foreach (var i in held)
                classifier.Logits(problem.Table.AsSpan(i * problem.Features, problem.Features)).CopyTo(logits[g], i * problem.Classes);
        }
    }

    private PenaltyScore Score(double c, float[] logits)
    {
        double loss = 0, weights = 0;
        var hits = 0;
        Span<double> row = new double[problem.Classes];
        for (var i = 0; i < problem.Labels.Length; i++)
        {
            var label = problem.Labels[i];
            var best = 0;
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = logits[i * row.Length + k];
                if (row[k] > row[best]) best = k;
            }
            if (best == label) hits++;
            var weight = options.Fit.ClassWeights?[label] ?? 1;
            var own = row[label];
            loss += weight * (Softmax.Normalise(row) - own);
            weights += weight;
        }
        return new(c, loss / weights, (double)hits / problem.Labels.Length);
    }
}
