using System.Collections.Concurrent;

namespace Graft;

/// <summary>Decoded pictures by their index, kept while they fit into a bounded memory. Thread-safe; a picture may be decoded twice, never two ways.</summary>
/// <param name="decode">Decodes one.</param>
/// <param name="bytesOf">Its size in memory.</param>
internal sealed class DecodedPictures<T>(Func<int, T> decode, Func<T, long> bytesOf)
    where T : class
{
    private const long BytesKept = 512L << 20;
    private readonly ConcurrentDictionary<int, T> _kept = new();
    private long _bytes;

    /// <summary>The picture: kept, or decoded now.</summary>
    public T this[int index]
    {
        get
        {
            if (_kept.TryGetValue(index, out var picture)) return picture;
            picture = decode(index);
            var bytes = bytesOf(picture);
            if (Interlocked.Add(ref _bytes, bytes) > BytesKept || !_kept.TryAdd(index, picture)) Interlocked.Add(ref _bytes, -bytes);
            return picture;
        }
    }
}
