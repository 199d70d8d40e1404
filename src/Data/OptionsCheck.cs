using System.ComponentModel.DataAnnotations;

namespace Graft.Data;

/// <summary>Checks an options record as a whole, so that all mistakes are told at once.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ProblemsException">One or more values are out of range.</exception>
    public static void Throw(string subject, object options)
    {
        var results = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)) return;
        throw new ProblemsException(subject,
            [.. results.Select(result => new Problem(string.Join(", ", result.MemberNames), result.ErrorMessage ?? "is out of range.", "Choose a value in the range."))]);
    }
}
