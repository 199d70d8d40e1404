using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Prediction from files beside the same graph alone on ONNX Runtime, with the default detector and the default Mask R-CNN.</summary>
internal sealed class DetectSpeed : IComparison
{
    public string Name => "detect-speed";

    public string Description => "detect-speed [SCENES] [12mp]: milliseconds per image from file to objects, beside decoding and ONNX Runtime "
        + "on the same graph; 12mp: of 4000 x 3000 pixels";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Path.Combine("samples", "scenes");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(scenes, "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Take(36)];
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; untrained second stages, so as many regions as there can be");
            if (arguments.Contains("12mp")) files = Large(files.Take(12), folder);
            foreach (var name in new[] { Pretrained.DefaultModel, DetectionCatalogue.WithMasks(Pretrained.DefaultModel) })
                One(name, files, Path.Combine(folder, $"{name}.onnx"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static string[] Large(IEnumerable<string> files, string folder) => [.. files.Select((file, at) =>
    {
        var path = Path.Combine(folder, $"{at:00}.jpg");
        File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(Resampler.Resize(ImageFile.Decode(file), 4000, 3000, Interpolation.Bicubic), 90));
        return path;
    })];

    /// <summary>A detector on bundled weights, whose second stage has learned nothing.</summary>
    public static DetectionModel Write(string name, string path)
    {
        var model = DetectionModel.Load(name, null, 4);
        DetectorExport.Write(path, model.Network, model.Parameters, ManifestOf(name, model));
        return model;
    }

    private static void One(string name, string[] files, string path)
    {
        var model = Write(name, path);
        using var predictor = DetectionPredictor.Open(path);
        var inputs = files.Select(file => FittedImage.Load(model.Preprocess, file)).Select(fitted =>
        {
            var input = new byte[fitted.InputSize.Height * fitted.InputSize.Width * 3];
            fitted.CopyTo(fitted.InputSize, input);
            return (input, fitted.InputSize);
        }).ToList();
        // As many images at a time as the pipeline works on, one thread each.
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        var seconds = Measure.Rounds(5,
            () => _ = predictor.Predict(files).Count(),
            () => Parallel.ForEach(files, cores, file => FittedImage.Load(model.Preprocess, file)),
            () => Parallel.ForEach(inputs, cores, input => predictor.Detect(input.input, 1, input.InputSize)));
        double[] times = [.. seconds.Select(round => Measure.Median(round) / files.Length * 1000)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, {files.Length} images: {times[0]:0.0} ms from file to objects, {times[1]:0.0} ms decoding to the network's size, "
            + $"{times[2]:0.0} ms the graph; ratio to the graph {times[0] / times[2]:0.00}, "
            + $"to both {times[0] / (times[1] + times[2]):0.00}; medians of 5 rounds in turn"));
    }

    private static Manifest ManifestOf(string name, DetectionModel model) => new()
    {
        Task = model.Network.MaskHead is null ? "detect" : "instances",
        Model = name,
        Classes = ["a", "b", "c", "d"],
        Preprocess = model.Preprocess,
        PreprocessHash = model.Preprocess.Hash,
        Producer = "bench",
    };
}
