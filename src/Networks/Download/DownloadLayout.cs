using System.Globalization;

namespace Graft.Networks;

/// <summary>
/// The pieces of one download. <c>FILE.part</c> always holds the start of the file; where several connections share the
/// work, <c>FILE.part.START-END</c> hold the rest, and their names are the plan: a process that is killed at any moment leaves
/// files the next one can go on with.
/// </summary>
internal static class DownloadLayout
{
    /// <summary>What an earlier attempt has left: one piece of unknown end, or several that lie end to end.</summary>
    public static IReadOnlyList<DownloadPiece> Read(string part)
    {
        var sides = Sides(part).OrderBy(piece => piece.Start).ToList();
        if (sides.Count == 0) return [new(part, 0, null)];
        var pieces = sides.Prepend(new DownloadPiece(part, 0, sides[0].Start)).ToList();
        var fits = pieces.Zip(pieces.Skip(1), (one, next) => one.End == next.Start).All(meets => meets)
            && sides.All(piece => piece.Next <= piece.End);
        if (fits) return pieces;
        Drop(part);
        return [new(part, 0, null)];
    }

    /// <summary>Divides what is missing of a file into pieces of about one length.</summary>
    /// <param name="part">The file that holds the start.</param>
    /// <param name="total">Bytes of the whole.</param>
    /// <param name="count">Number of pieces, at least 2.</param>
    public static IReadOnlyList<DownloadPiece> Split(string part, long total, int count)
    {
        var have = new DownloadPiece(part, 0, null).Received;
        long Edge(int piece) => have + (total - have) * piece / count;
        // From the last to the first: a plan that a kill cuts short is still one, with fewer pieces.
        for (var piece = count - 1; piece > 0; piece--)
            PartFile.Open($"{part}.{Edge(piece).ToString(CultureInfo.InvariantCulture)}-{Edge(piece + 1).ToString(CultureInfo.InvariantCulture)}").Dispose();
        return Read(part);
    }

    /// <summary>Puts whole pieces behind the first, each removed once it is there.</summary>
    public static void Join(string part, IReadOnlyList<DownloadPiece> pieces)
    {
        var window = new byte[1 << 20];
        using var file = PartFile.Open(part);
        foreach (var piece in pieces.Skip(1))
        {
            PartFile.Guarded(piece.Path, () =>
            {
                using var source = new FileStream(piece.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                source.Position = file.Length - piece.Start; // a join that was broken off goes on
                for (int count; (count = source.Read(window)) > 0;) file.Append(window.AsSpan(0, count));
            });
            PartFile.Guarded(piece.Path, () => File.Delete(piece.Path));
        }
    }

    /// <summary>Forgets all pieces but the first.</summary>
    public static void Drop(string part)
    {
        foreach (var piece in Sides(part)) PartFile.Guarded(piece.Path, () => File.Delete(piece.Path));
    }

    private static List<DownloadPiece> Sides(string part)
    {
        var pieces = new List<DownloadPiece>();
        if (Path.GetDirectoryName(part) is not { } folder || !Directory.Exists(folder)) return pieces;
        foreach (var path in Directory.GetFiles(folder, Path.GetFileName(part) + ".*-*"))
        {
            var edges = path[(part.Length + 1)..].Split('-');
            if (edges.Length == 2 && long.TryParse(edges[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                && long.TryParse(edges[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end) && start < end)
                pieces.Add(new(path, start, end));
        }
        return pieces;
    }
}

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
