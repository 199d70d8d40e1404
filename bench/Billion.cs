using System.Globalization;
using Graft.Cli;
using Graft.Runtime;
using Graft.Shards;

namespace Graft.Bench;

/// <summary>The arithmetic of very many images in parts, from what this machine measures: core-hours, bytes, requests, and the terms of the cost.</summary>
internal sealed class Billion : IComparison
{
    // What a task may lose when it is ended, and so the length of a part.
    private const double PartSeconds = 900;
    private const int Cores = 1000, CoresOfATask = 4, ImagesOfATar = 10_000;

    public string Name => "billion";

    public string Description => "billion [IMAGES]: core-hours, bytes, requests and cost of a billion images in parts, by what is measured here";

    public int Run(string[] arguments)
    {
        var total = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 1e9;
        using var images = new SampleImages(400);
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var bytes = images.Paths.Average(path => new FileInfo(path).Length);
            var counted = Counted(folder);
            Console.WriteLine($"{Measure.Machine()}; EfficientNet-Lite0, JPEG files of 640x480, {bytes / 1000:0} kB each\n");
            var model = Serve.Export("efficientnet_lite0", folder);
            var (predicted, answerBytes) = Predicted(model, images, folder);
            var (extracted, featureBytes) = Extracted(images, folder);
            Console.WriteLine("| of each image | predict, 1000 classes | features, 1280 numbers |\n| --- | --- | --- |");
            Row("images per second and core", $"{predicted:0.0}", $"{extracted:0.0}");
            Row("bytes read", $"{bytes:0}", $"{bytes:0}");
            Row("bytes written", $"{answerBytes:0}", $"{featureBytes:0}");
            Console.WriteLine($"\n| of {total:0} images | predict | features |\n| --- | --- | --- |");
            Row("core-hours: images / rate / 3600", $"{total / predicted / 3600:0}", $"{total / extracted / 3600:0}");
            Row($"hours on {Cores} cores", $"{total / predicted / 3600 / Cores:0.0}", $"{total / extracted / 3600 / Cores:0.0}");
            Row("TB read: images x bytes", $"{total * bytes / 1e12:0.0}", $"{total * bytes / 1e12:0.0}");
            Row($"MB per second that {Cores} cores read: cores x rate x bytes", $"{Cores * predicted * bytes / 1e6:0}", $"{Cores * extracted * bytes / 1e6:0}");
            Row("TB written", $"{total * answerBytes / 1e12:0.00}", $"{total * featureBytes / 1e12:0.00}");
            Row($"shards of {PartSeconds / 60:0} minutes on {CoresOfATask} cores", Shards(predicted), Shards(extracted));
            Row("GET requests, images one by one", $"{total:0}", $"{total:0}");
            Row($"GET requests, tars of {ImagesOfATar} images", $"{total / ImagesOfATar:0}", $"{total / ImagesOfATar:0}");
            Row("LIST requests of each process, unless it is given a list file: twice images / 1000", $"{2 * total / 1000:0}", $"{2 * total / 1000:0}");
            Row("seconds that each process counts a list of all images", $"{total / counted:0}", $"{total / counted:0}");
            Row($"seconds that it counts a list of the tars", $"{total / ImagesOfATar / counted:0.00}", $"{total / ImagesOfATar / counted:0.00}");
            Console.WriteLine("\nCost = core-hours x price of a core-hour + requests / 1000 x price of 1000 requests + TB written x 1000 x price of a GB-month x months.");
            return 0;

            string Shards(double rate) => $"{Math.Ceiling(total / (rate * CoresOfATask * PartSeconds)):0}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Row(string what, string predict, string features) => Console.WriteLine($"| {what} | {predict} | {features} |");

    private static (double Rate, double Bytes) Predicted(string model, SampleImages images, string folder)
    {
        using var predictor = ClassificationPredictor.Open(model, new RuntimeOptions { OnBadImage = OnBadImage.Skip });
        return Timed(new PredictorWork<ClassificationPrediction>(predictor, "", () => PredictionTables.Classes(0)), images, Path.Combine(folder, "answers"));
    }

    private static (double Rate, double Bytes) Extracted(SampleImages images, string folder)
    {
        using var work = new FeatureWork(new FeatureRequest { Data = images.Folder, Model = "efficientnet_lite0" }, CancellationToken.None);
        return Timed(work, images, Path.Combine(folder, "features"));
    }

    private static (double Rate, double Bytes) Timed<TAnswer>(ShardWork<TAnswer> work, SampleImages images, string place)
    {
        var list = ImageList.Of(images.Folder);
        List<double> rates = [];
        for (var round = 0; round < 4; round++) // the first one warms up
        {
            var clock = new CoreTime();
            new ShardRun<TAnswer>(work, list, PartPlace.Of(Path.Combine(place, $"{round}"))).Run(1, [0], new ShardWatch(), CancellationToken.None);
            if (round > 0) rates.Add(images.Paths.Count / clock.Seconds);
        }
        return (rates.Order().ElementAt(1), new FileInfo(Path.Combine(place, "1", PartName.Of(0, 1))).Length / (double)images.Paths.Count);
    }

    // Entries of a list that are counted in a second.
    private static double Counted(string folder)
    {
        const int entries = 1_000_000;
        var path = Path.Combine(folder, "list.txt");
        using (var writer = new StreamWriter(path))
            for (var entry = 0; entry < entries; entry++) writer.WriteLine(FormattableString.Invariant($"s3://bucket/images/{entry % 1000:000}/{entry:000000000}.jpg"));
        ImageList.Of(path).Summarise(CancellationToken.None);
        var clock = new CoreTime();
        ImageList.Of(path).Summarise(CancellationToken.None);
        return entries / clock.Seconds;
    }

    // Of the processor, so that other work of this machine counts for nothing.
    private sealed class CoreTime
    {
        private readonly TimeSpan _start = Now();

        public double Seconds => (Now() - _start).TotalSeconds;

        private static TimeSpan Now() => Environment.CpuUsage.TotalTime;
    }
}
