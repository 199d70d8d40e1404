using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Graft.Cli;

/// <summary><c>--help</c> with an example for every verb, at the end, where the eye rests.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    private readonly HelpAction _inner;

    // Longer lines are hard to read, however broad the screen.
    private const int Broadest = 110;

    private Help(HelpAction inner, int width)
    {
        _inner = inner;
        _inner.MaxWidth = Math.Min(Broadest, width);
    }

    /// <summary>True: who asks for help need not give what the verb requires.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = ExamplesOf(parseResult.CommandResult.Command).ToList();
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        return ExitCode.Done;
    }

    public static Option Option(Terminal terminal)
    {
        var option = new HelpOption();
        option.Action = new Help((HelpAction)option.Action!, terminal.Results.Profile.Width);
        return option;
    }

    private static IEnumerable<string> ExamplesOf(Command command) => command is Verb verb
        ? verb.Examples
        : command.Subcommands.SelectMany(child => ExamplesOf(child).Take(1));
}
