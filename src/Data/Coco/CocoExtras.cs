using System.Text.Json;

namespace Graft.Data;

/// <summary>What COCO files say beyond images, classes and objects: kept from reading to writing.</summary>
internal static class CocoExtras
{
    public const string Info = "info", Licences = "licenses", Supercategory = "supercategory";

    /// <summary>Of the files of one data set: lists are joined, of other things the first file's are kept.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(IEnumerable<CocoDocument> documents)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (document.Info is { ValueKind: JsonValueKind.Object } info) all.TryAdd(Info, info);
            if (document.Licenses is { ValueKind: JsonValueKind.Array } licences) all[Licences] = all.TryGetValue(Licences, out var known) ? Joined(known, licences) : licences;
            foreach (var (name, value) in document.Extra ?? []) all.TryAdd(name, value);
        }
        return all;
    }

    /// <summary>Of the classes, by name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Of(IEnumerable<CocoCategory> categories, Func<CocoCategory, string> nameOf)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>(StringComparer.Ordinal);
        foreach (var category in categories)
        {
            var own = category.Extra is null ? [] : new Dictionary<string, JsonElement>(category.Extra);
            if (category.Supercategory is { Length: > 0 } above) own[Supercategory] = JsonSerializer.SerializeToElement(above);
            if (own.Count > 0) all.TryAdd(nameOf(category), own);
        }
        return all;
    }

    /// <summary>A class with its number as COCO writes it.</summary>
    public static CocoCategory Category(ObjectDataset dataset, int label)
    {
        var extra = dataset.ClassExtra.GetValueOrDefault(dataset.Classes[label]);
        return new CocoCategory
        {
            Id = dataset.CategoryIds[label],
            Name = dataset.Classes[label],
            Supercategory = extra is not null && extra.TryGetValue(Supercategory, out var above) ? above.GetString() : "",
            Extra = ToWrite(extra, Supercategory),
        };
    }

    /// <summary>The fields but for one, in the form they are written from; null without any.</summary>
    public static Dictionary<string, JsonElement>? ToWrite(IReadOnlyDictionary<string, JsonElement>? extra, params string[] without)
    {
        var kept = extra?.Where(pair => !without.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        return kept is { Count: > 0 } ? kept : null;
    }

    private static JsonElement Joined(JsonElement one, JsonElement other)
    {
        List<JsonElement> all = [.. one.EnumerateArray()];
        all.AddRange(other.EnumerateArray().Where(item => !all.Any(known => JsonElement.DeepEquals(known, item))));
        return JsonSerializer.SerializeToElement(all);
    }
}
