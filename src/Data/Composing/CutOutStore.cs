using System.Collections.Concurrent;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Decoded cut-outs, kept while they fit into a share of the memory for images; others are decoded each time. Thread-safe.</summary>
internal sealed class CutOutStore
{
    // Decoded with and without its empty margins, its alpha, and the mask that finds them.
    private const long BytesWhileDecoded = 14;
    private const long BytesKept = 4;

    private readonly ConcurrentDictionary<string, CutOut> _kept = new(StringComparer.Ordinal);
    private readonly long _max = MemoryBudget.Kept;
    private long _bytes;

    /// <summary>The cut-out of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cut">Without the empty margins that would make the object smaller than meant.</param>
    /// <returns>The memory that it takes while it is worked on.</returns>
    /// <exception cref="ImageException">The file is refused.</exception>
    public MemoryBudget.Lease Load(string path, out CutOut cut)
    {
        if (_kept.TryGetValue(path, out cut!)) return default;
        var size = ImageFile.Inspect(path);
        var lease = MemoryBudget.Take(BytesWhileDecoded * size.Width * size.Height);
        try
        {
            cut = Trimmed(ImageFile.DecodeCutOut(path));
            var bytes = BytesKept * cut.Alpha.Length;
            if (Interlocked.Add(ref _bytes, bytes) > _max || !_kept.TryAdd(path, cut)) Interlocked.Add(ref _bytes, -bytes);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static CutOut Trimmed(CutOut cut)
    {
        var visible = new byte[cut.Alpha.Length];
        for (var i = 0; i < visible.Length; i++) visible[i] = cut.Alpha[i] > 8 ? (byte)1 : (byte)0;
        var bounds = Mask.FromBitmap(cut.Image.Width, cut.Image.Height, visible).Bounds;
        if (bounds.IsEmpty) return cut;
        var box = new CropBox((int)bounds.X1, (int)bounds.Y1, (int)bounds.Width, (int)bounds.Height);
        var alpha = new byte[box.Width * box.Height];
        for (var y = 0; y < box.Height; y++) cut.Alpha.AsSpan((box.Top + y) * cut.Image.Width + box.Left, box.Width).CopyTo(alpha.AsSpan(y * box.Width));
        return new CutOut(ImagePlacement.Cut(cut.Image, box), alpha);
    }
}
