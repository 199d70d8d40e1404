using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Graft;

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
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Programs that are trimmed predict; nothing on that way checks options.")]
    public static List<Problem> Find(object options, string cure = "Choose a value in the range.")
    {
        List<ValidationResult> results = [];
        var context = new ValidationContext(options);
        var isWhole = Validator.TryValidateObject(options, context, results, validateAllProperties: true);
        // The validator does not look at values together where a single one is wrong.
        List<ValidationResult> together = isWhole || options is not IValidatableObject record ? [] : [.. record.Validate(context)];
        return [.. results.Concat(together).DistinctBy(result => (result.ErrorMessage, string.Join(", ", result.MemberNames))).Select(result =>
            new Problem(string.Join(", ", result.MemberNames), result.ErrorMessage ?? "It is out of range.", cure))];
    }
}
