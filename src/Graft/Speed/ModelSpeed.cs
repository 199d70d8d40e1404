using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Graft.Networks;
using Graft.Runtime;

namespace Graft;

/// <summary>
/// How fast networks predict on this machine, in images per second at their published size on all cores, without decoding. Measured
/// once when asked for and kept per kind of processor; the speed does not depend on the values, so no weights are needed.
/// </summary>
internal static class ModelSpeed
{
    private const int Batch = 4, Rounds = 3;
    private static readonly KeptMeasurements Kept = new(() => FilePath);

    /// <summary>What was measured before, by model.</summary>
    public static IReadOnlyDictionary<string, double> Known() => Kept.Known();

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
        Kept.Keep(model, Math.Round(rate, 2));
        return rate;
    }

    private static string FilePath => Path.Combine(GraftHome.Folder, "engine",
        $"pictures-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ThisProcessor.Description)))[..16]}.json");
}
