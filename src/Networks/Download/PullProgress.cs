namespace Graft.Networks;

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes on disk, those of an earlier, broken-off download included.</param>
/// <param name="Total">Bytes in all; null when the server does not say.</param>
public readonly record struct PullProgress(long Received, long? Total);
