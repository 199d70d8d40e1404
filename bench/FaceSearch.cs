using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cloud.Unum.USearch;
using Graft.Faces;

namespace Graft.Bench;

/// <summary>Exact search among many descriptors, beside reading the same bytes, float32 and an approximate index.</summary>
internal sealed unsafe class FaceSearch : IComparison
{
    private const int Dimension = 128, Wanted = 10, Queries = 16;

    public string Name => "faces-search";

    public string Description => "faces-search [ROWS] [PEER ROWS] [THREADS]: search among 1000000 descriptors of 128 values; USearch among 100000";

    public int Run(string[] arguments)
    {
        var rows = Argument(arguments, 0, 1_000_000);
        var peerRows = Argument(arguments, 1, 100_000);
        var threads = Argument(arguments, 2, Environment.ProcessorCount);
        Console.WriteLine($"{Measure.Machine()}; {rows} descriptors of {Dimension} values, 10 of each person, {threads} threads, {CodeProducts.Ways[0]}\n");
        using var index = new DescriptorIndex(Dimension);
        var places = index.Reserve(rows);
        Parallel.For(0, rows, row => index.Set(places[row], row / 10, row, Face(row / 10, row)));
        Console.WriteLine("| what | ms | GB/s |\n| --- | --- | --- |");
        var rescored = 0;
        var options = new ScanOptions { Threads = threads, Rescored = count => rescored += count };
        ReadOnlyMemory<float>[] queries = [.. Enumerable.Range(0, Queries).Select(query => (ReadOnlyMemory<float>)Face(query * 37 % (rows / 10), -1 - query))];
        var at = 0;
        var sumCodes = Time("summing the int8 rows", (long)rows * index.Stride, () => Sum(index, threads, codes: true));
        var search = Time("a query: int8 rows, then float32 of what is left", (long)rows * index.Stride, () => FaceScan.Nearest(index, [queries[at++ % Queries]], Wanted, options));
        rescored = 0;
        FaceScan.Nearest(index, [queries[0]], Wanted, options);
        var left = rescored;
        var oneByOne = Time($"{Queries} queries one by one", (long)rows * index.Stride * Queries, () =>
        {
            foreach (var query in queries) FaceScan.Nearest(index, [query], Wanted, options);
        });
        var together = Time($"{Queries} queries at once", (long)rows * index.Stride, () => FaceScan.Nearest(index, queries, Wanted, options));
        var sumRows = Time("summing the float32 rows", 4L * rows * Dimension, () => Sum(index, threads, codes: false));
        var plain = Time("a query: TensorPrimitives.Distance of every float32 row", 4L * rows * Dimension, () => Plain(index, queries[at++ % Queries], threads));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            a query runs at {sumCodes / search:0.00} of the rate at which the same threads sum the same bytes (0.7 is wanted); {left} rows were computed in float32
            {Queries} at once take {together / oneByOne:0.00} of one by one (0.6 is wanted)
            a query takes {search / plain:0.00} of TensorPrimitives over float32; that one runs at {sumRows / plain:0.00} of the rate of summing
            """));
        Peer(peerRows, threads, queries);
        return 0;
    }

    /// <summary>A descriptor whose distances are about those of the real network: 0.3 within a person, 1.3 between two.</summary>
    internal static float[] Face(int person, int number)
    {
        var (centre, own) = (new SeededRandom((ulong)person + 1), new SeededRandom((ulong)(uint)number ^ 0x5DEECE66DUL));
        var values = new float[Dimension];
        for (var i = 0; i < Dimension; i++) values[i] = (float)(0.085 * centre.Normal() + 0.018 * own.Normal());
        return values;
    }

    private static void Peer(int rows, int threads, ReadOnlyMemory<float>[] queries)
    {
        using var index = new DescriptorIndex(Dimension);
        var places = index.Reserve(rows);
        var ours = Stopwatch.StartNew();
        // Each row a person, so that both are asked for the same ten rows.
        var faces = new float[rows][];
        Parallel.For(0, rows, row => faces[row] = Face(row / 10, row));
        ours.Restart();
        for (var row = 0; row < rows; row++) index.Set(places[row], row, row, faces[row]);
        ours.Stop();
        using var peer = new USearchIndex(MetricKind.L2sq, ScalarKind.Float32, Dimension);
        var build = Stopwatch.StartNew();
        for (var row = 0; row < rows; row++) peer.Add((ulong)row, faces[row]);
        build.Stop();
        float[][] asked = [.. Enumerable.Range(0, 200).Select(query => Face(query * 53 % (rows / 10), -100 - query))];
        var hits = 0;
        foreach (var query in asked)
        {
            var exact = FaceScan.Nearest(index, [query], Wanted)[0].Select(hit => (ulong)hit.Person).ToHashSet();
            peer.Search(query, Wanted, out var found, out _);
            hits += found.Count(exact.Contains);
        }
        var at = 0;
        var options = new ScanOptions { Threads = threads };
        Console.WriteLine($"\n| {rows} rows | build s | a query ms | recall of {Wanted} |\n| --- | --- | --- | --- |");
        var own = Median(() => FaceScan.Nearest(index, [asked[at++ % asked.Length]], Wanted, options));
        var theirs = Median(() => peer.Search(asked[at++ % asked.Length], Wanted, out _, out _));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| Graft, exact | {ours.Elapsed.TotalSeconds:0.00} | {own:0.000} | 1 |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| USearch, HNSW with its defaults, float32 | {build.Elapsed.TotalSeconds:0.00} | {theirs:0.000} | {hits / (double)(asked.Length * Wanted):0.000} |"));
    }

    private static void Plain(DescriptorIndex index, ReadOnlyMemory<float> query, int threads) =>
        Parallel.For(0, index.Blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, at =>
        {
            var best = float.MaxValue;
            for (var row = 0; row < index.Blocks[at].Rows; row++) best = Math.Min(best, TensorPrimitives.Distance(query.Span, index.Blocks[at].Row(row)));
            GC.KeepAlive(best);
        });

    private static void Sum(DescriptorIndex index, int threads, bool codes) =>
        Parallel.For(0, index.Blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, at =>
        {
            var block = index.Blocks[at];
            var bytes = codes ? new ReadOnlySpan<byte>(block.Codes, block.Rows * index.Stride) : MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(
                ref MemoryMarshal.GetReference(block.Row(0)), block.Rows * index.Dimension));
            fixed (byte* start = bytes)
            {
                Vector512<int> a = default, b = default, c = default, d = default;
                var end = (int*)(start + bytes.Length / 256 * 256);
                for (var from = (int*)start; from < end; from += 64)
                {
                    a += Vector512.Load(from);
                    b += Vector512.Load(from + 16);
                    c += Vector512.Load(from + 32);
                    d += Vector512.Load(from + 48);
                }
                GC.KeepAlive(Vector512.Sum(a + b + c + d));
            }
        });

    private static double Time(string what, long bytes, Action work)
    {
        var median = Median(work);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {median:0.00} | {bytes / median / 1e6:0.0} |"));
        return median;
    }

    private static double Median(Action work)
    {
        work();
        work();
        var times = new double[31];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static int Argument(string[] arguments, int at, int value) => arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : value;
}
