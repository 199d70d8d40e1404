using System.CommandLine;
using System.CommandLine.Parsing;

namespace Graft.Cli;

/// <summary>What was wrong with a command line, each with the word that was probably meant.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed);
        var unmatched = parsed.UnmatchedTokens.Concat(OptionsTakenForArguments(parsed)).ToList();
        if (unmatched.Count > 0)
        {
            // After an unknown verb everything else is unknown too: one message is enough.
            var wordsAreVerbs = command.Arguments.Count == 0 && command.Subcommands.Count > 0;
            foreach (var token in wordsAreVerbs ? unmatched.Take(1) : unmatched) yield return Unknown(token, command, path);
            yield break;
        }
        // The library's own sentences about these speak of types of .NET.
        var looked = Given(parsed).Select(option => (Option: option, Problems: Choices.Problems(option).ToList()));
        var wrong = looked.Where(pair => pair.Problems.Count > 0).ToList();
        foreach (var problem in wrong.SelectMany(pair => pair.Problems)) yield return $"{problem} See `{path} --help`.";
        // What a verb says of a value that could not be read is of no use beside the reason.
        var others = parsed.Errors.Where(error => !wrong.Any(pair => IsOf(error.SymbolResult, pair.Option)))
            .DistinctBy(error => OptionOf(error.SymbolResult) ?? (object)error);
        foreach (var error in others) yield return $"{error.Message} See `{path} --help`.";
    }

    private static IEnumerable<OptionResult> Given(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit);

    private static bool IsOf(SymbolResult? result, OptionResult option) => OptionOf(result) == option;

    private static OptionResult? OptionOf(SymbolResult? result) => result is null or OptionResult ? (OptionResult?)result : OptionOf(result.Parent);

    // The parser gives an unknown option to an argument that is still free. After "--" that is what the user asked for.
    private static IEnumerable<string> OptionsTakenForArguments(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
                .Select(token => token.Value).Where(value => value.Length > 1 && value[0] == '-');

    private static string Unknown(string token, Command command, string path)
    {
        if (token.StartsWith('-'))
        {
            var options = command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Append("--help");
            var file = Path.Exists(token) ? $" For the file of that name write './{token}'." : "";
            var name = !token.StartsWith("--", StringComparison.Ordinal) && command.Arguments.Any(argument => argument.Name == "NAME")
                ? $" For a name that begins so write '--' before it: `{path} ... -- {token}`." : "";
            return $"'{token}' is not an option of `{path}`.{Meant(token.Split('=')[0], options)}{file}{name} `{path} --help` lists them all.";
        }
        return command.Subcommands.Count > 0
            ? $"'{token}' is not a verb of `{path}`.{Meant(token, command.Subcommands.Select(verb => verb.Name))} `{path} --help` lists them all."
            : $"`{path}` does not take '{token}'. See `{path} --help`.";
    }

    private static string Meant(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult result; at = at.Parent) names.Push(result.Command.Name);
        return string.Join(' ', names);
    }
}
