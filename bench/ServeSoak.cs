using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Imaging;
using Graft.Training;

namespace Graft.Bench;

/// <summary>
/// A service for a while: two tasks, images of changing sizes, one in a hundred malformed, one in a hundred cancelled, a model that is loaded again every half
/// minute, with images watched and kept. No 5xx, memory that does not grow, open files that stay as many, memory below what was said at the start.
/// </summary>
internal sealed partial class ServeSoak : IComparison
{
    private const int Clients = 4;
    private const double Growth = 1.03;

    public string Name => "serve-soak";

    public string Description => "serve-soak [MINUTES]: two tasks, changing sizes, 1 % malformed, 1 % cancelled, reloads; statuses, memory and open files";

    public int Run(string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("Memory and open files are read from /proc: Linux alone.");
            return 2;
        }
        var minutes = arguments is [var given, ..] ? double.Parse(given, CultureInfo.InvariantCulture) : 10;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            return Soak(folder, TimeSpan.FromMinutes(minutes)).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> Soak(string folder, TimeSpan time)
    {
        var models = Path.Combine(folder, "models");
        foreach (var name in new[] { "c", "d" }) Directory.CreateDirectory(Path.Combine(models, name));
        var classifier = Serve.Export("efficientnet_lite0", folder);
        File.Copy(classifier, Path.Combine(models, "c", "1.onnx"));
        DetectSpeed.Write(Pretrained.DefaultModel, Path.Combine(models, "d", "1.onnx"));
        byte[][] images = [.. Images()];
        var (server, url) = await Serve.StartWith(
            "--models", models, "--watch", "--review", Path.Combine(folder, "review"), "--review-mb", "50", "--timeout-ms", "30000");
        using var _ = server;
        using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(2) };
        var (statuses, memory, handles) = (new ConcurrentDictionary<int, int>(), new List<double>(), new List<int>());
        var others = new TurnClock(server);
        var alone = Memory(server);
        using var stop = new CancellationTokenSource(time);
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => Ask(client))).ToArray();
        var (clock, reloads) = (Stopwatch.StartNew(), 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(2), stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            memory.Add(Memory(server));
            handles.Add(Directory.GetFiles($"/proc/{server.Id}/fd").Length);
            if (clock.Elapsed.TotalSeconds < 30) continue;
            clock.Restart();
            reloads++;
            File.Copy(classifier, Path.Combine(models, "c", $"{reloads + 1}.onnx"));
        }
        await Task.WhenAll(clients);
        server.Kill();
        var third = memory.Count / 3;
        var (second, last) = (Measure.Median(memory.Skip(third).Take(third)), Measure.Median(memory.Skip(2 * third)));
        var (before, after) = (Measure.Median(handles.Skip(third).Take(third).Select(count => (double)count)), Measure.Median(handles.Skip(2 * third).Select(count => (double)count)));
        var wrong = statuses.Where(status => status.Key >= 500).Sum(status => status.Value);
        var bound = new Runtime.ServingLimits() is var limits ? (limits.Bytes + limits.WatchedBytes) / 1e6 : 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes, {reloads} reloads; statuses ")
            + string.Join(" ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"memory {alone:0} MB at the start, {second:0} in the second third, {last:0} in the last ({last / second:0.000}), {memory.Max():0} at most; "
            + $"{alone + bound:0} with what was printed; open files {before:0} and {after:0}; other processes {others.Stop().OtherPrograms:0%}"));
        Console.WriteLine("median MB by minute: " + string.Join(" ", memory.Chunk(30).Select(minute => Measure.Median(minute).ToString("0", CultureInfo.InvariantCulture))));
        return wrong == 0 && last <= Growth * second && memory.Max() <= alone + bound && after <= before + 2 ? 0 : 1;

        async Task Ask(int client)
        {
            var random = SeededRandom.For(5, $"client {client}");
            while (!stop.IsCancellationRequested)
            {
                var image = images[random.Next(images.Length)];
                if (random.Next(100) == 0) image = image[..(image.Length / 3)];
                using var left = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                if (random.Next(100) == 0) left.CancelAfter(random.Next(40));
                try
                {
                    using var answer = await http.PostAsync($"/v1/models/{(random.Next(4) == 0 ? "d" : "c")}/predict", new ByteArrayContent(image), left.Token);
                    await answer.Content.ReadAsByteArrayAsync(left.Token);
                    statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                }
                catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException)
                {
                }
            }
        }
    }

    // Photographs of changing sizes and shapes.
    private static IEnumerable<byte[]> Images()
    {
        var photos = Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(24);
        foreach (var (at, photo) in photos.Index())
            yield return ImageEncoder.EncodeJpeg(
                Resampler.Resize(ImageFile.Decode(photo), 200 + at * 61 % 1100, 200 + at * 97 % 900, Interpolation.Bilinear), 88);
    }

    private static double Memory(Process server) =>
        double.Parse(Resident().Match(File.ReadAllText($"/proc/{server.Id}/status")).Groups[1].Value, CultureInfo.InvariantCulture) / 1000;

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex Resident();
}
