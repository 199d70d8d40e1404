namespace Graft.Networks;

/// <summary>Another checkpoint with its tensors under other names. The file stays its owner's unless a view says otherwise.</summary>
internal abstract class CheckpointView(ICheckpoint file) : ICheckpoint
{
    public string Path => file.Path;

    public CheckpointFormat Format => file.Format;

    public abstract IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    public string? NestedUnder => file.NestedUnder;

    public virtual IReadOnlyList<string> Ignored => file.Ignored;

    protected ICheckpoint File => file;

    public HostTensor Read(string name) => file.Read(NameInFile(name));

    public void Read(string name, Span<float> destination) => file.Read(NameInFile(name), destination);

    public virtual void Dispose() { }

    protected abstract string NameInFile(string name);
}
