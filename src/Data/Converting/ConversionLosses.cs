namespace Graft.Data;

/// <summary>Counts what a conversion did not keep, by kind, with the first places.</summary>
internal sealed class ConversionLosses(string folder, DatasetFormat from, DatasetFormat to)
{
    /// <summary>What to do about most of it.</summary>
    public const string Keep = "Keep the original beside it.";

    private readonly Dictionary<string, (List<string> Where, string Cure)> _kinds = new(StringComparer.Ordinal);

    /// <param name="what">The kind, as in "crowds are left out".</param>
    /// <param name="where">The image or class.</param>
    /// <param name="cure">What to do about it.</param>
    public void Add(string what, string where, string cure)
    {
        if (!_kinds.TryGetValue(what, out var kind)) _kinds[what] = kind = ([], cure);
        kind.Where.Add(where);
    }

    /// <summary>A field of the whole file (COCO: info, licenses).</summary>
    public void AddOfFile(string field, string where) => Add($"the file's \"{field}\" is not kept", where,
        field == CocoExtras.Licences ? "Keep the original: its licences may ask to be passed on." : Keep);

    /// <summary>A field of a class.</summary>
    public void AddOfClass(string field, string where) =>
        Add(field == CocoExtras.Supercategory ? "supercategories are not kept" : $"the classes' \"{field}\" is not kept", where, Keep);

    /// <summary>A class of which there is no object.</summary>
    public void AddUnused(string name) => Add("classes without objects are not kept", name, "Nothing to do, unless a model must know them.");

    /// <summary>A field of an image.</summary>
    public void AddOfImage(string field, string where) => Add($"the images' \"{field}\" is not kept", where,
        field == "license" ? "Keep the original: its licences may ask to be passed on." : Keep);

    /// <summary>A field of an object.</summary>
    public void AddOfObject(string field, string where) => Add($"the objects' \"{field}\" is not kept", where, Keep);

    /// <summary>All fields of some images of a data set, of their objects and of the whole, and classes without objects, where nothing holds them.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="images">The names of the images that are written.</param>
    public void AddEverythingElse(ObjectDataset source, IReadOnlySet<string> images)
    {
        foreach (var field in source.Extra.Keys) AddOfFile(field, source.Root);
        foreach (var (name, fields) in source.ClassExtra)
            foreach (var field in fields.Keys) AddOfClass(field, name);
        foreach (var name in source.UnusedClasses) AddUnused(name);
        foreach (var sample in source.Samples.Where(sample => images.Contains(sample.Name)))
        {
            foreach (var field in sample.Extra?.Keys ?? []) AddOfImage(field, sample.Name);
            foreach (var field in sample.Objects.SelectMany(item => item.Extra?.Keys ?? [])) AddOfObject(field, sample.Name);
        }
    }

    public IReadOnlyList<Problem> All() =>
        [.. _kinds.Select(kind => new Problem(folder,
            $"{from} to {to}: {kind.Key} ({Words.Times(kind.Value.Where.Count)}: {Words.List([.. kind.Value.Where.Distinct()], 5)}).", kind.Value.Cure,
            IsWarning: true))];
}
