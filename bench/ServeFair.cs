using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Graft.Runtime;
using Graft.Serving;
using Graft.Training;

namespace Graft.Bench;

/// <summary>
/// What one client can do to another, and what a service bears: a key that asks for ten times the capacity, 200 connections that send a byte a second, 200
/// changes of version under load; and ready pixels by the Open Inference Protocol beside a bare session.
/// </summary>
internal sealed class ServeFair : IComparison
{
    private const string Model = "efficientnet_lite0", Predict = "/v1/models/m/predict?timeout-ms=1000";
    private const int Clients = 8, Slow = 200, Reloads = 200, FirstReloads = 20;

    public string Name => "serve-fair";

    public string Description => "serve-fair [--quick]: two keys, slow clients, changes of version under load, ready pixels: each beside the same without";

    public int Run(string[] arguments)
    {
        var isQuick = arguments.Contains("--quick");
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; {Model}; server and client in two processes on the same cores");
            Console.WriteLine();
            return Run(folder, isQuick ? 4 : 15, isQuick ? 40 : Reloads).GetAwaiter().GetResult() ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> Run(string folder, double seconds, int reloads)
    {
        byte[][] images = [.. Serve.WriteImages(folder).Select(File.ReadAllBytes)];
        var models = Path.Combine(folder, "models");
        Directory.CreateDirectory(Path.Combine(models, "m"));
        var file = Serve.Export(Model, folder);
        foreach (var version in new[] { "1", "2" }) File.Copy(file, Path.Combine(models, "m", $"{version}.onnx"));
        var keys = Path.Combine(folder, "keys.json");
        var secrets = new[] { "loud", "quiet", "owner" }.ToDictionary(name => name,
            name => KeyFile.Add(keys, name, hash => new StoredKey(name, hash, [name == "owner" ? "admin" : "predict"])));
        var (server, url) = await Serve.StartWith("--models", models, "--keys", keys);
        using var _ = server;
        try
        {
            var others = new TurnClock(server);
            using HttpClient loud = Client("loud"), quiet = Client("quiet"), owner = Client("owner");
            var all = new ServeLoad(loud, Predict, images);
            await all.Closed(Clients, seconds / 3);
            var capacity = await all.Closed(Clients, seconds / 2);
            var isFair = await Keys(all, new ServeLoad(quiet, Predict, images), capacity, seconds);
            var isPatient = await SlowClients(url, secrets["loud"], new ServeLoad(quiet, Predict, images), capacity, seconds);
            var isStable = await Changes(server, owner, quiet, images, reloads);
            var isQuick = await Pixels(file, loud, seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"other processes {others.Stop().OtherPrograms:0%}"));
            return isFair && isPatient && isStable && isQuick;
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }

        HttpClient Client(string name)
        {
            var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000 }) { BaseAddress = new Uri(url) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secrets[name]);
            return http;
        }
    }

    private static async Task<bool> Keys(ServeLoad loud, ServeLoad quiet, double capacity, double seconds)
    {
        await quiet.Open(capacity / 10, seconds / 3, live: null);
        var alone = await quiet.Open(capacity / 10, seconds, live: null);
        var noise = loud.Open(10 * capacity, seconds, live: null);
        var beside = await quiet.Open(capacity / 10, seconds, live: null);
        var noisy = await noise;
        var (before, after) = (ServeLoad.Quantile(alone.Answered, 0.99), ServeLoad.Quantile(beside.Answered, 0.99));
        return Say($"a key at a tenth of {capacity:0.0} images a second: p99 {before:0} ms alone, {after:0} ms beside one at ten times it "
            + $"({ServeLoad.Quantile(alone.Answered, 0.5):0} and {ServeLoad.Quantile(beside.Answered, 0.5):0} ms in the middle; {beside.Statuses}; the other {noisy.Statuses})",
            after <= 2 * before && beside.Answers.All(answer => answer.Status == 200));
    }

    private static async Task<bool> SlowClients(string url, string key, ServeLoad quiet, double capacity, double seconds)
    {
        var alone = await quiet.Open(capacity / 4, seconds, live: null);
        var address = new Uri(url);
        var request = Encoding.ASCII.GetBytes(
            $"POST /v1/models/m/predict HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Length: 50000\r\n\r\n");
        using var stop = new CancellationTokenSource();
        var dropped = 0;
        // A client that is told that it is too slow comes again.
        var dripping = Enumerable.Range(0, Slow).Select(_ => Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; Interlocked.Increment(ref dropped))
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(address.Host, address.Port);
                    var stream = client.GetStream();
                    await stream.WriteAsync(request);
                    while (!stop.IsCancellationRequested)
                    {
                        await Task.Delay(1000);
                        await stream.WriteAsync(new byte[] { 0xFF });
                    }
                    return;
                }
                catch (IOException)
                {
                }
        })).ToArray();
        var beside = await quiet.Open(capacity / 4, seconds, live: null);
        await stop.CancelAsync();
        await Task.WhenAll(dripping);
        var (before, after) = (ServeLoad.Quantile(alone.Answered, 0.99), ServeLoad.Quantile(beside.Answered, 0.99));
        return Say($"{Slow} clients of a byte a second: others' p99 at a quarter of the load {before:0} ms without them, {after:0} ms with ({beside.Statuses}; {dropped} were dropped)",
            after <= 1.5 * before && beside.Answers.All(answer => answer.Status == 200));
    }

    private static async Task<bool> Changes(Process server, HttpClient owner, HttpClient quiet, byte[][] images, int reloads)
    {
        using var stop = new CancellationTokenSource();
        var (asked, failed) = (0, 0);
        var clients = Enumerable.Range(0, 2).Select(client => Task.Run(async () =>
        {
            for (var i = client; !stop.IsCancellationRequested; i++)
            {
                using var answer = await quiet.PostAsync("/v1/models/m/predict", new ByteArrayContent(images[i % images.Length]));
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref asked : ref failed);
            }
        })).ToArray();
        double first = 0;
        for (var reload = 1; reload <= reloads; reload++)
        {
            using var answer = await owner.PostAsync($"/v1/models/m/versions/{1 + reload % 2}", new ByteArrayContent([]));
            if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref failed);
            if (reload == FirstReloads) first = Memory(server);
        }
        var last = Memory(server);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        return Say($"{reloads} changes of version under load: {asked} answers, {failed} failures; {first:0} MB after {FirstReloads} of them, {last:0} MB at the end ({last / first:0.00})",
            failed == 0 && last <= 1.1 * first);
    }

    private static async Task<bool> Pixels(string file, HttpClient http, double seconds)
    {
        using var model = ServedModel.Open(file, new ServingLimits());
        var contract = model.Manifest.Preprocess;
        var pixels = new byte[contract.Height * contract.Width * 3];
        new Random(1).NextBytes(pixels);
        var input = $$$"""{"name":"images","shape":[1,{{{contract.Height}}},{{{contract.Width}}},3],"datatype":"UINT8","parameters":{"binary_data_size":{{{pixels.Length}}}}}""";
        var json = Encoding.UTF8.GetBytes($$"""{"inputs":[{{input}}]}""");
        http.DefaultRequestHeaders.Add("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture));
        var load = new ServeLoad(http, "/v2/models/m/infer", [[.. json, .. pixels]]);
        await load.Closed(Clients, seconds / 5);
        List<double> ratios = [];
        var images = new TensorImages(pixels, 1, contract.Height, contract.Width);
        for (var pair = 0; pair < 5; pair++) ratios.Add(await load.Closed(Clients, seconds / 5) / Bare(model, images, seconds / 5));
        var ratio = Measure.Median(ratios);
        return Say($"ready pixels by /v2: {ratio:0.00} of a bare session on the same cores (median of 5 pairs)", ratio >= 0.9);
    }

    private static double Bare(ServedModel model, TensorImages images, double seconds)
    {
        var (done, clock) = (0, Stopwatch.StartNew());
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                model.Infer(images, CancellationToken.None);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return done / clock.Elapsed.TotalSeconds;
    }

    private static double Memory(Process server)
    {
        server.Refresh();
        return server.WorkingSet64 / 1e6;
    }

    private static bool Say(string what, bool isKept)
    {
        Console.WriteLine($"{(isKept ? "yes" : "NO ")}  {what}");
        return isKept;
    }
}
