namespace Graft.Tasks;

/// <summary>Evaluates a classifier from its scores.</summary>
public static class ClassificationMetrics
{
    // float32's epsilon, the clip scikit-learn uses for float32 scores.
    private const float MinScore = 1.1920929e-7f;

    /// <summary>Computes every metric of a <see cref="ClassificationReport"/>.</summary>
    /// <param name="scores">N x C probabilities, row by row; each row sums to 1.</param>
    /// <param name="labels">N labels in 0..C-1.</param>
    /// <param name="classes">C distinct names, at least two.</param>
    /// <param name="options">Top-k, bins, bootstrap.</param>
    /// <exception cref="GraftException">Sizes do not fit, a label is out of range, scores are no probabilities, or an option is out of range.</exception>
    public static ClassificationReport Evaluate(float[] scores, int[] labels, IReadOnlyList<string> classes, EvaluationOptions? options = null)
    {
        options ??= new();
        options.Check();
        var table = new ScoreTable(scores, labels, classes);
        var counts = new ConfusionCounts(classes.Count);
        for (var i = 0; i < table.Count; i++) counts.Add(labels[i], table.Predicted[i], 1);

        var losses = Losses(table);
        var areas = new RocAuc(table);
        var once = new int[table.Count];
        Array.Fill(once, 1);
        var notes = new List<string>();
        var topK = Math.Clamp(options.TopK, 1, Math.Max(1, classes.Count - 1));
        var amongBest = Enumerable.Range(0, table.Count).Count(i => Rank(table, i) < topK);
        var (calibrationError, bins) = CalibrationCurve.Of(table, options.CalibrationBins);
        var resampled = new ReportBootstrap(table, losses, areas).Run(options, notes);
        var macro = counts.Average(bySupport: false);
        NoteClasses(counts, classes, notes);

        return new()
        {
            Count = table.Count,
            Classes = classes,
            Accuracy = counts.Accuracy,
            TopK = topK,
            TopKAccuracy = (double)amongBest / table.Count,
            BalancedAccuracy = macro.Recall,
            Macro = macro,
            Weighted = counts.Average(bySupport: true),
            LogLoss = losses.Average(),
            RocAuc = Defined(areas.Macro(once)),
            BrierScore = Brier(table),
            ExpectedCalibrationError = calibrationError,
            Calibration = bins,
            PerClass = [.. Enumerable.Range(0, classes.Count).Select(c => Score(counts, classes[c], c, Defined(areas.Of(c, once)), resampled, options.Level))],
            ConfusionMatrix = Matrix(table),
            Intervals = resampled.Intervals(
                ConfidenceInterval.Wilson(counts.Hits.Sum(), table.Count, options.Level), ConfidenceInterval.Wilson(amongBest, table.Count, options.Level)),
            Notes = notes,
        };
    }

    private static double[] Losses(ScoreTable table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => -Math.Log(Math.Clamp(table.Row(i)[table.Labels[i]], MinScore, 1)))];

    // Classes that come before the true one when sorted by falling score; of equal scores the first class comes first, as for the predicted class.
    private static int Rank(ScoreTable table, int i)
    {
        var row = table.Row(i);
        var label = table.Labels[i];
        var rank = 0;
        for (var c = 0; c < row.Length; c++)
            if (row[c] > row[label] || (row[c] == row[label] && c < label)) rank++;
        return rank;
    }

    private static double Brier(ScoreTable table)
    {
        var sum = 0.0;
        for (var i = 0; i < table.Count; i++)
        {
            var row = table.Row(i);
            for (var c = 0; c < row.Length; c++)
            {
                var gap = row[c] - (c == table.Labels[i] ? 1.0 : 0.0);
                sum += gap * gap;
            }
        }
        return sum / table.Count;
    }

    private static int[][] Matrix(ScoreTable table)
    {
        var matrix = new int[table.Classes.Count][];
        for (var c = 0; c < matrix.Length; c++) matrix[c] = new int[matrix.Length];
        for (var i = 0; i < table.Count; i++) matrix[table.Labels[i]][table.Predicted[i]]++;
        return matrix;
    }

    private static ClassScore Score(ConfusionCounts counts, string name, int c, double? area, ResampledReport resampled, double level) => new()
    {
        Class = name,
        Support = (int)counts.Support[c],
        Predicted = (int)counts.Predicted[c],
        Precision = counts.Precision(c),
        Recall = counts.Recall(c),
        F1 = counts.F1(c),
        RocAuc = area,
        PrecisionInterval = counts.Predicted[c] > 0 ? ConfidenceInterval.Wilson(counts.Hits[c], counts.Predicted[c], level) : null,
        RecallInterval = counts.Support[c] > 0 ? ConfidenceInterval.Wilson(counts.Hits[c], counts.Support[c], level) : null,
        F1Interval = resampled.ClassF1(c),
    };

    private static void NoteClasses(ConfusionCounts counts, IReadOnlyList<string> classes, List<string> notes)
    {
        var absent = Enumerable.Range(0, classes.Count).Where(c => counts.Support[c] == 0).Select(c => $"'{classes[c]}'").ToList();
        if (absent.Count > 0)
            notes.Add($"No image belongs to {string.Join(", ", absent)}: recall and ROC AUC are undefined there, and the averages leave {(absent.Count == 1 ? "it" : "them")} out.");
        var unpredicted = Enumerable.Range(0, classes.Count).Where(c => counts.Support[c] > 0 && counts.Predicted[c] == 0).Select(c => $"'{classes[c]}'").ToList();
        if (unpredicted.Count > 0)
            notes.Add($"No image was given to {string.Join(", ", unpredicted)}: precision counts as 0 there.");
        if (absent.Count == classes.Count - 1)
            notes.Add("All images belong to one class: ROC AUC is undefined.");
    }

    private static double? Defined(double value) => double.IsNaN(value) ? null : value;
}
