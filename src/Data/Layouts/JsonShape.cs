using System.Text.Json;
using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>The names of properties near the beginning of a json file: enough to tell formats apart, whatever the file's size.</summary>
/// <remarks>Paths are written as in <c>images[].file_name</c>; a <c>*</c> stands for any name, as in <c>assets.*.regions</c>.</remarks>
internal sealed class JsonShape
{
    private const int MaxDepth = 6, MaxPaths = 4000;
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private JsonShape() { }

    /// <summary>True when the file ends or breaks off within its json.</summary>
    public bool IsBroken { get; private set; }

    public bool Has(string path) => _paths.Contains(path);

    public bool HasLike(Regex pattern) => _paths.Any(pattern.IsMatch);

    public bool HasAny(params string[] paths) => paths.Any(_paths.Contains);

    /// <summary>Looks at the first bytes of a file; what is no json has no names.</summary>
    public static JsonShape Read(string path, int bytes)
    {
        var shape = new JsonShape();
        var buffer = new byte[bytes];
        int count;
        using (var stream = FileContent.Open(path)) count = stream.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false);
        var text = buffer.AsSpan(0, count);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        try
        {
            shape.Walk(text, isWhole: count < bytes);
        }
        // The second is what names that are no UTF-8, and half a pair of surrogates, are refused with.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // What was seen before the fault still tells; the reader names the fault.
            shape.IsBroken = true;
        }
        return shape;
    }

    private void Walk(ReadOnlySpan<byte> text, bool isWhole)
    {
        var reader = new Utf8JsonReader(text, isWhole,
            new JsonReaderState(new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }));
        // For each open object or array: what its path begins with, and its parts.
        var open = new List<string>();
        var name = "";
        while (_paths.Count < MaxPaths && reader.Read())
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    if (open.Count <= MaxDepth) Add(open, name);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Add(name + (reader.TokenType == JsonTokenType.StartArray ? "[]" : ""));
                    name = "";
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.RemoveAt(open.Count - 1);
                    name = "";
                    break;
            }
    }

    private void Add(List<string> open, string name)
    {
        // The outermost object has no name; an object in an array belongs to the array.
        List<string> parts = [];
        foreach (var part in open)
            if (part.Length > 0 || parts.Count == 0) parts.Add(part);
        if (parts is ["", ..]) parts.RemoveAt(0);
        _paths.Add(string.Join('.', [.. parts, name]));
        if (parts.Count is 1 or 2 && !parts[^1].EndsWith("[]", StringComparison.Ordinal)) _paths.Add(string.Join('.', [.. parts[..^1], "*", name]));
    }
}
