using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Peak of memory while several images of 20 megapixels are segmented at once, within a budget that is asked for.</summary>
internal sealed class SegmentMemory : IComparison
{
    private const int Classes = 5, Width = 5472, Height = 3648;
    private const string Export = "export";

    public string Name => "segment-memory";

    public string Description => "segment-memory [MB] [images] [threads]: peak of memory while images of 20 megapixels are segmented within a budget";

    public int Run(string[] arguments)
    {
        if (arguments is [Export, var path])
        {
            var made = PretrainedSegmenter.Load(classes: Classes);
            var sizes = SegmentationSizes.For(MaskDatasetExamination.Examine(
                MaskReader.Read(Path.Combine(SampleImages.Repository, "samples", "scenes"))).Images);
            SegmentModelFile.Write(path, made, made.Parameters, sizes, [.. Enumerable.Range(0, Classes).Select(label => $"class {label}")]);
            return 0;
        }
        var budget = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1500;
        var count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 4;
        var threads = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 4;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var model = Path.Combine(folder, "model.onnx");
            // In a process of its own: what the trainer's engine takes is no part of a prediction.
            Make(model);
            string[] files = [.. Enumerable.Range(0, count).Select(at => Write(Path.Combine(folder, $"{at}.jpg"), (ulong)at))];
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            MemoryBudget.Limit = budget * 1_000_000L;
            Console.WriteLine($"{Measure.Machine()}; {count} JPEG files of {Width} x {Height}, {threads} threads, a budget of {budget} MB\n");
            Console.WriteLine("| images | seconds | peak MB of the process so far |\n| --- | --- | --- |");
            var within = true;
            foreach (var (what, original) in new[] { ("at the scale of training, whole", false), ("at their own scale, in tiles", true) })
            {
                using var predictor = SegmentationPredictor.Open(model, new RuntimeOptions { Threads = threads },
                    new TilingOptions { OriginalScale = original });
                var watch = Stopwatch.StartNew();
                foreach (var prediction in predictor.Predict(files)) _ = prediction.Map!.Width;
                var peak = Measure.PeakMegabytes();
                within &= peak <= budget;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {watch.Elapsed.TotalSeconds:0.0} | {peak:0} |"));
            }
            return within ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Make(string model)
    {
        // The program itself, or dotnet with its assembly.
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SegmentMemory).Assembly.Location] : [];
        using var maker = Process.Start(Environment.ProcessPath!, [.. program, "segment-memory", Export, model]);
        maker.WaitForExit();
    }

    private static string Write(string path, ulong seed)
    {
        var (random, coarse) = (new SeededRandom(seed), new RgbImage(96, 64));
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)random.Next(256);
        File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(Resampler.Resize(coarse, Width, Height, Interpolation.Bilinear), 90));
        return path;
    }
}
