namespace Graft.Runtime;

/// <summary>The share of a class.</summary>
/// <param name="ClassName">The class.</param>
/// <param name="Reference">Its share in the reference, by the scores.</param>
/// <param name="Estimate">Its estimated share among the new images.</param>
public sealed record ClassShare(string ClassName, double Reference, double Estimate);
