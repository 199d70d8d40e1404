using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>
/// Kills a service at random moments under load, with images being kept, labels being given and versions being changed, and looks at what it had acknowledged:
/// each label is there with its image, whose hash is right, and the version that was last asked for answers after the restart.
/// </summary>
internal sealed class ServeKills : IComparison
{
    private const int Clients = 4;

    public string Name => "serve-kills";

    public string Description => "serve-kills [KILLS]: kill -9 under load with review, feedback and changes of version; what was acknowledged is looked at";

    public int Run(string[] arguments)
    {
        var kills = arguments is [var given, ..] ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : 50;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            return Kill(folder, kills).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Kill(string folder, int kills)
    {
        var (models, review) = (Directory.CreateDirectory(Path.Combine(folder, "models", "m")).FullName, Path.Combine(folder, "review"));
        var model = Serve.Export("efficientnet_lite0", folder);
        foreach (var version in new[] { "1", "2" }) File.Copy(model, Path.Combine(models, $"{version}.onnx"));
        byte[][] images = [.. Serve.WriteImages(folder).Take(8).Select(File.ReadAllBytes)];
        var random = SeededRandom.For(11, "kills");
        var labels = new ConcurrentDictionary<string, string>();
        var (lost, wrongVersion, answered) = (0, 0, 0);
        string? asked = null, sure = null;
        for (var kill = 0; kill < kills; kill++)
        {
            var (server, url) = await Serve.StartWith("--models", Path.GetDirectoryName(models)!, "--review", review, "--review-share", "1");
            using var _ = server;
            using var http = new HttpClient { BaseAddress = new Uri(url) };
            if (sure is not null)
            {
                var now = JsonDocument.Parse(await http.GetStringAsync("/v1/models/m")).RootElement.GetProperty("version").GetString();
                if (now != sure && now != asked) wrongVersion++; // a change under way may have been written or not
            }
            using var stop = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => Load(client))).Append(Task.Run(Change)).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(0.3 + 1.7 * random.NextDouble()));
            server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(clients);
            await server.WaitForExitAsync();
            var kept = ReviewStore.Read(review).ToDictionary(image => image.RequestId);
            foreach (var (request, label) in labels)
                if (!kept.TryGetValue(request, out var image) || image.Label != label || HashOf(ReviewStore.PathOf(review, image)) != image.Sha256) lost++;

            async Task Load(int client)
            {
                while (!stop.IsCancellationRequested)
                    try
                    {
                        var answer = await http.PostAsync("/v1/models/m/predict", new ByteArrayContent(images[client]), stop.Token);
                        if (!answer.IsSuccessStatusCode) continue;
                        Interlocked.Increment(ref answered);
                        var request = answer.Headers.GetValues("X-Request-Id").First();
                        var label = $"class {client}";
                        var said = await http.PostAsJsonAsync("/v1/models/m/feedback", new { requestId = request, label }, stop.Token);
                        if (said.StatusCode == System.Net.HttpStatusCode.Accepted) labels[request] = label;
                    }
                    catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
                    {
                    }
            }

            async Task Change()
            {
                while (!stop.IsCancellationRequested)
                    try
                    {
                        asked = asked == "1" ? "2" : "1";
                        var answer = await http.PostAsync($"/v1/models/m/versions/{asked}", null, stop.Token);
                        if (answer.IsSuccessStatusCode) sure = asked;
                        await Task.Delay(50, stop.Token);
                    }
                    catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
                    {
                    }
            }
        }
        var unlabelled = ReviewStore.Read(review).Count(image => HashOf(ReviewStore.PathOf(review, image)) != image.Sha256);
        Console.WriteLine($"{kills} kills, {answered} answers, {labels.Count} acknowledged labels: {lost} lost, {unlabelled} kept images with another hash, "
            + $"{wrongVersion} restarts with another version than asked for");
        return lost + unlabelled + wrongVersion == 0 ? 0 : 1;
    }

    private static string HashOf(string path) => File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "";
}
