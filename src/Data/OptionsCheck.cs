using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>Checks an options record as a whole, so that all mistakes are told at once.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ProblemsException">One or more values are out of range.</exception>
    public static void Throw(string subject, object options)
    {
        var problems = Find(options);
        if (problems.Count > 0) throw new ProblemsException(subject, problems);
    }

    /// <summary>Every value that is out of range.</summary>
    public static List<Problem> Find(object options)
    {
        List<ValidationResult> results = [];
        var context = new ValidationContext(options);
        var isWhole = Validator.TryValidateObject(options, context, results, validateAllProperties: true);
        // The validator does not look at values together where a single one is wrong.
        var together = isWhole || options is not IValidatableObject record ? [] : record.Validate(context).ToList();
        return [.. results.Concat(together).DistinctBy(result => result.ErrorMessage).Select(ProblemOf)];
    }

    private static Problem ProblemOf(ValidationResult result) =>
        new(string.Join(", ", result.MemberNames), result.ErrorMessage ?? "It is out of range.", "Choose a value in the range.");
}
