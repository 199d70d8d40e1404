using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Bench;

/// <summary>The service beside the file pipeline of predict on the same cores, its latency at half load, and what it does at twice its capacity.</summary>
internal sealed class Serve : IComparison
{
    private const int Pairs = 5, Clients = 8, Images = 64;

    public string Name => "serve";

    public string Description =>
        "serve [--quick] [MODEL...]: images a second over HTTP beside predict in turn, latency at half load, answers and refusals at twice load for a minute, and two seconds after";

    public int Run(string[] arguments)
    {
        var isQuick = arguments.Contains("--quick");
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; server and client in two processes on the same cores");
            Console.WriteLine();
            var files = WriteImages(folder);
            string[] models = [.. arguments.Where(argument => argument != "--quick")];
            foreach (var model in models.Length > 0 ? models : ["efficientnet_lite0", "resnet50"]) Of(model, folder, files, isQuick).GetAwaiter().GetResult();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Of(string model, string folder, string[] files, bool isQuick)
    {
        var path = Export(model, folder);
        using var predictor = ClassificationPredictor.Open(path);
        var (server, url) = await Start(path);
        using var _ = server;
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000 }) { BaseAddress = new Uri(url) };
            var load = new ServeLoad(http, "/v1/models/m/predict?timeout-ms=1000", [.. files.Select(File.ReadAllBytes)]);
            var seconds = isQuick ? 1.5 : 4;
            Pipeline(predictor, files, seconds / 4);
            await load.Closed(Clients, seconds / 4);
            List<(double Files, double Http, double Others)> pairs = [];
            for (var pair = 0; pair < Pairs; pair++)
            {
                var others = new TurnClock(server);
                pairs.Add((Pipeline(predictor, files, seconds), await load.Closed(Clients, seconds), others.Stop().OtherPrograms));
            }
            var (rate, capacity) = (Measure.Median(pairs.Select(pair => pair.Files)), Measure.Median(pairs.Select(pair => pair.Http)));
            var ratio = Measure.Median(pairs.Select(pair => pair.Http / pair.Files));
            Print($"| {model} | {rate:0.0} | {capacity:0.0} | {ratio:0.00} | {pairs.Max(pair => pair.Others):0%} |",
                "| model | predict, images a second | HTTP, images a second | ratio (median of 5 pairs) | other processes at most |",
                    "| --- | --- | --- | --- | --- |");
            var alone = await load.Alone(isQuick ? 30 : 100);
            await load.Open(capacity / 2, isQuick ? 2 : 5, live: null); // connections and code of this kind of load are made
            var counted = new TurnClock(server);
            var half = await load.Open(capacity / 2, isQuick ? 5 : 20, live: null);
            var (median, last) = (ServeLoad.Quantile(half.Answered, 0.5), ServeLoad.Quantile(half.Answered, 0.99));
            Print($"| {model} | {Measure.Median(alone):0.0} | {median:0.0} | {last:0.0} | {half.Statuses} | {counted.Stop().OtherPrograms:0%} |",
                "| model | one alone, ms | at half load, median ms | p99 ms | statuses | other processes |", "| --- | --- | --- | --- | --- | --- |");
            await load.Open(2 * capacity, isQuick ? 2 : 5, live: "/health/live");
            counted = new TurnClock(server);
            var twice = await load.Open(2 * capacity, isQuick ? 8 : 60, live: "/health/live");
            await Task.Delay(2000);
            var after = Measure.Median(await load.Alone(isQuick ? 10 : 30)) / Measure.Median(alone);
            double[] slowest = [.. new[] { twice.Answered, twice.Refused, twice.Health }.Select(times => ServeLoad.Quantile(times, 0.99))];
            Print(
                $"| {model} | {twice.AnsweredPerSecond / capacity:0.00} | {slowest[0]:0} | {slowest[1]:0} | {slowest[2]:0} | {after:0.00} | {twice.Statuses} | {counted.Stop().OtherPrograms:0%} |",
                "| model | at twice load: answered of the capacity | answers p99 ms | refusals p99 ms | live p99 ms | one alone 2 s after, of before | statuses | other processes |",
                    "| --- | --- | --- | --- | --- | --- | --- | --- |");
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }

    private static double Pipeline(ClassificationPredictor predictor, string[] files, double seconds)
    {
        var (count, clock) = (0, Stopwatch.StartNew());
        while (clock.Elapsed.TotalSeconds < seconds) count += predictor.Predict(files).Count();
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>A server of a model called m, in a process of its own.</summary>
    public static Task<(Process Server, string Url)> Start(string model, params IEnumerable<string> flags) => StartWith(["--model", $"m={model}", .. flags]);

    /// <summary>A server, in a process of its own.</summary>
    public static async Task<(Process Server, string Url)> StartWith(params IEnumerable<string> flags)
    {
        var port = FreePort();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var program = Path.Combine(AppContext.BaseDirectory, "Graft.Server.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", url, .. flags]) { RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        for (var i = 0; i < 600; i++)
        {
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode) return (process, url);
            }
            catch (HttpRequestException)
            {
            }
            await Task.Delay(100);
        }
        throw new InvalidOperationException("The server did not become ready within a minute.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Weights do not matter for speed.
    public static string Export(string model, string folder)
    {
        var graph = ModelCatalogue.Build(model);
        var size = ModelCatalogue.Find(model).InputSize;
        var contract = Preprocess.ImageNet(size * 8 / 7, size);
        var path = Path.Combine(folder, $"{model}.onnx");
        ModelFile.Write(path, graph, ParameterInitialiser.Create(graph, 1), new Manifest
        {
            Task = "classify",
            Model = model,
            Classes = [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")],
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "Graft bench",
        });
        return path;
    }

    public static string[] WriteImages(string folder)
    {
        var contract = new Preprocess { Width = 640, Height = 480, ResizeShorter = 0, Mean = [0, 0, 0], Std = [1, 1, 1] };
        var photos = Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(Images);
        return [.. photos.Select((photo, at) =>
        {
            var path = Path.Combine(folder, $"{at:000}.jpg");
            using var file = File.Create(path);
            file.Write(ImageEncoder.EncodeJpeg(contract.Apply(ImageFile.Decode(photo)), 88));
            return path;
        })];
    }

    private static void Print(FormattableString row, params string[] head)
    {
        foreach (var line in head) Console.WriteLine(line);
        Console.WriteLine(row.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine();
    }
}
