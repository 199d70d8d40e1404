using System.CommandLine;

namespace Graft.Cli;

/// <summary>From words to an exit code: parsing, Ctrl-C, and every error as one readable message.</summary>
internal static class CommandLine
{
    /// <summary>Name of the environment variable that shows stack traces.</summary>
    public const string DebugVariable = "GRAFT_DEBUG";

    public static Task<int> Run(string[] arguments) => Run(arguments, new Terminal(Console.Out, Console.Error));

    public static async Task<int> Run(string[] arguments, Terminal terminal)
    {
        terminal.Hidden = FaceSecrets.In(arguments);
        var parsed = Parse(arguments, terminal);
        var mistakes = UsageErrors.Of(parsed).ToList();
        foreach (var mistake in mistakes) terminal.Fail(mistake);
        if (mistakes.Count > 0) return ExitCode.BadInput;
        var verb = parsed.CommandResult.Command as Verb;
        using var interruption = new Interruption(
            isEnd => terminal.Say(isEnd && verb?.Ended is { } ended ? ended : $"{verb?.Stopping ?? "stopping"}; Ctrl-C again stops at once"), verb?.Patience);
        try
        {
            // Signals and exceptions are handled here: the library's own handler would end the process after two seconds.
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Output,
            };
            return await parsed.InvokeAsync(configuration, interruption.Token);
        }
        catch (Exception failure)
        {
            return Report(Cause(failure), parsed, terminal, interruption.Token);
        }
    }

    private static ParseResult Parse(string[] arguments, Terminal terminal)
    {
        // "graft help VERB" is "graft VERB --help".
        if (arguments is [HelpVerb, ..]) arguments = [.. arguments[1..], "--help"];
        var parsed = Verbs.Root(terminal).Parse(arguments);
        var ordered = Choices.StandAlone(arguments, parsed.CommandResult.Command);
        return ordered.SequenceEqual(arguments) ? parsed : Verbs.Root(terminal).Parse(ordered);
    }

    /// <summary>The word for help.</summary>
    public const string HelpVerb = "help";

    // Work on many threads fails many times for one cause; what the user can mend comes first.
    private static Exception Cause(Exception failure) => failure is AggregateException { InnerExceptions.Count: > 0 } several
        ? several.Flatten().InnerExceptions.OrderByDescending(inner => inner is GraftException).First()
        : failure;

    private static int Report(Exception failure, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 }) terminal.Say(failure.ToString());
        switch (failure)
        {
            case Graft.Training.RankEndedException:
                return ExitCode.Done;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                // A job that left a checkpoint says how to go on; the library's own sentence says nothing.
                terminal.Say(failure.Message == new OperationCanceledException().Message || failure is TaskCanceledException ? "stopped." : failure.Message);
                return ExitCode.Cancelled;
            case ProblemsException refusal:
                terminal.Fail(FlagNames.Describe(refusal, parsed));
                return refusal.ExitCode;
            case GraftException mistake:
                terminal.Fail(mistake.Message);
                return mistake.ExitCode;
            case IOException or UnauthorizedAccessException:
                terminal.Fail(failure.Message);
                return ExitCode.Failed;
            default:
                terminal.Fail($"{failure.Message} This is a fault of Graft: please report it, with what {DebugVariable}=1 shows.");
                return ExitCode.Failed;
        }
    }
}
