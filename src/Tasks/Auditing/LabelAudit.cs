namespace Graft.Tasks;

/// <summary>
/// Labels that look wrong, by confident learning (Northcutt, Jiang and Chuang 2021, arXiv:1911.00068): each image is judged by classifiers that had not seen
/// it. It is done twice: wrong labels that are sure in the first round teach nobody in the second.
/// </summary>
internal sealed class LabelAudit
{
    private readonly ProbeProblem _problem;
    private readonly IReadOnlyList<string?>? _groups;
    private readonly LabelAuditOptions _options;

    /// <param name="features">N x F values, row by row.</param>
    /// <param name="labels">N labels in 0..classes-1; every class occurs at least twice.</param>
    /// <param name="groups">Images of one group are held out together; null where each stands alone.</param>
    /// <param name="options">Rounds of folds and the seed.</param>
    /// <exception cref="GraftException">Sizes do not fit, or a class has too few images.</exception>
    public LabelAudit(float[] features, int[] labels, IReadOnlyList<string?>? groups, LabelAuditOptions? options = null)
    {
        (_groups, _options) = (groups, options ?? new());
        _problem = new ProbeProblem(features, labels, 0);
        _problem.RequireEveryClass(2);
    }

    /// <summary>Judges every image.</summary>
    public LabelAuditResult Run()
    {
        var (labels, classes) = (_problem.Labels, _problem.Classes);
        var penalty = new CrossValidation(_problem, new CrossValidationOptions { Folds = _options.Folds, Seed = _options.Seed, Groups = _groups }).Run().C;
        var first = Probabilities(penalty, new bool[labels.Length]);
        var doubted = Sure(first, Thresholds(first, new bool[labels.Length]));
        // A class that nearly all lose stays as it is: the others cannot teach what it looks like.
        foreach (var label in Enumerable.Range(0, classes))
            if (labels.Index().Count(pair => pair.Item == label && !doubted[pair.Index]) < 2)
                foreach (var (index, own) in labels.Index())
                    if (own == label) doubted[index] = false;
        var second = Probabilities(penalty, doubted);
        var thresholds = Thresholds(second, doubted);
        var sure = Sure(second, thresholds);
        return new()
        {
            First = first,
            Probabilities = second,
            Classes = classes,
            Doubts = [.. Enumerable.Range(0, labels.Length).Select(index =>
            {
                var before = first.AsSpan(index * classes, classes);
                var after = second.AsSpan(index * classes, classes);
                var (own, other) = (labels[index], Other(after, labels[index]));
                return new LabelDoubt(index, other, (2 + before[other] - before[own] + after[other] - after[own]) / 4, sure[index]);
            }).OrderByDescending(doubt => doubt.Score).ThenBy(doubt => doubt.Index)],
        };
    }

    // The mean over several ways to make the folds; those left out are judged, and teach nobody.
    private double[] Probabilities(double penalty, bool[] leftOut)
    {
        var (count, classes) = (_problem.Labels.Length, _problem.Classes);
        var sums = new double[count * classes];
        var options = new LogisticRegressionOptions { Classes = classes };
        for (var repeat = 0; repeat < _options.Repeats; repeat++)
        {
            var fold = FoldAssignment.Make(_problem.Labels, _groups, Math.Min(_options.Folds, count), _options.Seed + (ulong)repeat);
            for (var held = 0; held <= fold.Max(); held++)
            {
                int[] rows = [.. _problem.AllRows.Where(i => fold[i] != held && !leftOut[i])];
                if (rows.Length == 0) continue;
                var classifier = new RegularisationPath(_problem, rows, options).Fit(penalty);
                foreach (var i in _problem.AllRows.Where(i => fold[i] == held))
                {
                    double[] row = [.. classifier.Logits(_problem.Table.AsSpan(i * _problem.Features, _problem.Features)).Select(value => (double)value)];
                    Softmax.Normalise(row);
                    for (var c = 0; c < classes; c++) sums[i * classes + c] += row[c] / _options.Repeats;
                }
                _options.FoldJudged?.Invoke();
            }
        }
        return sums;
    }

    // How sure the classifiers are on average of the images that carry a label.
    private double[] Thresholds(double[] probabilities, bool[] leftOut) => [.. Enumerable.Range(0, _problem.Classes).Select(label =>
        _problem.AllRows.Where(i => _problem.Labels[i] == label && !leftOut[i]).Select(i => probabilities[i * _problem.Classes + label])
            .DefaultIfEmpty(1).Average())];

    private bool[] Sure(double[] probabilities, double[] thresholds) => [.. _problem.AllRows.Select(i =>
    {
        var row = probabilities.AsSpan(i * _problem.Classes, _problem.Classes);
        var (own, other) = (_problem.Labels[i], Other(row, _problem.Labels[i]));
        return row[other] > row[own] && row[other] >= thresholds[other];
    })];

    private static int Other(ReadOnlySpan<double> row, int own)
    {
        var best = own == 0 ? 1 : 0;
        for (var c = 0; c < row.Length; c++)
            if (c != own && row[c] > row[best]) best = c;
        return best;
    }
}

/// <summary>How labels are judged.</summary>
internal sealed record LabelAuditOptions
{
    /// <summary>Folds, of which each is judged by a classifier fitted on the others.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Ways to make the folds, whose answers are averaged.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>Decides the folds.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told after each fold; what it throws ends the audit.</summary>
    public Action? FoldJudged { get; init; }

    /// <summary>How often that is, if no fold is empty.</summary>
    public int JudgedFolds => 2 * Repeats * Folds;
}

/// <summary>What was found out about labels.</summary>
internal sealed record LabelAuditResult
{
    /// <summary>N x classes out-of-fold probabilities of the first round, in which all labels were learned from.</summary>
    public required double[] First { get; init; }

    /// <summary>N x classes out-of-fold probabilities of the second round.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>Classes of a row.</summary>
    public required int Classes { get; init; }

    /// <summary>All images, the most doubtful label first.</summary>
    public required IReadOnlyList<LabelDoubt> Doubts { get; init; }
}

/// <summary>How doubtful one label is.</summary>
/// <param name="Index">Row of the image.</param>
/// <param name="Suggestion">The likeliest other class.</param>
/// <param name="Score">
/// From 0, certainly right, to 1, certainly the suggestion: half the difference of both probabilities above 0.5, the mean of both rounds.
/// </param>
/// <param name="IsSure">Whether the suggestion is as likely as it is for images that carry it.</param>
internal sealed record LabelDoubt(int Index, int Suggestion, double Score, bool IsSure);
