using System.Diagnostics;
using Graft.Networks;

namespace Graft.Tests.Fuzzing;

/// <summary>
/// Opens and reads damaged checkpoints: nothing but a <see cref="GraftException"/> may come of it, and no more memory may be asked for
/// than the file explains. Files that are still accepted become starting points themselves, so damage adds up. Seeded.
/// </summary>
internal sealed class CheckpointFuzzer(ulong seed, string folder)
{
    // Opening: the window, the tail of a zip, the exception; then a dictionary (some 100 bytes) may cost one byte of pickle.
    private const long OpeningBase = 1_000_000, OpeningPerByte = 400;

    // Reading: one byte of the file (bool) becomes a float; a view with gaps needs the run that holds it besides.
    private const long ReadingBase = 300_000, ReadingPerByte = 12;

    private const int LargestFile = 1 << 16, MaxSeeds = 400;

    private readonly SeededRandom _random = SeededRandom.For(seed, "fuzzing");
    private readonly List<byte[]> _seeds = [];
    private readonly string _path = Path.Combine(folder, "fuzzed");

    public int Tried { get; private set; }

    public int Accepted { get; private set; }

    /// <summary>Most bytes asked for by one file, over its length.</summary>
    public double LargestRatio { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>A sound file to start from.</summary>
    public void Add(byte[] file)
    {
        if (Try(file) is { } fault) throw new InvalidOperationException($"The starting point is not sound: {fault}");
        _seeds.Add(file);
    }

    /// <summary>One damaged file; null when all is well, or what went wrong.</summary>
    public string? Next()
    {
        var bytes = _seeds[_random.Next(_seeds.Count)];
        for (var rounds = _random.Next(4); rounds >= 0; rounds--) bytes = Mutation.Apply(bytes, _seeds, _random);
        if (bytes.Length > LargestFile) bytes = bytes[..LargestFile];
        var before = Accepted;
        var fault = Try(bytes);
        if (fault is not null) Last = bytes;
        if (Accepted > before && _seeds.Count < MaxSeeds && _random.Chance(0.05)) _seeds.Add(bytes);
        return fault;
    }

    /// <summary>The file of the last fault.</summary>
    public byte[]? Last { get; private set; }

    private string? Try(byte[] bytes)
    {
        Tried++;
        using (var stream = File.Create(_path)) stream.Write(bytes);
        var watch = Stopwatch.StartNew();
        var start = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var checkpoint = Open(bytes.Length, out var fault);
            using (checkpoint)
                foreach (var name in checkpoint?.Entries.Keys.Take(64) ?? [])
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    checkpoint!.Read(name);
                    fault ??= TooMuch("reading", GC.GetAllocatedBytesForCurrentThread() - before, ReadingBase + ReadingPerByte * bytes.Length);
                }
            if (checkpoint is not null && fault is null) Accepted++;
            return fault;
        }
        catch (GraftException)
        {
            return TooMuch("refusing", GC.GetAllocatedBytesForCurrentThread() - start, OpeningBase + OpeningPerByte * bytes.Length);
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }
        finally
        {
            LargestRatio = Math.Max(LargestRatio, (double)(GC.GetAllocatedBytesForCurrentThread() - start) / Math.Max(1, bytes.Length));
            if (watch.Elapsed > Slowest) Slowest = watch.Elapsed;
        }
    }

    private ICheckpoint? Open(int length, out string? fault)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var checkpoint = Checkpoint.Open(_path);
        fault = TooMuch("opening", GC.GetAllocatedBytesForCurrentThread() - before, OpeningBase + OpeningPerByte * length);
        return checkpoint;
    }

    private static string? TooMuch(string what, long asked, long allowed) =>
        asked <= allowed ? null : $"{what} asked for {asked} bytes, {allowed} are explained.";
}
