namespace Graft;

/// <summary>Everything an examination found, in one message: nobody mends one problem to be told the next.</summary>
public sealed class ProblemsException : GraftException
{
    /// <param name="subject">What was examined, as in "The data set photos/".</param>
    /// <param name="problems">All findings; errors come first in the message.</param>
    public ProblemsException(string subject, IReadOnlyList<Problem> problems)
        : base(Describe(subject, problems)) => Problems = problems;

    /// <summary>All findings, warnings included.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    private static string Describe(string subject, IReadOnlyList<Problem> problems)
    {
        var errors = problems.Count(problem => !problem.IsWarning);
        var lines = problems.OrderBy(problem => problem.IsWarning).Select(problem => $"  {problem}");
        return $"{subject} has {errors} {(errors == 1 ? "problem" : "problems")} that must be fixed first:\n{string.Join('\n', lines)}";
    }
}
