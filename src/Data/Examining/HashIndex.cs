using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Finds 64-bit hashes within a few bits of one another without comparing all pairs: of four bands of 16 bits at least one
/// differs in no more than a quarter of the bits (Norouzi, Punjani and Fleet, arXiv:1307.2982). What was found can be taken out, so that no one
/// looks at it again.
/// </summary>
internal sealed class HashIndex
{
    private const int Bands = 4;
    private readonly ulong[] _hashes;
    private readonly int _bits;
    private readonly int[] _masks;
    private readonly Band[] _bands;
    private readonly Band _all;

    /// <param name="hashes">What is searched.</param>
    /// <param name="bits">Bits in which two may differ.</param>
    public HashIndex(ulong[] hashes, int bits)
    {
        (_hashes, _bits) = (hashes, bits);
        _masks = [.. Enumerable.Range(0, 1 << 16).Where(mask => int.PopCount(mask) <= bits / Bands)];
        _bands = [.. Enumerable.Range(0, Bands).Select(band => new Band(hashes, hash => Key(hash, band), 1 << 16))];
        _all = new Band(hashes, _ => 0, 1);
    }

    /// <summary>What is near a hash and was not taken out, each once and in no order; itself among them.</summary>
    public List<int> Near(int item)
    {
        var (found, hash) = (new List<int>(), _hashes[item]);
        // Where hashes are crowded the bands have more of them together than there are.
        var (candidates, left) = (0, _all.Values(0).Length);
        for (var at = 0; at < Bands && candidates <= left; at++)
            foreach (var mask in _masks) candidates += _bands[at].Values(Key(hash, at) ^ mask).Length;
        if (candidates > left) return Within(item, _bits);
        for (var at = 0; at < Bands; at++)
        {
            var (band, own) = (_bands[at], Key(hash, at));
            foreach (var mask in _masks)
            {
                var values = band.Values(own ^ mask);
                for (var i = 0; i < values.Length; i++)
                {
                    var difference = hash ^ values[i];
                    if (PerceptualHash.Distance(hash, values[i]) <= _bits && IsFirst(difference, at)) found.Add(band.Items(own ^ mask)[i]);
                }
            }
        }
        return found;
    }

    /// <summary>As <see cref="Near"/>, for more bits than the index was made for: all are looked at.</summary>
    public List<int> Within(int item, int bits)
    {
        var (found, hash) = (new List<int>(), _hashes[item]);
        var values = _all.Values(0);
        for (var at = 0; at < values.Length; at++)
            if (PerceptualHash.Distance(hash, values[at]) <= bits) found.Add(_all.Items(0)[at]);
        return found;
    }

    /// <summary>Takes one out.</summary>
    public void Remove(int item)
    {
        _all.Remove(item, 0);
        for (var at = 0; at < Bands; at++) _bands[at].Remove(item, Key(_hashes[item], at));
    }

    // An earlier band that is as near has told of the pair already.
    private bool IsFirst(ulong difference, int band)
    {
        for (var at = 0; at < band; at++)
            if (int.PopCount(Key(difference, at)) <= _bits / Bands) return false;
        return true;
    }

    private static int Key(ulong hash, int band) => (int)(hash >> (16 * band)) & 0xFFFF;

    /// <summary>All hashes sorted by a key; those that are out lie behind the others of their key.</summary>
    private sealed class Band
    {
        private readonly int[] _starts;
        private readonly int[] _counts;
        private readonly int[] _items;
        private readonly int[] _places;
        private readonly ulong[] _values;

        public Band(ulong[] hashes, Func<ulong, int> keyOf, int keys)
        {
            (_starts, _counts) = (new int[keys + 1], new int[keys]);
            foreach (var hash in hashes) _starts[keyOf(hash) + 1]++;
            for (var key = 0; key < _counts.Length; key++) _starts[key + 1] += _starts[key];
            (_items, _places, _values) = (new int[hashes.Length], new int[hashes.Length], new ulong[hashes.Length]);
            for (var item = 0; item < hashes.Length; item++)
            {
                var key = keyOf(hashes[item]);
                Put(item, hashes[item], _starts[key] + _counts[key]++);
            }
        }

        public ReadOnlySpan<int> Items(int key) => _items.AsSpan(_starts[key], _counts[key]);

        public ReadOnlySpan<ulong> Values(int key) => _values.AsSpan(_starts[key], _counts[key]);

        public void Remove(int item, int key)
        {
            var (place, last) = (_places[item], _starts[key] + --_counts[key]);
            var (other, value) = (_items[last], _values[last]);
            Put(item, _values[place], last);
            if (place != last) Put(other, value, place);
        }

        private void Put(int item, ulong value, int place) => (_items[place], _values[place], _places[item]) = (item, value, place);
    }
}
