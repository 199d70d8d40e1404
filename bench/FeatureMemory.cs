using System.Globalization;

namespace Graft.Bench;

/// <summary>Peak of memory while a table of features is written, for more and more images.</summary>
internal sealed class FeatureMemory : IComparison
{
    private const int Side = 64; // the network's share of the time is small then, and many images take minutes

    public string Name => "feature-memory";

    public string Description => "feature-memory [IMAGES] [npy|csv|parquet]: peak of memory for that many images (20000), a tenth and a hundredth of them";

    public int Run(string[] arguments)
    {
        var max = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var format = arguments.Length > 1 ? arguments[1] : "parquet";
        using var images = new SampleImages(60);
        Console.WriteLine($"{Measure.Machine()}; {Pretrained.DefaultModel}, JPEG files of 640x480 seen at {Side}x{Side}, no cache, .{format}; "
            + "every row after the one before it in the same process\n");
        Console.WriteLine("| images | peak MB | the values alone MB |\n| --- | --- | --- |");
        foreach (var count in new[] { max / 100, max / 10, max })
        {
            var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
            try
            {
                for (var index = 0; index < count; index++) File.Copy(images.Paths[index % images.Paths.Count], Path.Combine(folder, $"{index:00000}.jpg"));
                var (_, width) = FeatureExtraction.Write(
                    new FeatureRequest { Data = folder, UseCache = false, ImageSize = Side },
                    Path.Combine(folder, $"features.{format}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {count} | {Measure.PeakMegabytes():0} | {count * (long)width * sizeof(float) / 1e6:0.0} |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return 0;
    }
}
