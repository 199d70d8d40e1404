using System.ComponentModel.DataAnnotations;

namespace Graft;

/// <summary>Ranges of options, all checked at once.</summary>
internal static class OptionsRange
{
    /// <exception cref="ProblemsException">Lists every value out of range.</exception>
    public static void Check(object options, string what)
    {
        var problems = Find(options);
        if (problems.Count > 0) throw new ProblemsException(what, problems);
    }

    /// <summary>Every value out of range.</summary>
    public static IReadOnlyList<Problem> Find(object options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => new Problem(
            string.Join(", ", result.MemberNames), result.ErrorMessage!, "Choose a value in the range; --help tells the default."))];
    }
}
