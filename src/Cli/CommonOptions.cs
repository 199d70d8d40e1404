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
        Description = "every random choice comes from it: one seed, one result",
        DefaultValueFactory = _ => value,
    };

    public static Option<double> ValidationShare() => new("--val-split")
    {
        Description = "share of the images of each class to validate with, unless the data has its own validation split",
        DefaultValueFactory = _ => 0.2,
    };
}
