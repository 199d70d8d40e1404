using System.Globalization;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Features of JPEG files from end to end, decoding included, in 8 bits beside 32, and what decoding and the network of 8 bits alone allow.</summary>
internal sealed class QuantFeatures : IComparison
{
    private const int Batch = 64;

    public string Name => "quant-features";

    public string Description => "features of 640x480 JPEG files end to end, 8 bits beside 32 in turns: quant-features [IMAGES] [MODEL...]";

    public int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 192;
        using var images = new SampleImages(count);
        Console.WriteLine($"{Measure.Machine()}; {count} JPEG files of 640x480, no cache, medians of 5 rounds in turn");
        Console.WriteLine("| network | fp32, images a second | int8 | ratio | decoding alone | network of 8 bits alone | int8 of what both allow |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var name in arguments.Length > 1 ? arguments[1..] : ["efficientnet_lite0"]) Of(name, images);
        return 0;
    }

    private static void Of(string name, SampleImages images)
    {
        var model = name.StartsWith("efficientnet_lite", StringComparison.Ordinal) ? Pretrained.Load(name) : Pretrained.Fresh(name, 1000);
        using var single = new FeatureExtractor(model, new OnnxForwardFactory());
        using var quantised = new FeatureExtractor(model, new OnnxForwardFactory());
        quantised.Quantise(images.Paths, null, default);
        var graph = model.Graph.WithoutHead();
        using var network = Int8Features.Of(graph, model.Parameters, model.Preprocess, images.Paths, null, default)
            .Create(graph, model.Parameters, model.Preprocess);
        var bytes = model.Preprocess.Width * model.Preprocess.Height * 3;
        var (pixels, output) = (new byte[Batch * bytes], new float[Batch * graph.OutputChannels]);
        var seconds = Measure.Rounds(5,
            () => single.Extract(images.Paths),
            () => quantised.Extract(images.Paths),
            () => Parallel.ForEach(images.Paths, path => model.Preprocess.LoadInto(path, new byte[bytes])),
            () => { for (var start = 0; start < images.Paths.Count; start += Batch) network.Run(pixels, Batch, output); });
        var (slow, fast, decode, net) = (Rate(seconds[0]), Rate(seconds[1]), Rate(seconds[2]), Rate(seconds[3]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {slow:0.0} | {fast:0.0} | {fast / slow:0.00} | {decode:0.0} | {net:0.0} | {fast * (1 / decode + 1 / net):0.00} |"));

        double Rate(double[] rounds) => images.Paths.Count / Measure.Median(rounds);
    }
}
