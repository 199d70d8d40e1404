using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>
/// Lines of text, in place of the library's: it cuts a word that is longer than the line, and with it every path that someone wants to copy.
/// </summary>
internal static class ConsoleLines
{
    /// <summary>The text, wrapped at words on a terminal and as it is elsewhere.</summary>
    public static void WriteLine(this IAnsiConsole console, string text) => console.WriteLine("", Style.Plain, text);

    /// <summary>The same after a word in colour, such as "error: ".</summary>
    public static void WriteLine(this IAnsiConsole console, string label, Style style, string text)
    {
        var width = console.Profile.Width;
        var writer = console.Profile.Out.Writer;
        text = Plain(text);
        var lines = width >= Terminal.NoWidth ? [text] : Wrapping.Sentences(label + text, width);
        if (label.Length > 0) console.Write(new Text(label, style));
        var isFirst = true;
        foreach (var line in lines)
        {
            writer.WriteLine(isFirst && width < Terminal.NoWidth ? line[Math.Min(label.Length, line.Length)..] : line);
            isFirst = false;
        }
    }

    // Names come from files of others: what a terminal would obey is shown instead.
    private static string Plain(string text) => !text.Any(IsObeyed) ? text
        : string.Concat(text.Select(letter => IsObeyed(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : letter.ToString()));

    private static bool IsObeyed(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
