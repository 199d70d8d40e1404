namespace Graft.Tasks;

/// <summary>Evaluates a classifier from its scores.</summary>
internal static class ClassificationMetrics
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
        OptionsCheck.Throw("The evaluation", options);
        var table = new ScoreTable(scores, labels, classes);
        CopyUnits.Check(options.Units, table.Count);
        var counts = new ConfusionCounts(classes.Count);
        for (var i = 0; i < table.Count; i++) counts.Add(labels[i], table.Predicted[i], 1);

        var losses = Losses(table);
        var areas = new RocAuc(table);
        var once = new int[table.Count];
        Array.Fill(once, 1);
        var notes = new List<string>();
        var topK = Math.Clamp(options.TopK, 1, Math.Max(1, classes.Count - 1));
        var (calibrationError, bins) = CalibrationCurve.Of(table, options.CalibrationBins);
        var intervals = new ClassificationBootstrap(table, losses, areas).Run(options, notes);
        NoteClasses(counts, classes, notes);
        bool[] inTopK = [.. Enumerable.Range(0, table.Count).Select(i => Rank(table, i) < topK)];
        var sample = new ClassificationSample(counts)
        {
            Right = [.. Enumerable.Range(0, table.Count).Select(i => table.Predicted[i] == labels[i])],
            TopK = topK,
            InTopK = inTopK,
            TopKAccuracy = (double)inTopK.Count(isRight => isRight) / table.Count,
            LogLoss = losses.Average(),
            RocAuc = Defined(areas.Macro(once)),
            BrierScore = Brier(table),
            ExpectedCalibrationError = calibrationError,
        };

        return new()
        {
            Count = table.Count,
            Classes = classes,
            Metrics = ClassificationMetricTable.Table.Measure(sample, (row, _) => row.Right is { } right
                ? IntervalAnswer.Of(CopyUnits.ShareInterval(Enumerable.Range(0, table.Count), right(sample), options.Units, options.Level))
                : intervals.Answer(row.Key)),
            TopK = topK,
            Calibration = bins,
            PerClass = WithIntervals([.. classes.Select((name, c) => Score(counts, c, name) with { RocAuc = Defined(areas.Of(c, once)) })],
                table, sample.Right, intervals, options),
            ConfusionMatrix = Matrix(table),
            RiskCoverage = RiskCoverage.Of([.. Enumerable.Range(0, table.Count).Select(i => table.Row(i)[table.Predicted[i]])], sample.Right!, options.Units,
                options.Level),
            IntervalMethod = Method(options),
            Notes = notes,
        };
    }

    private static string Method(EvaluationOptions options)
    {
        var exact = FormattableString.Invariant($"{options.Level * 100:0.#} %: exact (Clopper and Pearson) for accuracy, top-k, precision and recall");
        var resampled = options.Resamples == 0 ? ""
            : "; for the others exact for a share of as many images as have the standard error of a bootstrap, stratified by class, "
                + $"{options.Resamples} resamples, seed {options.Seed}";
        return exact + resampled + CopyUnits.Note(options.Units);
    }

    /// <summary>What a training watches, from logits: the mean cross-entropy, the monitored metrics by key, and the answer to each image.</summary>
    /// <param name="logits">N x C values before the softmax.</param>
    /// <param name="labels">N labels in 0..C-1, at least one.</param>
    /// <param name="classes">Number of classes.</param>
    internal static (double Loss, Dictionary<string, double> Metrics, CandidateAnswers Answers) Monitor(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        var counts = new ConfusionCounts(classes);
        var answers = new CandidateAnswers(new bool[labels.Length], new float[labels.Length]);
        var loss = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var best = 0;
            for (var c = 1; c < classes; c++)
                if (row[c] > row[best]) best = c;
            var sum = 0.0;
            foreach (var logit in row) sum += Math.Exp(logit - row[best]);
            var own = Math.Log(sum) + row[best] - row[labels[i]];
            (answers.Right[i], answers.Losses[i]) = (best == labels[i], (float)own);
            loss += own;
            counts.Add(labels[i], best, 1);
        }
        return (loss / labels.Length, ClassificationMetricTable.Table.Monitor(new ClassificationSample(counts)), answers);
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

    private static ClassScore Score(ConfusionCounts counts, int label, string name) => new()
    {
        Class = name,
        Support = (int)counts.Support[label],
        Predicted = (int)counts.Predicted[label],
        Precision = counts.Precision(label),
        Recall = counts.Recall(label),
        F1 = counts.F1(label),
    };

    private static ClassScore[] WithIntervals(
        ClassScore[] scores, ScoreTable table, IReadOnlyList<bool> right, ResampledIntervals resampled, EvaluationOptions options)
    {
        var given = Enumerable.Range(0, table.Count).ToLookup(i => table.Predicted[i]);
        var own = Enumerable.Range(0, table.Count).ToLookup(i => table.Labels[i]);
        return [.. scores.Select((score, label) => score with
        {
            PrecisionInterval = CopyUnits.ShareInterval(given[label], right, options.Units, options.Level),
            RecallInterval = CopyUnits.ShareInterval(own[label], right, options.Units, options.Level),
            F1Interval = resampled[ClassificationBootstrap.ClassF1, label],
        })];
    }

    private static void NoteClasses(ConfusionCounts counts, IReadOnlyList<string> classes, List<string> notes)
    {
        var absent = Enumerable.Range(0, classes.Count).Where(c => counts.Support[c] == 0).Select(c => $"'{classes[c]}'").ToList();
        if (absent.Count > 0)
        {
            var which = absent.Count == 1 ? "it" : "them";
            notes.Add($"No image belongs to {string.Join(", ", absent)}: recall and ROC AUC are undefined there, and their averages leave {which} out.");
        }
        var invented = Enumerable.Range(0, classes.Count).Where(c => counts.Support[c] == 0 && counts.Predicted[c] > 0).Select(c => $"'{classes[c]}'").ToList();
        if (invented.Count > 0)
            notes.Add($"{string.Join(", ", invented)} {(invented.Count == 1 ? "was" : "were")} predicted without an image: precision and F1 count as 0 there, "
                + "in macro F1 and macro precision too (as in scikit-learn).");
        var unpredicted = Enumerable.Range(0, classes.Count).Where(c => counts.Support[c] > 0 && counts.Predicted[c] == 0)
            .Select(c => $"'{classes[c]}'").ToList();
        if (unpredicted.Count > 0)
            notes.Add($"No image was given to {string.Join(", ", unpredicted)}: precision counts as 0 there.");
        if (absent.Count == classes.Count - 1)
            notes.Add("All images belong to one class: ROC AUC is undefined.");
    }

    private static double? Defined(double value) => double.IsNaN(value) ? null : value;
}
