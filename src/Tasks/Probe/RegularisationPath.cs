namespace Graft.Tasks;

/// <summary>Fits some rows of a problem for one penalty after another, each starting from the one before.</summary>
internal sealed class RegularisationPath
{
    private readonly ProbeProblem _problem;
    private readonly LogisticRegressionOptions _options;
    private readonly Standardisation _standardisation;
    private readonly IDesign _design;
    private readonly int[] _labels;
    private double[]? _parameters;

    public RegularisationPath(ProbeProblem problem, int[] rows, LogisticRegressionOptions options)
    {
        (_problem, _options) = (problem, options);
        _labels = [.. rows.Select(i => problem.Labels[i])];
        _standardisation = Standardisation.Of(problem.Table, problem.Features, rows, options.Scaling);
        var wide = new WideDesign(problem.Table, rows, _standardisation);
        _design = rows.Length < problem.Features ? new RowSpace(wide) : wide;
    }

    public LinearClassifier Fit(double c)
    {
        var objective = new SoftmaxObjective(_design, _labels, _problem.Classes, _options.ClassWeights, c);
        _parameters ??= new double[objective.Size];
        var (iterations, converged) = Lbfgs.Minimise(objective.Evaluate, _parameters, _options.Tolerance, _options.MaxIterations);
        var weights = _parameters[..(_problem.Classes * _design.Columns)];
        var bias = _parameters[weights.Length..];
        if (_design is RowSpace space) weights = space.Expand(weights, _problem.Classes);
        return _standardisation.FoldInto(weights, bias) with { Iterations = iterations, Converged = converged };
    }
}

/// <summary>The float features themselves, standardised row by row as they are read: many images need no second copy in double.</summary>
internal sealed class WideDesign(float[] table, int[] rows, Standardisation standardisation) : IDesign
{
    public int Rows => rows.Length;

    public int Columns => standardisation.Mean.Length;

    public ReadOnlySpan<double> Row(int i, Span<double> scratch)
    {
        standardisation.Apply(table, rows[i], scratch);
        return scratch;
    }
}

/// <summary>Rows of standardised features, however they are held.</summary>
internal interface IDesign
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>Row <paramref name="i"/>: either a view, or <paramref name="scratch"/> filled in.</summary>
    ReadOnlySpan<double> Row(int i, Span<double> scratch);
}
