using System.CommandLine;

namespace Graft.Cli;

/// <summary>Which options the user gave; the others have their defaults.</summary>
internal static class GivenOptions
{
    /// <summary>Whether this one was on the command line.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
