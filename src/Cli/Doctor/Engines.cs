using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Cli;

/// <summary>The native engines, each tried on something tiny: that a library loads does not mean that it works.</summary>
internal static class Engines
{
    private const string TinyNetwork = "resnet_tiny";

    public static IReadOnlyList<Func<Check>> All { get; } =
    [
        () => Try("images", Images, "The native files of SkiaSharp must lie beside the program: build or publish it for this system."),
        () => Try("prediction", Prediction, "The native files of ONNX Runtime must lie beside the program: build or publish it for this system."),
        () => Try("device", Device, ComputeDevice.Missing?.Cure ?? "NVIDIA's driver, CUDA 13 and cuDNN 9 are needed."),
        () => TryTraining("training", Training, "docs/adr/0003 covers systems with an older libstdc++; a build of this repository takes care of them."),
        () => TryTraining("training speed", Speed, "Set OMP_NUM_THREADS to the number of cores, and see whether other programs use them."),
        () => TryTraining("precision", PrecisionExamples.Describe, "Report it with what is said here; training in float32 does not need it."),
        () => Try("weights", Weights, "Restore the folder weights/ from the repository."),
    ];

    private static Check Try(string name, Func<string> work, string cure)
    {
        try
        {
            return new(name, CheckState.Works, work());
        }
        catch (Exception failure)
        {
            return new(name, CheckState.Fails, failure.GetBaseException().Message, cure);
        }
    }

    private static Check TryTraining(string name, Func<string> work, string cure) =>
        EngineFiles.AreHere ? Try(name, work, cure) : new(name, CheckState.Note, EngineFiles.Reason, EngineFiles.Cure);

    private static string Images()
    {
        var image = new RgbImage(8, 8, [.. Enumerable.Range(0, 8 * 8 * 3).Select(value => (byte)value)]);
        var back = ImageFile.Decode(ImageEncoder.EncodePng(image), "doctor.png");
        return back.Pixels.SequenceEqual(image.Pixels) ? "an image came back as it was written"
            : throw new InvalidDataException("An image came back changed.");
    }

    private static string Prediction()
    {
        var graph = ModelCatalogue.Build(TinyNetwork, classes: 4);
        var preprocess = Preprocess.ImageNet(64, 64);
        using var forward = new OnnxForwardFactory().Create(graph, ParameterInitialiser.Create(graph, seed: 1), preprocess);
        var scores = new float[4];
        forward.Run(new byte[64 * 64 * 3], 1, scores);
        var bytes = ThisProcessor.LacksByteProducts ? "the processor does not multiply bytes in hardware: files of 8 bits may be slower"
            : ThisProcessor.HasByteProducts ? "the processor multiplies bytes in hardware, so `graft export RUN --precision int8` writes faster files"
            : "whether files of 8 bits are faster here, `graft export RUN --precision int8` measures";
        var telemetry = OnnxTelemetry.IsOff ? "its telemetry is off" : $"its telemetry is on, as {OnnxTelemetry.Variable} asks";
        if (!scores.All(float.IsFinite)) throw new InvalidDataException("The network's output is not finite.");
        return $"ONNX Runtime ran a network; {bytes}; {telemetry}";
    }

    private static string Device() => ComputeDevice.Missing is { } missing ? $"predictions and training run on the CPU. {missing.Reason}"
        : ComputeDevice.Fallback is { } reason ? $"predictions and training run on the CPU. {reason}"
        : ComputeDevice.OfProcess.Gpu is null ? "predictions run on the CPU, and on a GPU with --device cuda; training runs on the CPU"
        : $"predictions run on {ComputeDevice.OfProcess.Name}, training on the CPU";

    private static string Training()
    {
        var engine = EngineSetup.Info;
        return $"libtorch with {engine.Threads} threads on {engine.Processor}; bfloat16 {(engine.HasBfloat16 ? "in hardware" : "only emulated, and slow")}";
    }

    // Measured in a few seconds the first time, and kept: what a training in float32 chooses its layout by.
    private static string Speed()
    {
        var speed = EngineSpeed.OfThisMachine();
        return $"ordinary convolutions {SpeedOf(speed.Dense)}; depthwise {SpeedOf(speed.Depthwise)}";
    }

    private static string SpeedOf(KindSpeed kind)
    {
        var layout = kind.FasterLayout == MemoryLayout.ChannelsFirst ? "channels-first" : "channels-last";
        return $"in {layout} layout ({kind.ChannelsFirst:0.0} ms channels-first, {kind.ChannelsLast:0.0} ms channels-last a step)";
    }

    private static string Weights()
    {
        var bundled = WeightsCatalogue.All.Where(weights => weights.IsBundled).ToList();
        foreach (var weights in bundled) WeightsStore.Resolve(weights.Name);
        return $"{string.Join(", ", bundled.Select(weights => weights.Model))} are here and unchanged";
    }
}
