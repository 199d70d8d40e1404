using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Noise with labels drawn at random: nothing can be learned, so the headline's interval must hold chance in 19 of 20 seeds.</summary>
internal sealed class Noise : IComparison
{
    private const string Small = "resnet_tiny";
    private const int Classes = 4, Side = 96, Seen = 64, Copies = 4;

    public string Name => "noise";

    public string Description => "noise images with random labels, alone and as four near-copies: noise [seeds] [strategy,...] [images] [test share] [model]";

    public int Run(string[] arguments)
    {
        var seeds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20;
        var strategies = arguments.Length > 1 ? arguments[1].Split(',') : ["probe", "head", "gradual", "full", "scratch"];
        var images = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 80;
        var share = arguments.Length > 3 ? double.Parse(arguments[3], CultureInfo.InvariantCulture) : 0;
        var model = arguments.Length > 4 ? arguments[4] : Small;
        var folder = Directory.CreateTempSubdirectory("graft-noise-").FullName;
        Console.WriteLine($"{Measure.Machine()}; {model}; {images} noise images, {Classes} classes drawn at random, {seeds} seeds, test share {share}");
        Console.WriteLine("| strategy | copies of each | headline | holds chance | mean accuracy | lowest and highest "
            + "| chosen on these images, estimated optimism |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var failed = 0;
        try
        {
            var start = model == Small ? Weights(folder, images) : null;
            foreach (var strategy in strategies.Select(word => Enum.Parse<Strategy>(word, ignoreCase: true)))
                foreach (var copies in new[] { 1, Copies })
                {
                    var held = 0;
                    List<double> values = [];
                    var (split, warning) = ("", "no");
                    List<double> optimism = [];
                    for (var seed = 1; seed <= seeds; seed++)
                    {
                        var data = Path.Combine(folder, $"{copies}-{seed}");
                        if (!Directory.Exists(data)) Write(data, images, copies, (ulong)seed);
                        var weights = strategy == Strategy.Scratch ? null : start;
                        var result = Classifier.Train(RequestOf(data, strategy, (ulong)seed, share, folder) with { Model = model, Weights = weights });
                        var accuracy = result.Metrics[0];
                        if (accuracy.Interval is { } interval && interval.Low <= 1.0 / Classes && 1.0 / Classes <= interval.High) held++;
                        values.Add(accuracy.Value!.Value);
                        split = result.Report.Splits[0].Split;
                        if (result.Report.WarningOf(result.Report.Splits[0]) is not null) warning = "said";
                        if (result.Report.Selection?.Optimism is { } estimate) optimism.Add(estimate);
                        Directory.Delete(result.Folder.FullPath, recursive: true);
                    }
                    if (held < seeds * 0.95) failed++;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {strategy} | {copies} | {split} | {held} of {seeds} | {values.Average():0.000} | {values.Min():0.000} to {values.Max():0.000} "
                        + $"| {warning}{(optimism.Count > 0 ? FormattableString.Invariant($", {optimism.Average():0.000}") : "")} |"));
                }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return failed == 0 ? 0 : 1;
    }

    // The small network has no published weights: those of other noise stand for them.
    private static string Weights(string folder, int images)
    {
        var data = Path.Combine(folder, "before");
        Write(data, images, 1, 0);
        var result = Classifier.Train(RequestOf(data, Strategy.Scratch, 0, 0, folder) with { Model = Small, Project = folder, Name = "start" });
        return Path.Combine(result.Folder.Weights, "best.safetensors");
    }

    private static ClassifyRequest RequestOf(string data, Strategy strategy, ulong seed, double share, string folder)
    {
        var request = new ClassifyRequest(data)
        { Strategy = strategy, Seed = seed, TestShare = share, Project = Path.Combine(folder, "runs"), ImageSize = Seen };
        return strategy == Strategy.Probe ? request : request with { Epochs = 4 };
    }

    // Every class has as many images; which ones is chance.
    private static void Write(string folder, int images, int copies, ulong seed)
    {
        var random = SeededRandom.For(seed, "noise");
        int[] labels = [.. Enumerable.Range(0, images).Select(i => i % Classes)];
        random.Shuffle<int>(labels);
        for (var i = 0; i < images; i++)
        {
            var image = new RgbImage(Side, Side);
            // Blotches, which survive what makes a near-copy; single pixels would not.
            for (var y = 0; y < Side; y += 8)
                for (var x = 0; x < Side; x += 8)
                {
                    byte[] colour = [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
                    for (var row = y; row < y + 8; row++)
                        for (var column = x; column < x + 8; column++) colour.CopyTo(image.Pixels, (row * Side + column) * 3);
                }
            var place = Directory.CreateDirectory(Path.Combine(folder, $"class{labels[i]}")).FullName;
            for (var copy = 0; copy < copies; copy++)
                File.WriteAllBytes(Path.Combine(place, $"{i:000}-{copy}.jpg"), ImageEncoder.EncodeJpeg(image, 95 - 10 * copy));
        }
    }
}
