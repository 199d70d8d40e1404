using System.ComponentModel.DataAnnotations;

namespace Graft;

/// <summary>Ranges of options, all checked at once.</summary>
internal static class OptionsRange
{
    /// <exception cref="ProblemsException">Lists every value out of range.</exception>
    public static void Check(object options, string what)
    {
        List<ValidationResult> results = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true))
            throw new ProblemsException(what, [.. results.Select(result => new Problem(string.Join(", ", result.MemberNames), result.ErrorMessage!, "Choose a value in the range."))]);
    }
}
