namespace Graft.Networks;

/// <summary>Where a tensor's values lie in its file. Whoever makes one has checked that all of them lie inside.</summary>
/// <param name="Entry">Name, type, shape.</param>
/// <param name="Position">Byte at which the first value starts.</param>
/// <param name="Strides">Distance between neighbours per dimension, in values; null for C order.</param>
internal sealed record StoredTensor(CheckpointEntry Entry, long Position, IReadOnlyList<long>? Strides = null)
{
    /// <summary>Number of values from the first to the last, gaps included.</summary>
    public long Extent => Strides is null ? Entry.Count : ExtentOf(Entry.Shape, Strides);

    public static long ExtentOf(IReadOnlyList<int> shape, IReadOnlyList<long> strides)
    {
        if (shape.Contains(0)) return 0;
        var extent = 1L;
        for (var i = 0; i < shape.Count; i++) extent = checked(extent + (shape[i] - 1) * strides[i]);
        return extent;
    }

    /// <summary>Strides of C order, which need not be kept; dimensions of one value may have any stride.</summary>
    public static bool IsContiguous(IReadOnlyList<int> shape, IReadOnlyList<long> strides)
    {
        var expected = 1L;
        for (var i = shape.Count - 1; i >= 0; i--)
        {
            if (shape[i] == 0) return true;
            if (shape[i] != 1 && strides[i] != expected) return false;
            expected *= shape[i];
        }
        return true;
    }
}
