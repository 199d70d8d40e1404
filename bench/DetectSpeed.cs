using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Prediction from files beside the same graph alone on ONNX Runtime, with the default detector.</summary>
internal sealed class DetectSpeed : IComparison
{
    public string Name => "detect-speed";

    public string Description => "detect-speed [SCENES]: milliseconds per picture from file to objects, beside ONNX Runtime on the same graph";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Path.Combine("samples", "scenes");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(scenes, "images"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(36)];
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var model = DetectionModel.Load(Pretrained.DefaultModel, null, 4);
            var path = Path.Combine(folder, "model.onnx");
            DetectorExport.Write(path, model.Network, model.Parameters, ManifestOf(model));
            using var predictor = DetectionPredictor.Open(path);
            var inputs = files.Select(file => FittedImage.Load(model.Preprocess, file)).Select(fitted =>
            {
                var input = new byte[fitted.InputSize.Height * fitted.InputSize.Width * 3];
                fitted.CopyTo(fitted.InputSize, input);
                return (input, fitted.InputSize);
            }).ToList();
            var whole = Best(() => predictor.Predict(files).Count()) / files.Length;
            // As many pictures at a time as the pipeline works on, one thread each.
            var graph = Best(() => Parallel.ForEach(inputs, input => predictor.Detect(input.input, 1, input.InputSize))) / files.Length;
            Console.WriteLine($"| | ms per picture |\n| --- | --- |\n| file to objects | {whole:0.0} |\n| the graph alone | {graph:0.0} |\n\n{files.Length} pictures, {Environment.ProcessorCount} cores; proposals of an untrained second stage, so as many regions as there can be");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static double Best(Action work)
    {
        work();
        return Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            work();
            return watch.Elapsed.TotalMilliseconds;
        });
    }

    private static Manifest ManifestOf(DetectionModel model) => new()
    {
        Task = "detect",
        Model = Pretrained.DefaultModel,
        Classes = ["a", "b", "c", "d"],
        Preprocess = model.Preprocess,
        PreprocessHash = model.Preprocess.Hash,
        Producer = "bench",
    };
}
