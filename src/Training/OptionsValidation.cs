using System.ComponentModel.DataAnnotations;

namespace Graft.Training;

/// <summary>Checks an options record as a whole.</summary>
internal static class OptionsValidation
{
    /// <exception cref="ProblemsException">With every value that is out of range.</exception>
    public static void Require(string subject, object options)
    {
        var problems = Find(options);
        if (problems.Count > 0) throw new ProblemsException(subject, problems);
    }

    /// <summary>Every value that is out of range.</summary>
    public static List<Problem> Find(object options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => new Problem(string.Join(", ", result.MemberNames), result.ErrorMessage ?? "It is out of range.", "Choose a value in the range."))];
    }
}
