using System.Runtime.InteropServices;

namespace Graft.Faces;

/// <summary>A query as codes.</summary>
/// <param name="Scale">What a code is multiplied with.</param>
/// <param name="Square">Squared length of the codes so multiplied.</param>
/// <param name="Error">How far the query is from its codes.</param>
internal readonly record struct ScanQuery(float Scale, float Square, float Error)
{
    // A sum of squares in float32, in vectors of four numbers or more, is off by at most 2^-24 of it for each term of one lane, and the distance, its root,
    // by half of that: 1.5e-5 for 2000 values. A squared distance of codes has four roundings, each below 2^-24 of the sizes of its terms.
    private const float DistanceRounding = 2e-5f, SquareRounding = 1e-6f;

    /// <summary>How far a distance in float32 can be from that of the codes, and how far off a squared distance of codes can be.</summary>
    /// <param name="error">No row is farther from its codes.</param>
    /// <param name="square">No row has a larger squared length.</param>
    public (float Doubt, float Slack) Bounds(float error, float square)
    {
        var lengths = MathF.Sqrt(square) + error + MathF.Sqrt(Square) + Error;
        return (error + Error + DistanceRounding * lengths, SquareRounding * lengths * lengths);
    }
}

/// <summary>Queries as codes, in memory that vectors read.</summary>
internal sealed unsafe class ScanQueries : IDisposable
{
    private readonly int _stride;
    private readonly ScanQuery[] _queries;
    private short* _codes;

    public ScanQueries(IReadOnlyList<ReadOnlyMemory<float>> queries, int stride)
    {
        _stride = stride;
        _codes = (short*)NativeMemory.AlignedAlloc((nuint)(Math.Max(1, queries.Count) * stride * sizeof(short)), 64);
        _queries = new ScanQuery[queries.Count];
        for (var i = 0; i < _queries.Length; i++)
        {
            var (scale, square, error) = Quantisation.QueryCodes(queries[i].Span, new Span<short>(Codes(i), stride));
            _queries[i] = new ScanQuery(scale, square, error);
        }
    }

    public int Count => _queries.Length;

    public short* Codes(int query) => _codes + (nint)query * _stride;

    public ScanQuery Of(int query) => _queries[query];

    public void Dispose()
    {
        if (_codes is null) return;
        NativeMemory.Clear(_codes, (nuint)(Count * _stride * sizeof(short)));
        NativeMemory.AlignedFree(_codes);
        _codes = null;
    }
}

/// <summary>What one thread found, for every query.</summary>
internal sealed class ScanThread(ScanQueries queries, int count)
{
    private readonly ScanCandidates[] _found = [.. Enumerable.Range(0, queries.Count).Select(_ => new ScanCandidates(count))];

    public ScanCandidates Of(int query) => _found[query];
}

/// <summary>Rows that may be among the nearest, and how far the last place is at most.</summary>
internal sealed class ScanCandidates(int count)
{
    // Persons in places, the nearest first, with a distance that none of them exceeds.
    private readonly List<(int Person, float High)> _places = new(count + 1);
    private readonly List<(int Row, int Person, float Low)> _rows = [];
    private int _nextSweep;

    /// <summary>The rows, with a distance that they are not below.</summary>
    public IReadOnlyList<(int Row, int Person, float Low)> Rows => _rows;

    /// <summary>A row with a larger squared distance of codes is not among the nearest.</summary>
    public float SquareLimit(float doubt, float slack)
    {
        if (_places.Count < count) return float.MaxValue;
        var limit = _places[^1].High + doubt;
        return MathF.BitIncrement(limit * limit + slack);
    }

    public void Add(int row, int person, float square, float doubt, float slack)
    {
        _rows.Add((row, person, MathF.Sqrt(Math.Max(0, square - slack)) - doubt));
        var high = MathF.Sqrt(Math.Max(0, square + slack)) + doubt;
        if (_places.Count == count && high >= _places[^1].High) return;
        Place(_places, person, high, count);
        // What is out of reach by now goes, so that the list stays short.
        if (_rows.Count <= 4096 || _rows.Count < _nextSweep || _places.Count < count) return;
        var bound = _places[^1].High;
        _rows.RemoveAll(candidate => candidate.Low > bound);
        _nextSweep = 2 * _rows.Count;
    }

    /// <summary>No person among the nearest is farther.</summary>
    public static float Bound(IReadOnlyList<ScanCandidates> found, int count)
    {
        List<(int Person, float High)> places = new(count + 1);
        foreach (var (person, high) in found.SelectMany(one => one._places)) Place(places, person, high, count);
        return places.Count < count ? float.PositiveInfinity : places[^1].High;
    }

    private static void Place(List<(int Person, float High)> places, int person, float high, int count)
    {
        var own = places.FindIndex(place => place.Person == person);
        if (own >= 0)
        {
            if (high >= places[own].High) return;
            places.RemoveAt(own);
        }
        var at = places.FindIndex(place => high < place.High);
        places.Insert(at < 0 ? places.Count : at, (person, high));
        if (places.Count > count) places.RemoveAt(count);
    }
}
