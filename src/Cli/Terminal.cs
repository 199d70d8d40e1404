using System.Text.Json;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>
/// Where a verb writes: results on standard output, everything else on standard error, so that output can be piped.
/// With <c>--json</c> standard output carries one JSON document and nothing else.
/// </summary>
internal sealed class Terminal
{
    // Where no terminal is, lines must not be broken at 80 columns: someone will grep them.
    private const int WidthWithoutTerminal = 240;

    private readonly TextWriter _output, _error;

    public Terminal(TextWriter output, TextWriter error)
    {
        (_output, _error) = (output, error);
        Results = Make(output);
        Messages = Make(error);
    }

    /// <summary>Standard output: tables and answers for people.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>Standard error: messages, progress and errors.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Progress can be drawn in place.</summary>
    public bool IsInteractive => Messages.Profile.Out.IsTerminal && Messages.Profile.Capabilities.Ansi;

    /// <summary>Standard output itself, for text that is ready.</summary>
    public TextWriter Output => _output;

    /// <summary>The whole answer of a verb under <c>--json</c>.</summary>
    public void WriteJson<T>(T document) => _output.WriteLine(JsonSerializer.Serialize(document, Json.Options));

    /// <summary>A plain message on standard error.</summary>
    public void Say(string message) => Messages.WriteLine(message);

    /// <summary>Control sequences to the terminal behind standard error.</summary>
    public void Raw(string text) => _error.Write(text);

    /// <summary>An error on standard error, as it is: no markup, no stack trace.</summary>
    public void Fail(string message)
    {
        Messages.Write(new Text("error: ", new Style(Color.Red)));
        Messages.WriteLine(message);
    }

    /// <summary>A table without frames, which reads well on a screen and in a pipe.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().NoBorder();
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Underline))).NoWrap());
        return table;
    }

    private static IAnsiConsole Make(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        // Logs get no escape sequences, whatever the build server's variables make the library believe.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!output.IsTerminal) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
