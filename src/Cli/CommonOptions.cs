using System.CommandLine;

namespace Graft.Cli;

/// <summary>Options that mean the same in every verb.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "print one JSON document on standard output; messages go to standard error",
    };

    public static Option<ulong> Seed(ulong value = 1) => new("--seed")
    {
        Description = "seed of every random choice: the same seed gives the same result",
        DefaultValueFactory = _ => value,
    };

    public static Option<double> ValidationShare() => new("--val-split")
    {
        Description = "share of the images of each class held out for validation, unless the data has its own validation split; of identities 0.15",
        DefaultValueFactory = _ => 0.2,
    };

    /// <summary>What the flag says, wherever it is.</summary>
    public const string TestShareHelp =
        "share of the images of each class set aside for the test, which chooses nothing, unless the data has its own test split";

    public static Option<double> TestShare() => new("--test-split") { Description = $"{TestShareHelp}; 0 by default" };
}
