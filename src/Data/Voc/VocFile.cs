using System.Text.Json;

namespace Graft.Data;

/// <summary>An XML file before the classes are known: its own name, the image as named in it, what is on it, and what else it says.</summary>
internal sealed record VocFile(string Source, string Image, int Width, int Height, IReadOnlyList<VocObject> Objects,
    IReadOnlyDictionary<string, JsonElement>? Extra);
