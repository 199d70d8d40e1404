using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>
/// The YAML that data set descriptions are written in: keys with a word, a list or a table of words, in either notation.
/// Anchors, nested tables and the like are refused and not guessed at.
/// </summary>
internal sealed partial class PlainYaml
{
    private readonly Dictionary<string, List<(string Key, string Value)>> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _name;

    private PlainYaml(string name) => _name = name;

    /// <exception cref="GraftException">The file uses more of YAML than is read.</exception>
    public static PlainYaml Read(string path)
    {
        var yaml = new PlainYaml(path);
        var current = (List<(string, string)>?)null;
        var number = 0;
        foreach (var raw in FileContent.Lines(path))
        {
            number++;
            var line = WithoutComment(raw).TrimEnd();
            if (line.Trim().Length == 0 || line is "---" or "...") continue;
            var text = line.TrimStart();
            if (text.StartsWith("- ", StringComparison.Ordinal) && current is not null) current.Add(("", Word(text[2..])));
            else if (text.IndexOf(": ", StringComparison.Ordinal) is var colon && colon < 0 && !text.EndsWith(':')) throw yaml.Refusal(number);
            else
            {
                if (colon < 0) colon = text.Length - 1;
                var (key, value) = (Word(text[..colon]), text[(colon + 1)..].Trim());
                if (text.Length < line.Length && current is not null) current.Add((key, Word(value)));
                else if (text.Length < line.Length) throw yaml.Refusal(number);
                else yaml._entries[key] = current = yaml.Values(value, number);
            }
        }
        return yaml;
    }

    /// <summary>A single word; null when the key is absent or a list.</summary>
    public string? Text(string key) => _entries.TryGetValue(key, out var values) && values.Count == 1 && values[0].Key.Length == 0 ? values[0].Value : null;

    /// <summary>A word or a list of them; empty when the key is absent.</summary>
    public IReadOnlyList<string> List(string key) => _entries.TryGetValue(key, out var values) ? [.. values.Select(value => value.Value)] : [];

    /// <summary>A list, or a table with the places 0, 1, 2 and so on; empty when the key is absent.</summary>
    /// <exception cref="GraftException">The numbers of the table have gaps.</exception>
    public IReadOnlyList<string> Names(string key)
    {
        if (!_entries.TryGetValue(key, out var values) || values.All(value => value.Key.Length == 0)) return List(key);
        var sorted = values.OrderBy(value => int.TryParse(value.Key, out var at) ? at : -1).ToList();
        for (var i = 0; i < sorted.Count; i++)
            if (sorted[i].Key != $"{i}")
                throw new GraftException($"'{_name}': the {key} are numbered with gaps; '{sorted[i].Key}' stands where {i} was expected.", "",
                    "Number them 0, 1, 2 and so on.");
        return [.. sorted.Select(value => value.Value)];
    }

    private List<(string, string)> Values(string value, int line)
    {
        if (value.Length == 0) return [];
        if (value[0] is '&' or '*' or '|' or '>') throw Refusal(line);
        if (value[0] is not ('[' or '{')) return [("", Word(value))];
        if (value[^1] is not (']' or '}')) throw Refusal(line);
        return [.. Split(value[1..^1]).Where(item => item.Trim().Length > 0).Select(item =>
        {
            var colon = value[0] == '{' ? item.IndexOf(':') : -1;
            return colon < 0 ? ("", Word(item)) : (Word(item[..colon]), Word(item[(colon + 1)..]));
        })];
    }

    private static IEnumerable<string> Split(string list)
    {
        var (start, quote) = (0, '\0');
        for (var i = 0; i < list.Length; i++)
            if (quote != '\0') quote = list[i] == quote ? '\0' : quote;
            else if (list[i] is '"' or '\'') quote = list[i];
            else if (list[i] == ',')
            {
                yield return list[start..i];
                start = i + 1;
            }
        yield return list[start..];
    }

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
            if (quote == '"' && line[i] == '\\') i++;
            else if (quote != '\0') quote = line[i] == quote ? '\0' : quote;
            else if (line[i] is '"' or '\'') quote = line[i];
            else if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t')) return line[..i];
        return line;
    }

    private static string Word(string text)
    {
        text = text.Trim();
        if (text.Length < 2 || text[0] is not ('"' or '\'') || text[^1] != text[0]) return text;
        return text[0] == '"' ? Escape().Replace(text[1..^1], Unescaped) : text[1..^1].Replace("''", "'");
    }

    private static string Unescaped(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'u' => $"{(char)int.Parse(escape.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
        var letter => $"{letter}",
    };

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|.)")]
    private static partial Regex Escape();

    private GraftException Refusal(int line) =>
        new($"'{_name}', line {line}: this is more YAML than is read here.", "Expected keys with a word, a list or a table of words.",
            "Write path, train, val and names plainly.");
}
