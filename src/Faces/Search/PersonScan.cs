using System.Runtime.InteropServices;

namespace Graft.Faces;

/// <summary>
/// The nearest persons by the mean distance of all their rows: exact as well, since the mean of rows is as near to that of their codes as the rows are.
/// </summary>
internal static unsafe class PersonScan
{
    private const int StepRows = 64;
    private const float UnitSum = 4.001f;

    /// <summary>The nearest persons of a query; of equal ones the one with the older sample.</summary>
    /// <param name="index">Rows.</param>
    /// <param name="query">Of the index's dimension.</param>
    /// <param name="count">Persons wanted, 1 or more.</param>
    /// <param name="options">How; the default is the fastest.</param>
    /// <param name="isSquared">
    /// Takes the mean of squared distances, and of that the root: of rows and a query of unit length half of the square is the mean cosine distance.
    /// </param>
    public static ScanHit[] NearestMean(DescriptorIndex index, ReadOnlyMemory<float> query, int count, ScanOptions? options = null, bool isSquared = false)
    {
        options ??= new ScanOptions();
        using var prepared = new ScanQueries([query], index.Stride);
        var one = prepared.Of(0);
        Dictionary<int, Sum> sums = [];
        var doubt = 0f;
        var gate = new Lock();
        Parallel.ForEach(index.Blocks, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, block =>
        {
            var (ownDoubt, slack) = one.Bounds(block.MaxError, block.MaxSquare);
            var own = Of(block, index.Stride, prepared, options.Way, isSquared);
            lock (gate)
            {
                // Near zero the root doubles what it is given: |sqrt(a) - sqrt(b)| is at most sqrt(|a - b|).
                var lost = ownDoubt + MathF.Sqrt(slack);
                // Two squares are as far apart as the numbers, times their sum; no two points of the unit sphere are farther apart than 2.
                doubt = Math.Max(doubt, isSquared ? lost * (UnitSum + lost) : lost);
                foreach (var (person, sum) in own) CollectionsMarshal.GetValueRefOrAddDefault(sums, person, out _).Add(sum);
            }
        });
        if (sums.Count == 0) return [];
        var places = sums.Values.Select(sum => sum.Mean).Order().ToArray();
        var bound = places[Math.Min(count, places.Length) - 1] + 2 * doubt;
        var left = sums.Where(pair => pair.Value.Mean <= bound).ToDictionary(pair => pair.Key, _ => new Sum());
        Dictionary<int, ScanHit> nearest = [];
        for (var row = 0; row < index.Rows; row++)
        {
            if (index.PersonOf(row) is not (>= 0 and var person) || !left.ContainsKey(person)) continue;
            var hit = new ScanHit(person, FaceScan.Distance(query.Span, index.Row(row)), index.SampleOf(row), row);
            var total = isSquared ? (double)hit.Distance * hit.Distance : hit.Distance;
            CollectionsMarshal.GetValueRefOrNullRef(left, person).Add(new Sum { Total = total, Rows = 1 });
            if (!nearest.TryGetValue(person, out var before) || hit.CompareTo(before) < 0) nearest[person] = hit;
        }
        options.Rescored?.Invoke(left.Values.Sum(sum => sum.Rows));
        return [.. left.Select(pair => nearest[pair.Key] with { Distance = (float)(isSquared ? Math.Sqrt(pair.Value.Mean) : pair.Value.Mean) })
            .Order().Take(count)];
    }

    private static Dictionary<int, Sum> Of(DescriptorIndex.Block block, int stride, ScanQueries queries, CodeProductsWay way, bool isSquared)
    {
        var products = stackalloc int[StepRows];
        var query = queries.Of(0);
        Dictionary<int, Sum> sums = [];
        for (var first = 0; first < block.Rows; first += StepRows)
        {
            var rows = Math.Min(StepRows, block.Rows - first);
            CodeProducts.Fill(way, block.Codes + (nint)first * stride, stride, rows, queries.Codes(0), products);
            for (var row = 0; row < rows; row++)
            {
                if (block.Persons[first + row] is not (>= 0 and var person)) continue;
                var square = block.Squares[first + row] + query.Square - 2 * query.Scale * block.Scales[first + row] * products[row];
                var total = isSquared ? Math.Max(0, square) : Math.Sqrt(Math.Max(0, square));
                CollectionsMarshal.GetValueRefOrAddDefault(sums, person, out _).Add(new Sum { Total = total, Rows = 1 });
            }
        }
        return sums;
    }

    private struct Sum
    {
        public double Total;
        public int Rows;

        public readonly double Mean => Total / Rows;

        public void Add(Sum other) => (Total, Rows) = (Total + other.Total, Rows + other.Rows);
    }
}
