using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>
/// How far the answers that files of 8 bits test themselves by are from those of the codes as the numbers that they stand for, and from those of this
/// processor. The files are kept: on another processor, or under an emulator, the second number is what that one answers. `--inexact` adds products in
/// 16 bits where the processor lacks the instructions.
/// </summary>
internal sealed class QuantSelfTest : IComparison
{
    private const int Calibrating = 8, Side = 320;

    private static readonly string[] Networks =
    [
        "efficientnet_lite0", "mobilenet_v2", "mobilenet_v3_large", "resnet50", "convnext_tiny", "fasterrcnn_resnet50_fpn", "retinanet_resnet50_fpn",
        "maskrcnn_resnet50_fpn", "deeplabv3_resnet50", "lraspp_mobilenet_v3_large",
    ];

    public string Name => "quant-self-test";

    public string Description => "distances of the self-test of files of 8 bits, which are written into FOLDER once: quant-self-test FOLDER [--inexact] [MODEL...]";

    public int Run(string[] arguments)
    {
        var inexact = arguments.Contains("--inexact");
        string[] names = [.. arguments.Skip(1).Where(argument => argument != "--inexact")];
        Console.WriteLine($"{Measure.Machine()}; products of bytes {(ThisProcessor.LacksByteProducts ? "lack" : "are there")}");
        Console.WriteLine();
        Console.WriteLine("| network | layer | from the codes as numbers | here |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var name in names.Length > 0 ? names : Networks) Of(Path.Combine(arguments[0], $"{name}.onnx"), name, inexact);
        return 0;
    }

    private static void Of(string path, string name, bool inexact)
    {
        if (!File.Exists(path)) Write(path, name);
        var options = new RuntimeOptions
        {
            IsUnfinished = true,
            ConfigureSession = inexact ? session => session.AddSessionConfigEntry("session.x64quantprecision", "0") : null,
        };
        using var model = WatchedModel.OpenAny(path, options);
        using var numbers = WatchedModel.OpenAny(path, options with { AsWritten = true });
        var facts = model.Manifest.Quantisation!;
        var distances = facts.Tested.Select(_ => (Numbers: 0.0, Here: 0.0)).ToArray();
        foreach (var probe in model.Manifest.Probes)
        {
            var (here, asNumbers, first) = (model.SelfTestAnswer(probe.Seed), numbers.SelfTestAnswer(probe.Seed), 0);
            foreach (var (at, layer) in facts.Tested.Index())
            {
                distances[at] = (Math.Max(distances[at].Numbers, Distance(asNumbers)), Math.Max(distances[at].Here, Distance(here)));
                first += layer.Channels;

                double Distance(float[] found) => QuantisedProbes.Distance([.. probe.Scores.Skip(first).Take(layer.Channels)],
                    [.. found.Skip(first).Take(layer.Channels)]);
            }
        }
        foreach (var (layer, distance) in facts.Tested.Zip(distances))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {layer.Name} | {distance.Numbers:0.0000} | {distance.Here:0.0000} |"));
    }

    private static void Write(string path, string name)
    {
        var single = path + ".fp32";
        var (network, manifest) = Fresh(name);
        network.Write(single, manifest, OnnxForm.Single);
        string[] photos = [.. Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories)
            .Order().Take(Calibrating)];
        new Int8Export(network, single, new Int8Options(), null, CancellationToken.None)
            .Write(path, ModelFile.ReadManifest(single), (photos, "photographs"), [], _ => []);
        File.Delete(single);
    }

    private static (NetworkFile Network, Manifest Manifest) Fresh(string name)
    {
        const int classes = 20;
        if (DetectionCatalogue.Names.Contains(name))
        {
            var model = DetectionModel.Fresh(name, classes, Side);
            return (NetworkFile.Detector(model.Network, model.Parameters),
                Described(model.Network.MaskHead is null ? TaskKind.Detect : TaskKind.Instances, name, classes, model.Preprocess));
        }
        if (SegmentationCatalogue.Names.Contains(name))
        {
            var model = PretrainedSegmenter.Fresh(name, classes);
            return (NetworkFile.Segmenter(model.Graph, model.Parameters),
                Described(TaskKind.Segment, name, classes, new SegmentationSizes(Side, Side, Side, Side, Side).Contract(model.Preprocess)));
        }
        var graph = ModelCatalogue.Build(name, classes);
        var size = ModelCatalogue.Find(name).InputSize;
        return (NetworkFile.Classifier(graph, ParameterInitialiser.Create(graph, 1)),
            Described(TaskKind.Classify, name, classes, Preprocess.ImageNet(size * 8 / 7, size)));
    }

    private static Manifest Described(TaskKind task, string name, int classes, Preprocess contract) => new()
    {
        Task = task.Name(),
        Model = name,
        Classes = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")],
        Preprocess = contract,
        PreprocessHash = contract.Hash,
        Producer = "bench",
    };
}
