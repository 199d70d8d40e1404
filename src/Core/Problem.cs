namespace Graft;

/// <summary>One finding of an examination: errors stop a run, warnings are shown and recorded.</summary>
/// <param name="Where">The file, class or option concerned.</param>
/// <param name="What">What is wrong, and what was expected.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="IsWarning">False when the run cannot start with it.</param>
public sealed record Problem(string Where, string What, string Cure, bool IsWarning = false)
{
    /// <summary>
    /// True for an error of a single image, object, polygon or label line, which a run can do without: where bad ones are to be skipped it is a warning.
    /// </summary>
    internal bool IsOfOne { get; init; }

    /// <summary>An error of a single image, object, polygon or label line.</summary>
    internal static Problem OfOne(string where, string what, string cure) => new(where, what, cure) { IsOfOne = true };

    /// <summary>What it is where bad images and what belongs to them are treated in this way; the only place that decides it.</summary>
    internal Problem Under(OnBadImage treatment) => IsOfOne ? this with { IsWarning = treatment == OnBadImage.Skip } : this;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsWarning ? "warning" : "error")}: {Where}: {What} {Cure}".TrimEnd();
}
