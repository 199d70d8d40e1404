namespace Graft.Data;

/// <summary>The names people give splits, and the one we keep.</summary>
internal static class SplitNames
{
    public const string Train = "train";
    public const string Validation = "val";
    public const string Test = "test";

    // "train2017", "training_set", "test_images"; not "testimony".
    private static readonly string[] Endings = ["set", "data", "dataset", "images", "image", "imgs", "img", "split"];

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>, or null when the word is none of them, nor one with a year or with what it is a set of.</summary>
    public static string? Canonical(string name)
    {
        var word = name.ToLowerInvariant().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_', '-', ' ');
        foreach (var ending in Endings)
            if (word.EndsWith(ending, StringComparison.Ordinal) && Plain(word[..^ending.Length].TrimEnd('_', '-', ' ')) is { } split) return split;
        return Plain(word);
    }

    /// <summary>The split that a folder of a path with slashes is named after, the outermost if several are; null without one.</summary>
    public static string? OfFolders(string name) => name.Split('/')[..^1].Select(Canonical).FirstOrDefault(split => split is not null);

    /// <summary>Whether a name begins with a split's word and goes on with something else than a letter: <c>trainA</c>, <c>test-hard</c>.</summary>
    public static bool Begins(string name, out string split)
    {
        var length = name.TakeWhile((letter, at) => char.IsLetter(letter) && (at == 0 || char.IsLower(letter) || name.All(char.IsUpper))).Count();
        split = Canonical(name) ?? Plain(name[..length].ToLowerInvariant()) ?? "";
        return split.Length > 0;
    }

    private static string? Plain(string word) => word switch
    {
        "train" or "training" => Train,
        "val" or "valid" or "validation" => Validation,
        "test" or "testing" => Test,
        _ => null,
    };
}
