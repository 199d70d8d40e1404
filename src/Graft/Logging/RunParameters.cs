using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graft;

/// <summary>What a run was asked for as names and texts, for those who compare runs: <c>augmentation.flip</c>.</summary>
internal static class RunParameters
{
    private const int MaxLength = 500; // of a value; older servers of MLflow take no more

    private static readonly string[] OfThePlace = ["log", "name", "project", "existOk", "keepState"];

    /// <summary>Everything but where the run lies and who hears of it.</summary>
    public static IReadOnlyDictionary<string, string> Of(TrainRequest request)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["task"] = request.Task.Name() };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(request, request.GetType(), Json.Options)!.AsObject())
            if (!OfThePlace.Contains(name)) Add(values, name, value);
        return values;
    }

    private static void Add(SortedDictionary<string, string> values, string name, JsonNode? value)
    {
        if (value is JsonObject parts)
            foreach (var (part, inner) in parts) Add(values, $"{name}.{part}", inner);
        else if (value is not null && value.ToString() is { Length: > 0 } text) values[name] = text.Length > MaxLength ? text[..MaxLength] : text;
    }
}
