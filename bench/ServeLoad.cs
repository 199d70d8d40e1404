using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Graft.Bench;

/// <summary>Clients of a service: closed loops, and an open loop whose arrivals are drawn beforehand and whose latency counts from when a request was
/// due.</summary>
internal sealed class ServeLoad(HttpClient http, string address, IReadOnlyList<byte[]> images)
{
    /// <summary>Answers a second of so many clients that ask again at once.</summary>
    public async Task<double> Closed(int clients, double seconds)
    {
        var (done, clock) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var i = client; clock.Elapsed.TotalSeconds < seconds; i += clients)
                if ((await Ask(i)).Status == 200) Interlocked.Increment(ref done);
        })));
        return done / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds of one image alone, asked for one after another.</summary>
    public async Task<List<double>> Alone(int count)
    {
        List<double> times = [];
        for (var i = 0; i < count; i++) times.Add((await Ask(i)).Milliseconds);
        return times;
    }

    /// <summary>An open loop.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="live">Asked 20 times a second besides; null for nothing.</param>
    public async Task<Result> Open(double rate, double seconds, string? live)
    {
        var random = SeededRandom.For(7, "arrivals");
        var (answers, health, pending) = (new ConcurrentBag<(int Status, double Milliseconds)>(), new ConcurrentBag<double>(), new List<Task>());
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var probe = Task.Run(async () =>
        {
            while (live is not null && !stop.IsCancellationRequested)
            {
                var at = Stopwatch.GetTimestamp();
                using (await http.GetAsync(live)) health.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                await Task.Delay(50);
            }
        });
        double due = 0;
        for (var n = 0; due < seconds; n++)
        {
            due += -Math.Log(1 - random.NextDouble()) / rate;
            var wait = due - clock.Elapsed.TotalSeconds;
            if (wait > 0.001) await Task.Delay(TimeSpan.FromSeconds(wait));
            var (start, number) = (due, n);
            pending.Add(Task.Run(async () =>
            {
                var (status, _) = await Ask(number);
                answers.Add((status, (clock.Elapsed.TotalSeconds - start) * 1000));
            }));
        }
        await Task.WhenAll(pending);
        await stop.CancelAsync();
        await probe;
        return new Result([.. answers], [.. health], seconds);
    }

    /// <summary>A quantile of some times.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    private async Task<(int Status, double Milliseconds)> Ask(int number)
    {
        var at = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.PostAsync(address, new ByteArrayContent(images[number % images.Count]));
            await answer.Content.ReadAsByteArrayAsync();
            return ((int)answer.StatusCode, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
        catch (HttpRequestException)
        {
            return (0, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
    }

    /// <summary>What an open loop gave.</summary>
    internal sealed record Result((int Status, double Milliseconds)[] Answers, double[] Health, double Seconds)
    {
        public double AnsweredPerSecond => Answers.Count(answer => answer.Status == 200) / Seconds;

        public IEnumerable<double> Answered => Answers.Where(answer => answer.Status == 200).Select(answer => answer.Milliseconds);

        public IEnumerable<double> Refused => Answers.Where(answer => answer.Status == 429).Select(answer => answer.Milliseconds);

        public string Statuses => string.Join(" ", Answers.CountBy(answer => answer.Status).OrderBy(pair => pair.Key)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));
    }
}
