using System.Diagnostics;
using System.Globalization;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Bench;

/// <summary>One load in this process: what it took, and what the system says of the memory (Linux only).</summary>
internal static class LoadedOnce
{
    public static void Run(string model, string file, string step)
    {
        // The empty process has the engine's library in it, so that only the network is counted.
        if (step == "torch") _ = EngineSetup.Info;
        if (step == "onnx") Session(Pretrained.Fresh("resnet_tiny", 4));
        var hash = Stopwatch.StartNew();
        FileHash.Sha256(file);
        hash.Stop();
        var empty = Memory("VmRSS");
        var watch = Stopwatch.StartNew();
        var loaded = Pretrained.Load(model, file);
        IDisposable? engine = step switch
        {
            "onnx" => Session(loaded),
            "torch" => new TorchGraph(loaded.Graph, loaded.Parameters),
            _ => null,
        };
        watch.Stop();
        var (peak, standing) = (Memory("VmHWM") - empty, Memory("VmRSS") - empty);
        var bytes = loaded.Parameters.Values.Sum(tensor => 4L * tensor.Data.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{watch.Elapsed.TotalSeconds:0.00} | {hash.Elapsed.TotalSeconds:0.00} | {peak / 1e6:0} | {(double)peak / bytes:0.00} | {standing / 1e6:0}"));
        engine?.Dispose();
    }

    private static IDisposable Session(Pretrained model) => new OnnxForwardFactory().Create(model.Graph, model.Parameters, model.Preprocess);

    private static long Memory(string metric) => 1024 * long.Parse(
        File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
            .Split('\t')[^1],
        CultureInfo.InvariantCulture);
}
