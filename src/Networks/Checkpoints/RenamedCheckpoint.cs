namespace Graft.Networks;

/// <summary>A checkpoint some of whose tensors have other names than in the file, and perhaps other shapes for the same values.</summary>
internal sealed class RenamedCheckpoint : CheckpointView
{
    private readonly IReadOnlyDictionary<string, string> _inFile;
    private readonly Lazy<IReadOnlyDictionary<string, CheckpointEntry>> _entries;

    /// <param name="file">The checkpoint; not owned.</param>
    /// <param name="inFile">Names in the file by the names they are to have.</param>
    public RenamedCheckpoint(ICheckpoint file, IReadOnlyDictionary<string, string> inFile) : base(file)
    {
        _inFile = inFile;
        _entries = new(Known);
    }

    /// <summary>Shapes by the names they are to have, where the file may have the same values in another: a 1 x 1 convolution for a linear layer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Shapes { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>Names in the file of constants that are worked out here.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public override IReadOnlyDictionary<string, CheckpointEntry> Entries => _entries.Value;

    public override IReadOnlyList<string> Ignored => [.. File.Ignored, .. LeftOut];

    /// <summary>Names in the file that are not used.</summary>
    public IReadOnlyList<string> Renamed => [.. _inFile.Values];

    protected override string NameInFile(string name) => _inFile.GetValueOrDefault(name, name);

    private OrderedDictionary<string, CheckpointEntry> Known()
    {
        var today = _inFile.DistinctBy(pair => pair.Value).ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var left = LeftOut.ToHashSet(StringComparer.Ordinal);
        return new(File.Entries.Values.Where(entry => !left.Contains(entry.Name))
            .Select(entry => Shaped(entry with { Name = today.GetValueOrDefault(entry.Name, entry.Name) }))
            .Select(entry => KeyValuePair.Create(entry.Name, entry)), StringComparer.Ordinal);
    }

    private CheckpointEntry Shaped(CheckpointEntry entry)
    {
        if (!Shapes.TryGetValue(entry.Name, out var shape) || shape is not [var first, ..] || entry.Shape is not [var other, ..] || first != other)
            return entry;
        var same = entry with { Shape = shape };
        return same.Count == entry.Count ? same : entry;
    }
}
