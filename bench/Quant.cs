using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Networks in 8 bits beside 32 bits on ONNX Runtime, in turns in one run: images a second without decoding, and the size of the files.</summary>
internal sealed class Quant : IComparison
{
    private const int Batch = 4, Times = 3, Calibrating = 16;

    private static readonly string[] Networks = ["efficientnet_lite0", "efficientnet_lite2", "mobilenet_v2", "resnet18", "resnet50"];

    public string Name => "quant";

    public string Description => "8 bits beside 32 bits on ONNX Runtime in turns, one and two cores, files: quant [--rounds N] [MODEL...]";

    public int Run(string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--rounds");
        var rounds = at < 0 ? 9 : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
        string[] names = at < 0 ? arguments : [.. arguments[..at], .. arguments[(at + 2)..]];
        Console.WriteLine($"{Measure.Machine()}; batches of {Batch}, medians of {rounds} rounds in turn; products of bytes {(ThisProcessor.LacksByteProducts ? "lack" : "are there")}");
        Console.WriteLine();
        Console.WriteLine("| network | cores | fp32, images a second | int8 | ratio | fp32 file, MB | int8 file, MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var name in names.Length > 0 ? names : Networks) Of(name, rounds);
        return 0;
    }

    private static void Of(string name, int rounds)
    {
        // Weights do not matter for speed.
        var graph = ModelCatalogue.Build(name);
        var parameters = ParameterInitialiser.Create(graph, 1);
        var size = ModelCatalogue.Find(name).InputSize;
        var contract = Preprocess.ImageNet(size * 8 / 7, size);
        byte[] Bytes(OnnxForm form) => OnnxWriter.ToBytes(graph, parameters, new OnnxOptions { Preprocess = contract, Form = form });
        var observer = new ActivationObserver();
        using (var session = new OnnxSession(Bytes(new OnnxForm { Observer = observer }), name, OnnxWriter.Features, new RuntimeOptions { Observer = observer }))
            foreach (var photo in Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories).Take(Calibrating))
                session.RunHere<byte>(contract.Apply(ImageFile.Decode(photo)).Pixels, 1, new float[1000]);
        var (single, quantised) = (Bytes(OnnxForm.Single), Bytes(new OnnxForm { Quantisation = new(observer.Ranges(CalibrationMethod.MinMax)) }));
        foreach (var cores in new[] { 1, 2 })
        {
            var options = new RuntimeOptions { Threads = cores, ThreadsPerImage = cores };
            using var first = new OnnxSession(single, name, OnnxWriter.Features, options);
            using var second = new OnnxSession(quantised, name, OnnxWriter.Features, options);
            var images = new byte[Batch * size * size * 3];
            new Random(1).NextBytes(images);
            var seconds = Measure.Rounds(rounds, () => Run(first, images), () => Run(second, images));
            var (slow, fast) = (Measure.Median(seconds[0]) / Times, Measure.Median(seconds[1]) / Times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {cores} | {Batch / slow:0.0} | {Batch / fast:0.0} | {slow / fast:0.00} | {single.Length / 1e6:0.0} | {quantised.Length / 1e6:0.0} |"));
        }
    }

    private static void Run(OnnxSession session, byte[] images)
    {
        var output = new float[Batch * session.OutputShape[0]];
        for (var i = 0; i < Times; i++) session.RunHere<byte>(images, Batch, output);
    }
}
