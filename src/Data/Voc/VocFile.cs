namespace Graft.Data;

/// <summary>An XML file before the classes are known: its own name, the picture as named in it, and what is on it.</summary>
internal sealed record VocFile(string Source, string Picture, int Width, int Height, IReadOnlyList<VocObject> Objects);
