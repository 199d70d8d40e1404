namespace Graft;

/// <summary>One finding of an examination: errors stop a run, warnings are shown and recorded.</summary>
/// <param name="Where">The file, class or option concerned.</param>
/// <param name="What">What is wrong, and what was expected.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="IsWarning">False when the run cannot start with it.</param>
public sealed record Problem(string Where, string What, string Cure, bool IsWarning = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(IsWarning ? "warning" : "error")}: {Where}: {What} {Cure}".TrimEnd();
}
