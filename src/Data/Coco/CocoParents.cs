namespace Graft.Data;

/// <summary>Categories that stand above the classes and have no objects, as Roboflow writes one of the project's name: they are no classes.</summary>
internal static class CocoParents
{
    /// <summary>The categories of some files without them, and a warning that names them.</summary>
    public static IReadOnlyList<CocoCategory> LeftOut(IReadOnlyList<CocoDocument> documents, string root, out IReadOnlyList<Problem> warnings)
    {
        var categories = documents.SelectMany(document => document.Categories ?? []).ToList();
        var above = categories.Where(category => category.Supercategory != category.Name).Select(category => category.Supercategory)
            .Where(name => !string.IsNullOrEmpty(name)).ToHashSet(StringComparer.Ordinal);
        var used = documents.SelectMany(document => document.Annotations ?? []).Select(annotation => annotation.CategoryId).ToHashSet();
        var parents = categories.Where(category => category.Supercategory is null or "" or "none")
            .Where(category => above.Contains(category.Name) && !used.Contains(category.Id)).ToList();
        warnings = parents.Count == 0 ? [] : [new Problem(root,
            $"{Words.List([.. parents.Select(category => $"'{category.Name}'").Distinct()])} stands above the other categories, has no object and is no class.",
            "Nothing to do if it is the name of the project.", IsWarning: true)];
        return parents.Count == 0 ? categories : [.. categories.Except(parents)];
    }
}
