using System.Diagnostics;
using System.Globalization;
using Graft.Networks;
using Graft.Tests.Fuzzing;

namespace Graft.Bench;

/// <summary>Fuzzes both checkpoint readers for as long as asked, on one core; what breaks them is kept as a file.</summary>
internal sealed class FuzzCheckpoints : IComparison
{
    public string Name => "fuzz";

    public string Description => "damaged checkpoints for the readers: fuzz [seconds] [seed]";

    public int Run(string[] arguments)
    {
        var seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 60;
        var seed = arguments.Length > 1 ? ulong.Parse(arguments[1], CultureInfo.InvariantCulture) : (ulong)Stopwatch.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("graft-fuzz-").FullName;
        var fuzzer = new CheckpointFuzzer(seed, folder);
        foreach (var file in Sound(folder)) fuzzer.Add(file);
        var faults = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds && faults < 20;)
        {
            if (fuzzer.Next() is not { } fault) continue;
            var kept = Path.Combine(folder, $"fault-{++faults}");
            using (var stream = File.Create(kept)) stream.Write(fuzzer.Last!);
            Console.WriteLine($"{kept}: {fault}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}: {fuzzer.Tried} files in {seconds:0} s, {fuzzer.Accepted} still sound, {faults} faults; "
            + $"most memory for a byte of file {fuzzer.LargestRatio:0}, slowest {fuzzer.Slowest.TotalMilliseconds:0} ms"));
        if (faults == 0) Directory.Delete(folder, recursive: true);
        return faults == 0 ? 0 : 1;
    }

    // The tests' fixtures that torch wrote, and a bundled kind of .safetensors made small.
    private static IEnumerable<byte[]> Sound(string folder)
    {
        var fixtures = Path.Combine(SampleImages.Repository, "test", "Networks", "Checkpoints", "fixtures");
        foreach (var path in Directory.GetFiles(fixtures, "*.pth").Order(StringComparer.Ordinal))
        {
            byte[]? sound = null;
            try
            {
                using var checkpoint = Checkpoint.Open(path);
                sound = File.ReadAllBytes(path);
            }
            catch (GraftException)
            {
                // One of those that must be refused.
            }
            if (sound is not null) yield return sound;
        }
        var tensors = Path.Combine(folder, "sound.safetensors");
        SafeTensors.Write(tensors, new Dictionary<string, HostTensor> { ["a"] = new([2, 3], new float[6]), ["b.num_batches_tracked"] = new([], [3]) },
            new Dictionary<string, string> { ["note"] = "small" });
        yield return File.ReadAllBytes(tensors);
    }
}
