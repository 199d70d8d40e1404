using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>How many images are worth running together: the smallest number with 0.97 of the best rate. Kept by model and processor.</summary>
internal static class BatchMeasurement
{
    private const double Worthwhile = 0.97;
    private const int Rounds = 3;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);
    private static readonly Lock Gate = new();

    /// <summary>Where the numbers are kept.</summary>
    public static string File => Path.Combine(GraftHome.Folder, "serving", "batches.json");

    /// <summary>The number for a model, measured once.</summary>
    public static int Of(ServedModel model)
    {
        if (!model.TakesBatches) return 1;
        var key = $"{model.Manifest.ContentHash} {Processor()}";
        lock (Gate)
        {
            var known = Read();
            if (known.TryGetValue(key, out var kept)) return kept;
            var measured = Measure(model);
            known[key] = measured;
            Keep(known);
            return measured;
        }
    }

    /// <summary>Runs noise through the network, batch sizes in turn so that a machine whose speed drifts is unfair to none.</summary>
    public static int Measure(ServedModel model)
    {
        List<int> sizes = [1, 2, 4, ServedModel.LargestBatch];
        var best = sizes.ToDictionary(size => size, _ => double.PositiveInfinity);
        var begun = Stopwatch.GetTimestamp();
        for (var round = 0; round <= Rounds; round++)
            foreach (var size in sizes)
            {
                if (Stopwatch.GetElapsedTime(begun) > Budget && round > 0) break;
                var at = Stopwatch.GetTimestamp();
                model.Infer(Noise(model, size), CancellationToken.None);
                if (round > 0) best[size] = Math.Min(best[size], Stopwatch.GetElapsedTime(at).TotalSeconds / size); // the first warms up
            }
        return sizes.First(size => best[size] <= best.Values.Min() / Worthwhile);
    }

    /// <summary>Images of the model's own size.</summary>
    public static TensorImages Noise(ServedModel model, int count)
    {
        var contract = model.Manifest.Preprocess;
        var (height, width) = model.InputSizeOf(contract.Width, contract.Height);
        var image = ProbeImages.Make(1, contract with { Width = width, Height = height });
        return new TensorImages(Enumerable.Repeat(image, count).SelectMany(bytes => bytes).ToArray(), count, height, width);
    }

    private static Dictionary<string, int> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), RuntimeJson.Compact.DictionaryStringInt32) ?? [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return []; // it is measured again
        }
    }

    private static void Keep(Dictionary<string, int> known)
    {
        try
        {
            AtomicFile.WriteBytes(File, JsonSerializer.SerializeToUtf8Bytes(known, RuntimeJson.Compact.DictionaryStringInt32));
        }
        catch (GraftException)
        {
            // A service on a read-only disk measures at every start.
        }
    }

    private static string Processor()
    {
        const string facts = "/proc/cpuinfo";
        var name = System.IO.File.Exists(facts)
            ? System.IO.File.ReadLines(facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{name ?? "processor not known"} {RuntimeInformation.ProcessArchitecture} x {Environment.ProcessorCount}";
    }
}
