using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Graft.Faces;

/// <summary>
/// The nearest persons, exactly as float32 ranks them. Codes are scanned first: a row is at most as much nearer or farther than its codes as it is away from
/// them (the triangle inequality), so only rows within that bound of the last place are computed in float32.
/// </summary>
internal static unsafe class FaceScan
{
    // Rows whose products fit the first cache beside them.
    private const int StepRows = 64;

    // A thread costs as much as this many rows.
    private const int RowsOfThread = 32_768;

    /// <summary>Distance of two descriptors as all of this project computes it.</summary>
    public static float Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => TensorPrimitives.Distance(first, second);

    /// <summary>The nearest persons of each query by their nearest row.</summary>
    /// <param name="index">Rows.</param>
    /// <param name="queries">Of the index's dimension.</param>
    /// <param name="count">Persons wanted of each, 1 or more.</param>
    /// <param name="options">How; the default is the fastest.</param>
    /// <returns>For each query, nearest first; of equal ones the older sample.</returns>
    public static ScanHit[][] Nearest(DescriptorIndex index, IReadOnlyList<ReadOnlyMemory<float>> queries, int count, ScanOptions? options = null)
    {
        options ??= new ScanOptions();
        using var prepared = new ScanQueries(queries, index.Stride);
        var blocks = index.Blocks;
        var threads = (int)Math.Clamp((long)index.Rows * Math.Min(queries.Count, 4) / RowsOfThread, 1, Math.Min(options.Threads, Math.Max(1, blocks.Count)));
        var work = new ScanThread[threads];
        var next = -1;
        void Work(int thread)
        {
            var own = work[thread] = new ScanThread(prepared, count);
            for (int at; (at = Interlocked.Increment(ref next)) < blocks.Count;) Scan(blocks[at], at, index.Stride, prepared, own, options.Way);
        }
        if (threads == 1) Work(0);
        else Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
        return [.. queries.Select((query, at) => Rank(index, query.Span, [.. work.Where(one => one is not null).Select(one => one.Of(at))], count, options))];
    }

    private static void Scan(DescriptorIndex.Block block, int number, int stride, ScanQueries queries, ScanThread thread, CodeProductsWay way)
    {
        var products = stackalloc int[StepRows];
        for (var first = 0; first < block.Rows; first += StepRows)
        {
            var rows = Math.Min(StepRows, block.Rows - first);
            for (var query = 0; query < queries.Count; query++)
            {
                CodeProducts.Fill(way, block.Codes + (nint)first * stride, stride, rows, queries.Codes(query), products);
                Collect(block, (number, first, rows), products, queries.Of(query), thread.Of(query));
            }
        }
    }

    private static void Collect(DescriptorIndex.Block block, (int Block, int First, int Rows) at, int* products, ScanQuery query, ScanCandidates candidates)
    {
        var (doubt, slack) = query.Bounds(block.MaxError, block.MaxSquare);
        var limit = candidates.SquareLimit(doubt, slack);
        var (factor, square) = (Vector256.Create(-2 * query.Scale), Vector256.Create(query.Square));
        // Blocks are whole, so that what lies behind the last row is there to be read, and infinite.
        for (var row = 0; row < at.Rows; row += 8)
        {
            var squares = Vector256.Load(block.Squares + at.First + row) + square
                + factor * Vector256.Load(block.Scales + at.First + row) * Vector256.ConvertToSingle(Vector256.Load(products + row));
            for (var bits = Vector256.LessThanOrEqual(squares, Vector256.Create(limit)).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var lane = System.Numerics.BitOperations.TrailingZeroCount(bits);
                var found = at.First + row + lane;
                if (block.Persons[found] is not (>= 0 and var person)) continue;
                candidates.Add(at.Block * DescriptorIndex.BlockRows + found, person, squares[lane], doubt, slack);
                limit = candidates.SquareLimit(doubt, slack);
            }
        }
    }

    private static ScanHit[] Rank(DescriptorIndex index, ReadOnlySpan<float> query, IReadOnlyList<ScanCandidates> found, int count, ScanOptions options)
    {
        var bound = ScanCandidates.Bound(found, count);
        Dictionary<int, ScanHit> best = [];
        var rescored = 0;
        foreach (var candidates in found)
            foreach (var (row, person, low) in candidates.Rows)
            {
                if (low > bound) continue;
                rescored++;
                var hit = new ScanHit(person, Distance(query, index.Row(row)), index.SampleOf(row), row);
                if (!best.TryGetValue(person, out var before) || hit.CompareTo(before) < 0) best[person] = hit;
            }
        options.Rescored?.Invoke(rescored);
        return [.. best.Values.Order().Take(count)];
    }
}

/// <summary>How to scan.</summary>
internal sealed record ScanOptions
{
    /// <summary>Which vectors.</summary>
    public CodeProductsWay Way { get; init; } = CodeProducts.Ways[0];

    /// <summary>Threads at most.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Hears how many rows were computed in float32.</summary>
    public Action<int>? Rescored { get; init; }
}

/// <summary>A person that was found.</summary>
/// <param name="Person">Which.</param>
/// <param name="Distance">How far.</param>
/// <param name="Sample">The sample that is nearest.</param>
/// <param name="Row">Its row.</param>
internal readonly record struct ScanHit(int Person, float Distance, long Sample, int Row) : IComparable<ScanHit>
{
    /// <summary>Nearer first, then older.</summary>
    public int CompareTo(ScanHit other) => Distance.CompareTo(other.Distance) is not 0 and var order ? order : Sample.CompareTo(other.Sample);
}
