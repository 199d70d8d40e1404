namespace Graft.Data;

/// <summary>The names people give splits, and the one we keep.</summary>
internal static class SplitNames
{
    public const string Train = "train";
    public const string Validation = "val";
    public const string Test = "test";

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>, or null when the word is none of them.</summary>
    public static string? Canonical(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => Train,
        "val" or "valid" or "validation" => Validation,
        "test" or "testing" => Test,
        _ => null,
    };
}
