namespace Graft.Data;

/// <summary>An image before the classes are known.</summary>
internal sealed record LabelledFile(string Path, string Name, string Label, string? Split, string? Group = null);
