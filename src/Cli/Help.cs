using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Graft.Cli;

/// <summary><c>--help</c> with an example for every verb, at the end, where the eye rests.</summary>
internal sealed partial class Help : SynchronousCommandLineAction
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
        var (output, command) = (parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        // The library shows the arguments of the verb above as well, which have no meaning here: graft serve keys serves no model.
        foreach (var argument in Above(command).SelectMany(above => above.Arguments)) argument.Hidden = true;
        _inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(AsTyped(WithOptional(text.ToString(), command), command));
        var examples = ExamplesOf(command).ToList();
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var line in examples.SelectMany(example => Broken(example, _inner.MaxWidth))) output.WriteLine($"  {line}");
        return ExitCode.Done;
    }

    public static Option Option(Terminal terminal)
    {
        var option = new HelpOption();
        option.Action = new Help((HelpAction)option.Action!, terminal.Results.Profile.Width);
        return option;
    }

    /// <summary>A command line that is too long for the screen, broken as a shell lets it be.</summary>
    public static IEnumerable<string> Broken(string example, int width)
    {
        string[] lines = [.. Wrapping.Sentences(example, width - 6)];
        return lines.Select((line, at) => (at == 0 ? "" : "  ") + line + (at < lines.Length - 1 ? " \\" : ""));
    }

    // The library lists every argument of a verb as if it had to be given.
    private static string WithOptional(string text, Command command)
    {
        foreach (var verb in command.Subcommands)
            foreach (var argument in verb.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues == 0))
                text = text.Replace($"  {verb.Name} <{argument.Name}>", $"  {verb.Name} [{argument.Name}]");
        return text;
    }

    // The library shows the default of a choice as it is called in C#, and not as it is typed.
    private static string AsTyped(string text, Command command)
    {
        var words = command.Options.Select(option => option.ValueType.GetElementType() ?? option.ValueType).Where(type => type.IsEnum)
            .SelectMany(Enum.GetNames).ToHashSet();
        return Default().Replace(text, match => words.Contains(match.Groups[1].Value) ? match.Value.ToLowerInvariant() : match.Value);
    }

    [GeneratedRegex(@"\[default:\s+(\w+)\]")]
    private static partial Regex Default();

    private static IEnumerable<Command> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(above => Above(above).Prepend(above));

    private static IEnumerable<string> ExamplesOf(Command command) => command is Verb verb
        ? verb.Examples
        : command.Subcommands.SelectMany(child => ExamplesOf(child).Take(1));
}
