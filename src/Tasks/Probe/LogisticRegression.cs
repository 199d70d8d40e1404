namespace Graft.Tasks;

/// <summary>
/// Multinomial logistic regression with an L2 penalty: the head of the <c>probe</c> strategy, fitted to its one optimum by L-BFGS.
/// With fewer images than features it works in the space the images span, which is small and exact.
/// </summary>
public static class LogisticRegression
{
    /// <summary>Fits one classifier.</summary>
    /// <param name="features">N x F values, row by row; F is the length over the number of labels.</param>
    /// <param name="labels">N labels in 0..classes-1; every class must occur.</param>
    /// <param name="options">Penalty, class weights, tolerance.</param>
    /// <returns>Weights and bias on raw features.</returns>
    /// <exception cref="GraftException">Sizes do not fit, a class has no image, a value is not finite, or an option is out of range.</exception>
    public static LinearClassifier Fit(float[] features, int[] labels, LogisticRegressionOptions? options = null)
    {
        options ??= new();
        var problem = new ProbeProblem(features, labels, options.Classes);
        options.Check(problem.Classes);
        problem.RequireEveryClass();
        var path = new RegularisationPath(problem, problem.AllRows, options);
        return path.Fit(options.C);
    }

    /// <summary>Chooses the penalty by stratified cross-validation, then fits on everything.</summary>
    /// <param name="features">N x F values, row by row.</param>
    /// <param name="labels">N labels in 0..classes-1; every class must occur at least twice.</param>
    /// <param name="options">Grid, folds, seed, groups.</param>
    /// <exception cref="GraftException">Sizes do not fit, a class has too few images, or an option is out of range.</exception>
    public static CrossValidatedFit FitWithCrossValidation(float[] features, int[] labels, CrossValidationOptions? options = null)
    {
        options ??= new();
        var problem = new ProbeProblem(features, labels, options.Fit.Classes);
        options.Check(problem);
        problem.RequireEveryClass(2);
        return new CrossValidation(problem, options).Run();
    }
}
