using System.Globalization;

namespace Graft.Bench;

/// <summary>Peak of memory while a table of features is written, for more and more pictures.</summary>
internal sealed class FeatureMemory : IComparison
{
    private const int Side = 64; // the network's share of the time is small then, and many pictures take minutes

    public string Name => "feature-memory";

    public string Description => "feature-memory [PICTURES] [npy|csv|parquet]: peak of memory for that many pictures (20000), a tenth and a hundredth of them";

    public int Run(string[] arguments)
    {
        var most = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var format = arguments.Length > 1 ? arguments[1] : "parquet";
        using var pictures = new SamplePictures(60);
        Console.WriteLine($"{Measure.Machine()}; {Pretrained.DefaultModel}, JPEG files of 640x480 seen at {Side}x{Side}, no cache, .{format}; every row after the one before it in the same process\n");
        Console.WriteLine("| pictures | peak MB | the values alone MB |\n| --- | --- | --- |");
        foreach (var count in new[] { most / 100, most / 10, most })
        {
            var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
            try
            {
                for (var index = 0; index < count; index++) File.Copy(pictures.Paths[index % pictures.Paths.Count], Path.Combine(folder, $"{index:00000}.jpg"));
                var (_, width) = FeatureExtraction.Write(new FeatureRequest { Data = folder, UseCache = false, ImageSize = Side }, Path.Combine(folder, $"features.{format}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count} | {Measure.PeakMegabytes():0} | {count * (long)width * sizeof(float) / 1e6:0.0} |"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return 0;
    }
}
