using System.CommandLine;
using System.CommandLine.Parsing;

namespace Graft.Cli;

/// <summary>Which options the user gave; the others have their defaults.</summary>
internal static class GivenOptions
{
    /// <summary>Whether this one was on the command line.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>All of them with their values, for a next command that keeps them.</summary>
    public static IEnumerable<string> GivenWords(this ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(option => !option.Implicit)
        .SelectMany(option => option.Tokens.Select(token => token.Value).Prepend(option.IdentifierToken?.Value ?? option.Option.Name));
}
