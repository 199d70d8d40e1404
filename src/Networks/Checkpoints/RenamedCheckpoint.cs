namespace Graft.Networks;

/// <summary>A checkpoint some of whose tensors have other names than in the file.</summary>
internal sealed class RenamedCheckpoint : ICheckpoint
{
    private readonly ICheckpoint _file;
    private readonly IReadOnlyDictionary<string, string> _inFile;

    /// <param name="file">The checkpoint; not owned.</param>
    /// <param name="inFile">Names in the file by the names they are to have.</param>
    public RenamedCheckpoint(ICheckpoint file, IReadOnlyDictionary<string, string> inFile)
    {
        (_file, _inFile) = (file, inFile);
        var today = inFile.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        Entries = new OrderedDictionary<string, CheckpointEntry>(file.Entries.Values
            .Select(entry => entry with { Name = today.GetValueOrDefault(entry.Name, entry.Name) })
            .Select(entry => KeyValuePair.Create(entry.Name, entry)), StringComparer.Ordinal);
    }

    public string Path => _file.Path;

    public CheckpointFormat Format => _file.Format;

    public IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    public string? NestedUnder => _file.NestedUnder;

    public IReadOnlyList<string> Ignored => _file.Ignored;

    /// <summary>Names in the file that are not used.</summary>
    public IReadOnlyList<string> Renamed => [.. _inFile.Values];

    public HostTensor Read(string name) => _file.Read(_inFile.GetValueOrDefault(name, name));

    public void Read(string name, Span<float> destination) => _file.Read(_inFile.GetValueOrDefault(name, name), destination);

    public void Dispose()
    {
        // the file stays its owner's
    }
}
