using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>
/// Segmentation from files beside the same graph alone on ONNX Runtime, what tiles change, and the memory and time of an image of 20 megapixels
/// in tiles.
/// </summary>
internal sealed class SegmentSpeed : IComparison
{
    private const int Classes = 5, Width = 5472, Height = 3648;

    public string Name => "segment-speed";

    public string Description =>
        "segment-speed [SCENES] [model.onnx] [tiles]: milliseconds per image from file to classes, beside ONNX Runtime on the same graph; "
        + "what tiles change (alone: tiles); 20 megapixels in tiles";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Path.Combine(SampleImages.Repository, "samples", "scenes");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(scenes, "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Take(36)];
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "model.onnx");
            if (arguments.FirstOrDefault(File.Exists) is { } trained) path = trained;
            else Export(path, scenes);
            using var predictor = SegmentationPredictor.Open(path);
            Console.WriteLine($"{Measure.Machine()}; {predictor.Manifest.Model}{(path.StartsWith(folder, StringComparison.Ordinal) ? ", not trained" : "")}");
            if (!arguments.Contains("tiles"))
            {
                // Before the tiles are compared with whole images, which take more memory than either.
                Small(predictor, files);
                Large(path, files[0]);
            }
            SegmentTiles.Print(path, files);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void Small(SegmentationPredictor predictor, string[] files)
    {
        var inputs = files.Select(file => FittedImage.Load(predictor.Manifest.Preprocess, file).Image).ToList();
        var seconds = Measure.Rounds(5,
            () => _ = predictor.Predict(files).Count(),
            // As many images at a time as the pipeline works on, one thread each.
            () => Parallel.ForEach(
                inputs,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                image => predictor.Probabilities(image.Pixels, 1, image.Height, image.Width)));
        var (whole, graph) = (Measure.Median(seconds[0]) / files.Length * 1000, Measure.Median(seconds[1]) / files.Length * 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{files.Length} images of {inputs[0].Width} x {inputs[0].Height}: {whole:0.0} ms from file to classes, {graph:0.0} ms the graph alone, "
            + $"ratio {whole / graph:0.00}; medians of 5 rounds in turn"));
    }

    private static void Large(string model, string file)
    {
        var large = new RgbImage(Width, Height);
        var tile = ImageFile.Decode(file);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x += tile.Width)
                tile.Pixels.AsSpan(y % tile.Height * tile.Width * 3, Math.Min(tile.Width, Width - x) * 3).CopyTo(large.Pixels.AsSpan((y * Width + x) * 3));
        using var predictor = SegmentationPredictor.Open(model, tiling: new TilingOptions { OriginalScale = true });
        var before = Process.GetCurrentProcess().WorkingSet64 / 1e6;
        var watch = Stopwatch.StartNew();
        var map = predictor.Predict(large).Map!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{map.Width} x {map.Height} in tiles: {watch.Elapsed.TotalSeconds:0.0} s; "
            + $"resident memory {before:0} MB before, at most {Measure.PeakMegabytes():0} MB"));
    }

    private static void Export(string path, string scenes)
    {
        var model = PretrainedSegmenter.Load(classes: Classes);
        var sizes = SegmentationSizes.For(MaskDatasetExamination.Examine(MaskReader.Read(scenes)).Images);
        SegmentModelFile.Write(path, model, model.Parameters, sizes, [.. Enumerable.Range(0, Classes).Select(label => $"class {label}")]);
    }
}
