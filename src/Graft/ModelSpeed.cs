using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graft.Networks;
using Graft.Runtime;

namespace Graft;

/// <summary>
/// How fast networks predict on this machine, in images per second at their published size on all cores, without decoding. Measured
/// once when asked for and kept per kind of processor; the speed does not depend on the values, so no weights are needed.
/// </summary>
public static class ModelSpeed
{
    private const int Batch = 4, Rounds = 3;

    /// <summary>What was measured before, by model.</summary>
    public static IReadOnlyDictionary<string, double> Known()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllBytes(FilePath), Json.Options) ?? [];
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            return new Dictionary<string, double>(); // measured anew when asked for
        }
    }

    /// <summary>Measures a network now, and keeps the metric.</summary>
    /// <exception cref="GraftException">No such model, or it does not run.</exception>
    public static double Measure(string model)
    {
        var entry = ModelCatalogue.Find(model);
        var graph = entry.Build();
        var zeros = new ParameterSet();
        foreach (var spec in graph.Parameters) zeros.Set(spec.Name, new HostTensor(spec.Shape, new float[spec.Count]));
        using var forward = new OnnxForwardFactory().Create(graph.WithoutAuxiliary(), zeros, [3, entry.InputSize, entry.InputSize]);
        var (pixels, logits) = (new float[Batch * 3 * entry.InputSize * entry.InputSize], new float[Batch * graph.OutputChannels]);
        forward.Run(pixels, Batch, logits); // the first run sets up memory
        var seconds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            forward.Run(pixels, Batch, logits);
            seconds[round] = watch.Elapsed.TotalSeconds;
        }
        var rate = Batch / seconds.Order().ElementAt(Rounds / 2);
        Keep(model, rate);
        return rate;
    }

    private static string FilePath =>
        Path.Combine(GraftHome.Folder, "engine", $"pictures-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Machine())))[..16]}.json");

    private static void Keep(string model, double rate)
    {
        try
        {
            AtomicFile.WriteText(FilePath,
                JsonSerializer.Serialize(new Dictionary<string, double>(Known()) { [model] = Math.Round(rate, 2) }, Json.Options) + "\n");
        }
        catch (GraftException)
        {
            // Nowhere to keep it: the metric is shown all the same.
        }
    }

    private static string Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{processor}/{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}/{Environment.ProcessorCount}";
    }
}
