using System.Text.Json;

namespace Graft.Data;

/// <summary>An object of an XML file, its corners as they are written.</summary>
internal sealed record VocObject(string Name, double XMin, double YMin, double XMax, double YMax, bool IsDifficult, bool IsTruncated,
    IReadOnlyDictionary<string, JsonElement>? Extra);
