using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Graft.Data;

/// <summary>
/// The top level of a YAML file: keys with a word, a list or a table of words. What lies deeper is passed over, so that the file may say
/// whatever else its programs need.
/// </summary>
internal sealed class YamlFile
{
    private const long MaxBytes = 4 << 20;
    private readonly Dictionary<string, List<(string Key, string Value)>> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<(string Key, string Value)>> _anchors = new(StringComparer.Ordinal);
    private readonly string _path;

    private YamlFile(string path) => _path = path;

    /// <exception cref="GraftException">The file is no YAML, not text, or too large for a description.</exception>
    public static YamlFile Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            throw new GraftException($"'{path}' has more than {MaxBytes >> 20} MB.", "Expected the description of a data set.", "Check what the file is.");
        var file = new YamlFile(path);
        try
        {
            file.Parse(new Parser(new StringReader(TextFile.All(path))));
        }
        catch (Exception fault) when (fault is YamlException or InvalidOperationException or ArgumentException)
        {
            // The library meets some faults with its own exceptions and some with those of its buffers.
            throw new GraftException($"'{path}'{(fault is YamlException { Start.Line: var line } ? $", line {line}" : "")}: this is not YAML: {fault.Message}",
                "Expected keys such as train, val and names, each with a word, a list or a table.", "Correct the line.", fault);
        }
        return file;
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>A single word; null when the key is absent or has a list.</summary>
    public string? Text(string key) => _entries.TryGetValue(key, out var values) && values is [("", { } value)] ? value : null;

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
                throw new GraftException($"'{_path}': the {key} are numbered with gaps; '{sorted[i].Key}' stands where {i} was expected.", "",
                    "Number them 0, 1, 2 and so on.");
        return [.. sorted.Select(value => value.Value)];
    }

    // Events instead of a tree: a file of ten thousand brackets must not end the process.
    private void Parse(IParser parser)
    {
        while (parser.MoveNext() && parser.Current is not (MappingStart or SequenceStart or Scalar)) { }
        if (parser.Current is not MappingStart) return;
        parser.MoveNext();
        while (parser.Current is not (null or MappingEnd))
        {
            var key = parser.Current is Scalar scalar ? scalar.Value : null;
            if (key is null) Skip(parser);
            else parser.MoveNext();
            var values = Values(parser);
            if (key is not null) _entries[key] = values;
        }
        // The rest is read too, so that a fault behind it is found here and not by the program that reads the file next.
        while (parser.MoveNext()) { }
    }

    private List<(string, string)> Values(IParser parser)
    {
        var (values, anchor) = (new List<(string, string)>(), (parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty);
        switch (parser.Current)
        {
            case Scalar scalar:
                if (scalar.Value.Length > 0 && !IsNull(scalar)) values.Add(("", scalar.Value));
                parser.MoveNext();
                break;
            case AnchorAlias alias:
                values = _anchors.GetValueOrDefault(alias.Value.Value) ?? [];
                parser.MoveNext();
                break;
            case SequenceStart:
                parser.MoveNext();
                while (parser.Current is not (null or SequenceEnd)) AddWord(parser, "", values);
                parser.MoveNext();
                break;
            case MappingStart:
                parser.MoveNext();
                while (parser.Current is not (null or MappingEnd))
                {
                    var key = parser.Current is Scalar scalar ? scalar.Value : null;
                    if (key is null) Skip(parser);
                    else parser.MoveNext();
                    if (key is null) Skip(parser);
                    else AddWord(parser, key, values);
                }
                parser.MoveNext();
                break;
        }
        if (!anchor.IsEmpty) _anchors[anchor.Value] = values;
        return values;
    }

    private static void AddWord(IParser parser, string key, List<(string, string)> values)
    {
        if (parser.Current is Scalar scalar) values.Add((key, scalar.Value));
        Skip(parser);
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" or "Null" or "NULL" };

    // One node with all that is in it.
    private static void Skip(IParser parser)
    {
        var depth = 0;
        do
        {
            if (parser.Current is MappingStart or SequenceStart) depth++;
            if (parser.Current is MappingEnd or SequenceEnd) depth--;
        }
        while (parser.MoveNext() && depth > 0);
    }
}
