using System.Diagnostics;
using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Features from JPEG files: against what decoding and network allow, against ML.NET on the same ONNX file, and from the cache.</summary>
internal sealed class Features : IComparison
{
    private const int Batch = 64;

    public string Name => "features";

    public string Description => "features from 640x480 JPEG files: features [images] [model,...]";

    public int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 192;
        var models = arguments.Length > 1 ? arguments[1].Split(',') : ["efficientnet_lite0", "resnet18", "resnet50"];
        using var images = new SampleImages(count);
        Console.WriteLine($"{Measure.Machine()}; {count} JPEG files of 640x480, medians of 3 rounds in turn; ResNet weights are random");
        Console.WriteLine("| model | decode ms (1 core) | network ms | bound /s | Graft /s | of bound "
            + "| ML.NET /s | Graft / ML.NET | cached /s | cached / first | peak MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var model in models) Compare(model, images);
        return 0;
    }

    private static void Compare(string name, SampleImages images)
    {
        var model = name.StartsWith("efficientnet", StringComparison.Ordinal) ? Pretrained.Load(name) : Pretrained.Fresh(name, 1000);
        var factory = new OnnxForwardFactory();
        var graph = model.Graph.WithoutHead();
        using var network = factory.Create(graph, model.Parameters, model.Preprocess);
        var bytes = model.Preprocess.Width * model.Preprocess.Height * 3;
        var (pixels, output) = (new byte[Batch * bytes], new float[Batch * graph.OutputChannels]);
        using var extractor = new FeatureExtractor(model, factory);
        using var peer = new MlNetPeer(model, graph, images.Folder);

        var seconds = Measure.Rounds(3,
            () => { foreach (var path in images.Paths) model.Preprocess.LoadInto(path, pixels.AsSpan(0, bytes)); },
            () => { for (var start = 0; start < images.Paths.Count; start += Batch) network.Run(pixels, Batch, output); },
            () => extractor.Extract(images.Paths),
            () => peer.Run());
        var (decode, net, ours, theirs) = (Per(seconds[0]), Per(seconds[1]), Per(seconds[2]), Per(seconds[3]));
        var bound = 1 / (net + decode / Environment.ProcessorCount);
        var (first, cached) = Cached(model, factory, images.Paths);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {decode * 1000:0.00} | {net * 1000:0.00} | {bound:0.0} | {1 / ours:0.0} | {1 / ours / bound:0.00} "
            + $"| {1 / theirs:0.0} | {theirs / ours:0.00} | {1 / cached:0} | {first / cached:0.0} | {Measure.PeakMegabytes():0} |"));

        double Per(double[] rounds) => Measure.Median(rounds) / images.Paths.Count;
    }

    private static (double First, double Cached) Cached(Pretrained model, IForwardFactory factory, IReadOnlyList<string> paths)
    {
        var file = Path.Combine(Path.GetTempPath(), $"graft-bench-{Environment.ProcessId}.db");
        try
        {
            using var store = new FeatureCache(file);
            double Timed()
            {
                var watch = Stopwatch.StartNew();
                using var extractor = new FeatureExtractor(model, factory, store);
                extractor.Extract(paths);
                return watch.Elapsed.TotalSeconds / paths.Count;
            }
            return (Timed(), Measure.Median([Timed(), Timed(), Timed()]));
        }
        finally
        {
            foreach (var left in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*")) File.Delete(left);
        }
    }
}
