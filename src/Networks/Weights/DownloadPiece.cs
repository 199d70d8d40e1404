namespace Graft.Networks;

/// <summary>A stretch of a file that is being downloaded, gathered in a file of its own from its start on.</summary>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Start">Its first byte in the whole file.</param>
/// <param name="End">The byte after its last; null where the length of the whole is not known.</param>
internal sealed record DownloadPiece(string Path, long Start, long? End)
{
    /// <summary>Bytes on disk.</summary>
    public long Received => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The next byte that is wanted.</summary>
    public long Next => Start + Received;

    public bool IsWhole => End <= Next;
}
