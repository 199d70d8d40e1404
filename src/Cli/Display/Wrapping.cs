using System.Text;
using Spectre.Console.Rendering;

namespace Graft.Cli;

/// <summary>Breaks text into lines at words.</summary>
internal static class Wrapping
{
    /// <summary>Columns of a terminal that the text takes.</summary>
    public static int WidthOf(string text) => new Segment(text).CellCount();

    /// <summary>Lines of at most so many columns, broken at blanks and after the separators of paths; a longer piece is cut.</summary>
    public static List<string> Pieces(string text, int width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.Split('\n')) lines.AddRange(Fill(Tokens(paragraph).SelectMany(token => Cut(token, width)), width));
        return lines;
    }

    /// <summary>
    /// Lines of at most so many columns, broken at blanks only: a longer word, such as a path that will be copied, stays whole, and so does a command
    /// between backticks.
    /// </summary>
    public static IEnumerable<string> Sentences(string text, int width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (WidthOf(paragraph) <= width)
            {
                yield return paragraph;
                continue;
            }
            var indent = paragraph[..^paragraph.TrimStart(' ').Length];
            foreach (var line in Fill(Tokens(paragraph[indent.Length..], alsoPaths: false), width - indent.Length)) yield return indent + line;
        }
    }

    /// <summary>What is never broken: words with the blanks behind them, and the parts of paths with their separator.</summary>
    public static IEnumerable<string> Tokens(string text, bool alsoPaths = true)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            // A command or a quoted word that was broken into lines is not the same when it is copied.
            if (!alsoPaths && text[at] is '`' or '"' && text.IndexOf(text[at], at + 1) is var end and > 0) at = end;
            var isEnd = text[at] is ' ' or '\n' || (alsoPaths && text[at] is '/' or '\\');
            if (!isEnd || (at + 1 < text.Length && text[at + 1] == ' ')) continue;
            yield return text[start..(at + 1)];
            start = at + 1;
        }
        if (start < text.Length) yield return text[start..];
    }

    private static IEnumerable<string> Fill(IEnumerable<string> tokens, int width)
    {
        var line = new StringBuilder();
        foreach (var token in tokens)
        {
            if (line.Length > 0 && WidthOf(line + token.TrimEnd(' ')) > width)
            {
                yield return line.ToString().TrimEnd(' ');
                line.Clear();
            }
            line.Append(token);
        }
        yield return line.ToString().TrimEnd(' ');
    }

    private static IEnumerable<string> Cut(string token, int width)
    {
        while (WidthOf(token.TrimEnd(' ')) > width)
        {
            var end = 1;
            while (end < token.Length && WidthOf(token[..(end + 1)]) <= width) end++;
            if (char.IsHighSurrogate(token[end - 1]) && end < token.Length) end++;
            yield return token[..end];
            token = token[end..];
        }
        yield return token;
    }
}
