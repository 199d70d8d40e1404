namespace Graft.Data;

/// <summary>
/// Finds 64-bit hashes within a few bits of one another without comparing all pairs: of four bands of 16 bits at least one
/// differs in no more than a quarter of the bits (Norouzi, Punjani and Fleet, arXiv:1307.2982).
/// </summary>
internal sealed class HashIndex
{
    private const int Bands = 4;
    private readonly ulong[] _hashes;
    private readonly int[][] _starts = new int[Bands][];
    private readonly int[][] _items = new int[Bands][];

    public HashIndex(ulong[] hashes)
    {
        _hashes = hashes;
        for (var band = 0; band < Bands; band++)
        {
            var starts = new int[(1 << 16) + 1];
            foreach (var hash in hashes) starts[Key(hash, band) + 1]++;
            for (var key = 0; key < 1 << 16; key++) starts[key + 1] += starts[key];
            var next = starts.ToArray();
            var items = new int[hashes.Length];
            for (var i = 0; i < hashes.Length; i++) items[next[Key(hashes[i], band)]++] = i;
            (_starts[band], _items[band]) = (starts, items);
        }
    }

    /// <summary>Each pair (first below second) within <paramref name="bits"/> bits; a pair may come more than once.</summary>
    public IEnumerable<(int First, int Second)> Pairs(int bits)
    {
        var masks = MasksUpTo(bits / Bands);
        for (var first = 0; first < _hashes.Length; first++)
            for (var band = 0; band < Bands; band++)
                foreach (var mask in masks)
                {
                    var key = Key(_hashes[first], band) ^ mask;
                    for (var at = _starts[band][key]; at < _starts[band][key + 1]; at++)
                        if (_items[band][at] > first && PerceptualHash.Distance(_hashes[first], _hashes[_items[band][at]]) <= bits)
                            yield return (first, _items[band][at]);
                }
    }

    private static int Key(ulong hash, int band) => (int)(hash >> (16 * band)) & 0xFFFF;

    private static int[] MasksUpTo(int bits) =>
        [.. Enumerable.Range(0, 1 << 16).Where(mask => int.PopCount(mask) <= bits)];
}
