using System.Diagnostics;

namespace Graft.Tests.DataFuzzing;

/// <summary>
/// Reads data sets with one damaged file: nothing but a <see cref="GraftException"/> may come of it, within a second, and without more memory than
/// 100 times the files and 64 MB. Files that are still accepted become starting points themselves, so damage adds up. Seeded.
/// </summary>
internal sealed class FolderFuzzer
{
    private const long MemoryBase = 64L << 20, MemoryPerByte = 100;
    private const int LargestFile = 1 << 15, MaxSeeds = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1), Endless = TimeSpan.FromSeconds(20);

    private readonly FuzzSubject _subject;
    private readonly SeededRandom _random;
    private readonly string _folder;
    private readonly Dictionary<string, List<byte[]>> _seeds;

    public FolderFuzzer(FuzzSubject subject, ulong seed, string folder)
    {
        (_subject, _random, _folder) = (subject, SeededRandom.For(seed, $"fuzzing {subject.Name}"), folder);
        _seeds = subject.Damaged.ToDictionary(name => name, name => new List<byte[]> { subject.Files[name] }, StringComparer.Ordinal);
        foreach (var (name, bytes) in subject.Files) Write(name, bytes);
        subject.Read(folder); // must be sound, and is slower than all others
    }

    public int Tried { get; private set; }

    public int Accepted { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>Most bytes asked for by one data set, above which no limit was passed.</summary>
    public long MaxMemory { get; private set; }

    /// <summary>The file of the last fault, by its name, and its bytes.</summary>
    public (string Name, byte[] Bytes) Last { get; private set; } = ("", []);

    /// <summary>One damaged file; null when all is well, or what went wrong.</summary>
    public string? Next()
    {
        Tried++;
        var name = _subject.Damaged[_random.Next(_subject.Damaged.Count)];
        var seeds = _seeds[name];
        var bytes = seeds[_random.Next(seeds.Count)];
        for (var rounds = _random.Next(4); rounds >= 0; rounds--) bytes = DataMutation.Apply(bytes, seeds, _random);
        if (bytes.Length > LargestFile) bytes = bytes[..LargestFile];
        bytes = _subject.Seal(bytes, _random);
        Write(name, bytes);
        var (fault, isAccepted) = Try(Size(name, bytes));
        if (fault is null && isAccepted)
        {
            Accepted++;
            if (seeds.Count < MaxSeeds && _random.Chance(0.05)) seeds.Add(bytes);
        }
        if (fault is not null) Last = (name, bytes);
        Write(name, _subject.Files[name]);
        return fault;
    }

    private (string? Fault, bool IsAccepted) Try(long size)
    {
        // What is slow once may have waited for the processor; what is slow three times is slow.
        for (var round = 1; ; round++)
        {
            var (watch, worked, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
            var reading = Task.Run(() => Read(_folder));
            if (!reading.Wait(Endless)) return ($"It was not read after {Endless.TotalSeconds:0} s.", false);
            var (failure, isAccepted) = reading.Result;
            // Who waits for the processor is not slow.
            var (time, memory) = (Shorter(watch.Elapsed, Environment.CpuUsage.TotalTime - worked), GC.GetTotalAllocatedBytes() - before);
            if (failure is not null) return (failure, false);
            if (memory > MemoryBase + MemoryPerByte * size) return ($"It asked for {memory} bytes; {MemoryBase + MemoryPerByte * size} are explained.", false);
            if (time <= Longest || round == 3)
            {
                if (time > Slowest) Slowest = time;
                if (memory > MaxMemory) MaxMemory = memory;
                return (time > Longest ? $"It took {time.TotalSeconds:0.0} s." : null, isAccepted);
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private (string? Failure, bool IsAccepted) Read(string folder)
    {
        try
        {
            _subject.Read(folder);
            return (null, true);
        }
        catch (GraftException refusal)
        {
            return (refusal.Message.Length == 0 ? "The refusal says nothing." : null, false);
        }
        catch (Exception failure)
        {
            return (failure.ToString(), false);
        }
    }

    private long Size(string name, byte[] bytes) => bytes.Length + _subject.Files.Where(file => file.Key != name).Sum(file => (long)file.Value.Length);

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        stream.Write(bytes);
    }
}
