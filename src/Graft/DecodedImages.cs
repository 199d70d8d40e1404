using System.Collections.Concurrent;

namespace Graft;

/// <summary>Decoded images by their index, kept while they fit into a bounded memory. Thread-safe; an image may be decoded twice, never two ways.</summary>
/// <param name="decode">Decodes one.</param>
/// <param name="bytesOf">Its size in memory.</param>
internal sealed class DecodedImages<T>(Func<int, T> decode, Func<T, long> bytesOf)
    where T : class
{
    private const long MaxKept = 512L << 20;

    private readonly long _max = Math.Min(MaxKept, MemoryBudget.Kept);
    private readonly ConcurrentDictionary<int, T> _kept = new();
    private long _bytes;

    /// <summary>The image: kept, or decoded now.</summary>
    public T this[int index]
    {
        get
        {
            if (_kept.TryGetValue(index, out var image)) return image;
            image = decode(index);
            var bytes = bytesOf(image);
            if (Interlocked.Add(ref _bytes, bytes) > _max || !_kept.TryAdd(index, image)) Interlocked.Add(ref _bytes, -bytes);
            return image;
        }
    }
}
