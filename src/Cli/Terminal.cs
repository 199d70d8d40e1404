using System.Globalization;
using System.Text.Json;
using Graft.Mpi;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>
/// Where a verb writes: results on standard output, everything else on standard error, so that output can be piped.
/// With <c>--json</c> standard output carries one JSON document and nothing else.
/// </summary>
internal sealed class Terminal
{
    /// <summary>The width where no terminal is: nothing is wrapped or padded, since someone will grep it.</summary>
    public const int NoWidth = 1_000_000;

    private const string Warning = "warning: ", Error = "error: ";

    private readonly TextWriter _output, _error;

    /// <param name="output">Results.</param>
    /// <param name="error">Messages.</param>
    /// <param name="width">Columns to write for; those of the terminal behind the writer, if there is one, unless given.</param>
    public Terminal(TextWriter output, TextWriter error, int? width = null)
    {
        (_output, _error) = (output, error);
        Results = Make(output, width);
        Messages = Make(error, width);
    }

    /// <summary>Standard output: tables and answers for people.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>Standard error: messages, progress and errors.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Words of the command line that hold secrets, each with what messages show in its place.</summary>
    public IReadOnlyList<(string Secret, string Shown)> Hidden { get; set; } = [];

    /// <summary>Progress can be drawn in place.</summary>
    public bool IsInteractive => IsTerminal(Messages.Profile.Out) && Messages.Profile.Capabilities.Ansi;

    /// <summary>Standard output itself, for text that is ready.</summary>
    public TextWriter Output => _output;

    /// <summary>The whole answer of a verb under <c>--json</c>.</summary>
    public void WriteJson<T>(T document) => _output.WriteLine(JsonSerializer.Serialize(document, Json.Options));

    /// <summary>A plain message on standard error.</summary>
    public void Say(string message) => Messages.WriteLine(Public(message));

    /// <summary>Findings, each a line of its own.</summary>
    public void Say(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            if (problem.IsWarning) Warn(problem.ToString());
            else Fail(problem.ToString());
        }
    }

    /// <summary>A warning on standard error; a text that says that it is one is not made to say it twice.</summary>
    public void Warn(string message) => Messages.WriteLine(Warning, new Style(Color.Yellow), Without(Warning, Public(message)));

    /// <summary>An error on standard error, as it is: no markup, no stack trace.</summary>
    public void Fail(string message) => Messages.WriteLine(Error, new Style(Color.Red), Without(Error, Public(message)));

    /// <summary>What to do next, as the last line on standard error.</summary>
    /// <param name="words">The words of a command line; each is quoted where a shell needs it.</param>
    /// <remarks>It stays one line: a command that was broken into several is not the same when it is copied.</remarks>
    public void Next(params IEnumerable<string> words)
    {
        Messages.Write(new Text("next: ", new Style(Color.Green)));
        Messages.Profile.Out.Writer.WriteLine(string.Join(' ', words.Select(Quoted)));
    }

    /// <summary>Control sequences to the terminal behind standard error.</summary>
    public void Raw(string text) => _error.Write(text);

    /// <summary>The table that all verbs use.</summary>
    public static Table Table(params string[] columns) => new(columns);

    // Patterns are for the reader to fill in and stay as they are.
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./\\:*=,+@%~".Contains(letter)) ? word : $"'{word.Replace("'", "'\\''")}'";

    private string Public(string message) => Hidden.Aggregate(message, (text, word) => text.Replace(word.Secret, word.Shown, StringComparison.Ordinal));

    private static string Without(string label, string message) => message.StartsWith(label, StringComparison.Ordinal) ? message[label.Length..] : message;

    /// <summary>The width of a terminal: what it says, or where it says nothing, as behind some remote shells, what COLUMNS says.</summary>
    /// <param name="screen">Columns that the terminal says it has; 0 where it does not.</param>
    /// <param name="variable">COLUMNS.</param>
    /// <returns>Null leaves it to the library, which takes 80.</returns>
    public static int? Columns(int screen, string? variable) => screen > 0 ? null
        : int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns is >= 20 and < NoWidth ? columns : null;

    private static int Screen()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception failure) when (failure is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }

    // A launcher of MPI shows what it reads from a terminal of its own, line by line and both streams mixed.
    private static bool IsTerminal(IAnsiConsoleOutput output) => output.IsTerminal && MpiLauncher.Current is null;

    private static IAnsiConsole Make(TextWriter writer, int? width)
    {
        var output = new AnsiConsoleOutput(writer);
        // Logs get no escape sequences, whatever the build server's variables make the library believe.
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = IsTerminal(output) ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal(output) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if ((width ?? (IsTerminal(output) ? Columns(Screen(), Environment.GetEnvironmentVariable("COLUMNS")) : NoWidth)) is { } columns)
            console.Profile.Width = columns;
        return console;
    }
}
