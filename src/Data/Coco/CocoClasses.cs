using System.Text.Json;

namespace Graft.Data;

/// <summary>The classes of COCO files: their order, names and numbers.</summary>
internal sealed class CocoClasses
{
    private readonly List<CocoCategory> _categories;
    private readonly Dictionary<CocoKey, int> _labels = [];

    public CocoClasses(string root, IReadOnlyList<CocoCategory> categories, FindingList findings)
    {
        foreach (var twins in categories.GroupBy(category => category.Id).Where(group => group.Select(NameOf).Distinct().Count() > 1))
            findings.Error(root, $"The category {twins.Key} is called {string.Join(" and ", twins.Select(one => $"'{NameOf(one)}'").Distinct())}.",
                "Give each number one name in all files.");
        _categories = [.. categories.DistinctBy(category => category.Id).OrderBy(category => category.Id.Number ?? long.MaxValue)
            .ThenBy(category => category.Id.Text, StringComparer.Ordinal)];
        for (var label = 0; label < _categories.Count; label++) _labels[_categories[label].Id] = label;
        foreach (var twins in _categories.GroupBy(NameOf).Where(group => group.Count() > 1))
            findings.Error(root, $"The categories {string.Join(" and ", twins.Select(one => one.Id))} are both called '{twins.Key}'.",
                "Merge them, or rename one.");
        if (_categories.Count == 0) findings.Error(root, "There are no categories.", "Export the annotations again with their categories.");
        Names = [.. _categories.Select(NameOf)];
        var isNumbered = _categories.All(category => category.Id.Number is >= 0 and <= int.MaxValue);
        Ids = [.. _categories.Select((category, at) => isNumbered ? (int)category.Id.Number!.Value : at + 1)];
        if (!isNumbered)
            findings.Warning(root, $"Categories are named by something else than numbers from 0 on, such as {_categories[^1].Id}; they are numbered from 1.",
                "Nothing to do, unless other files name them by it.");
        Extra = CocoExtras.Of(_categories, NameOf);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>COCO's number of each class.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>What else the files say of the classes, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Extra { get; }

    /// <summary>The label of a category; null for one that no file defines.</summary>
    public int? LabelOf(CocoKey category) => _labels.TryGetValue(category, out var label) ? label : null;

    /// <summary>What a category is called.</summary>
    public static string NameOf(CocoCategory category) => string.IsNullOrWhiteSpace(category.Name) ? $"category {category.Id}" : category.Name;
}
