using System.Text.Json;

namespace Graft.Cli;

/// <summary>
/// One JSON document whose last list is written entry by entry, as they come: the text of <see cref="Terminal.WriteJson"/>, and never in memory as a whole.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="empty">The document with an empty list.</param>
/// <param name="list">The list's name.</param>
internal sealed class JsonList(TextWriter output, object empty, string list)
{
    private string? _end;
    private bool _hasEntries;

    /// <summary>Writes an entry.</summary>
    public void Add(object entry)
    {
        Begin();
        output.Write(_hasEntries ? $",{Environment.NewLine}    " : $"{Environment.NewLine}    ");
        output.Write(JsonSerializer.Serialize(entry, Json.Options).Replace("\n", "\n    "));
        _hasEntries = true;
    }

    /// <summary>Writes the end.</summary>
    public void Complete()
    {
        Begin();
        output.WriteLine((_hasEntries ? $"{Environment.NewLine}  " : "") + _end);
    }

    private void Begin()
    {
        if (_end is not null) return;
        var (text, name) = (JsonSerializer.Serialize(empty, Json.Options), $"\"{list}\": [");
        var at = text.LastIndexOf(name, StringComparison.Ordinal) + name.Length;
        output.Write(text[..at]);
        _end = text[at..];
    }
}
