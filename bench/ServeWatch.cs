using System.Globalization;
using Graft.Artifacts;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Bench;

/// <summary>What watching costs a service: two servers of one model, one of which watches, asked in turn by the same clients.</summary>
internal sealed class ServeWatch : IComparison
{
    private const int Pairs = 7, Clients = 8, ReferenceImages = 40, Window = 40;

    public string Name => "serve-watch";

    public string Description => "serve-watch [--quick] [MODEL...]: images a second of a full service with and without --watch, in turn";

    public int Run(string[] arguments)
    {
        var isQuick = arguments.Contains("--quick");
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; servers and client on the same cores; windows of {Window} images, so that many are compared");
            Console.WriteLine();
            Console.WriteLine("| model | images a second | with --watch | ratio (median of 7 pairs) | looked at | windows | other processes at most |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
            var files = Serve.WriteImages(folder);
            string[] models = [.. arguments.Where(argument => argument != "--quick")];
            foreach (var model in models.Length > 0 ? models : ["efficientnet_lite0", "resnet50"])
                Console.WriteLine(Of(model, folder, files, isQuick ? 2 : 8).GetAwaiter().GetResult());
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Of(string model, string folder, string[] files, double seconds)
    {
        var path = Serve.Export(model, folder);
        using (var watched = WatchedModel.Open(path))
            ModelFile.WriteReference(path, WatchedImage.Reference([.. files.Take(ReferenceImages).Select(file => watched.Look(file))], "photos").ToJson());
        var (plain, plainUrl) = await Serve.Start(path);
        using var _ = plain;
        var (watching, watchingUrl) = await Serve.Start(path, "--watch", "--watch-window", $"{Window}");
        using var __ = watching;
        try
        {
            byte[][] images = [.. files.Select(File.ReadAllBytes)];
            using var one = new HttpClient { BaseAddress = new Uri(plainUrl) };
            using var other = new HttpClient { BaseAddress = new Uri(watchingUrl) };
            var (without, with) = (new ServeLoad(one, "/v1/models/m/predict", images), new ServeLoad(other, "/v1/models/m/predict", images));
            await without.Closed(Clients, seconds / 4);
            await with.Closed(Clients, seconds / 4);
            List<(double Plain, double Watching, double Others)> pairs = [];
            for (var pair = 0; pair < Pairs; pair++)
            {
                var others = new TurnClock(plain, watching);
                var first = await without.Closed(Clients, seconds);
                pairs.Add((first, await with.Closed(Clients, seconds), others.Stop().OtherPrograms));
            }
            using var document = System.Text.Json.JsonDocument.Parse(await other.GetStringAsync("/v1/models/m/watch"));
            var (looked, windows) = (document.RootElement.GetProperty("looked").GetInt64(), document.RootElement.GetProperty("windows").GetArrayLength());
            return string.Create(CultureInfo.InvariantCulture, $"| {model} | {Measure.Median(pairs.Select(pair => pair.Plain)):0.0} | ")
                + string.Create(CultureInfo.InvariantCulture, $"{Measure.Median(pairs.Select(pair => pair.Watching)):0.0} | ")
                + string.Create(CultureInfo.InvariantCulture, $"{Measure.Median(pairs.Select(pair => pair.Watching / pair.Plain)):0.000} | {looked} | {windows} | ")
                + string.Create(CultureInfo.InvariantCulture, $"{pairs.Max(pair => pair.Others):0%} |");
        }
        finally
        {
            if (!plain.HasExited) plain.Kill();
            if (!watching.HasExited) watching.Kill();
        }
    }
}
