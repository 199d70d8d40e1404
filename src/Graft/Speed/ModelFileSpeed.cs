using System.Diagnostics;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Training;

namespace Graft;

/// <summary>
/// How fast model files of any task answer on this machine: in turns, so that what disturbs one disturbs the others, on made-up images of the size that
/// the network sees, or on the user's own.
/// </summary>
internal static class ModelFileSpeed
{
    private const int MinRounds = 5;

    /// <summary>Measures.</summary>
    /// <param name="files">Model files.</param>
    /// <param name="images">Image files, which then are decoded too; none for made-up pixels.</param>
    /// <param name="seconds">About how long, for all files together.</param>
    /// <param name="cancellation">Stops between two answers.</param>
    /// <returns>One row a file, in their order, and the share of the processors that other programs used meanwhile.</returns>
    /// <exception cref="GraftException">A file is refused.</exception>
    public static (IReadOnlyList<ModelFileTimes> Files, double OtherPrograms) Measure(
        IReadOnlyList<string> files, IReadOnlyList<string> images, double seconds, CancellationToken cancellation = default)
    {
        var turn = new TurnClock();
        List<Opened> opened = [];
        try
        {
            foreach (var file in files) opened.Add(Opened.Of(file, images));
            // One image at a time for the first half, then as many as there are cores, each on one.
            Rounds(opened, seconds / 2, (file, round) => file.One(round), cancellation);
            Rounds(opened, seconds / 2, (file, round) => file.Full(round), cancellation);
            return ([.. opened.Select(file => file.Times())], turn.Stop().OtherPrograms);
        }
        finally
        {
            opened.ForEach(file => file.Dispose());
        }
    }

    private static void Rounds(List<Opened> opened, double seconds, Action<Opened, int> measure, CancellationToken cancellation)
    {
        foreach (var file in opened) measure(file, -1); // warms up
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < MinRounds || clock.Elapsed.TotalSeconds < seconds; round++)
            foreach (var file in opened)
            {
                cancellation.ThrowIfCancellationRequested();
                measure(file, round);
            }
    }

    private sealed class Opened(string path, double opening, WatchedModel alone, WatchedModel shared, IReadOnlyList<string> images) : IDisposable
    {
        private readonly List<double> _one = [], _full = [];
        private readonly RgbImage _pixels = MadeUpImage.For(alone.Manifest.Preprocess);

        public static Opened Of(string path, IReadOnlyList<string> images)
        {
            var clock = Stopwatch.StartNew();
            var alone = WatchedModel.OpenAny(path);
            var opening = clock.Elapsed.TotalSeconds;
            try
            {
                return new(path, opening, alone, WatchedModel.OpenAny(path, new RuntimeOptions { Threads = 1 }), images);
            }
            catch
            {
                alone.Dispose();
                throw;
            }
        }

        public void One(int round)
        {
            var clock = Stopwatch.StartNew();
            Answer(alone, Math.Max(0, round));
            if (round >= 0) _one.Add(clock.Elapsed.TotalSeconds);
        }

        public void Full(int round)
        {
            var cores = Environment.ProcessorCount;
            var clock = Stopwatch.StartNew();
            CoreWork.For(cores, cores, core => Answer(shared, Math.Max(0, round) * cores + core));
            if (round >= 0) _full.Add(clock.Elapsed.TotalSeconds / cores);
        }

        public ModelFileTimes Times()
        {
            double[] sorted = [.. _one.Order()];
            return new(path, alone.Manifest.Task, alone.Manifest.Precision, new FileInfo(path).Length, opening, Median(sorted),
                sorted[(sorted.Length - 1) * 95 / 100], 1 / Median([.. _full.Order()]), _one.Count);
        }

        public void Dispose()
        {
            alone.Dispose();
            shared.Dispose();
        }

        private void Answer(WatchedModel model, int index)
        {
            if (images.Count > 0) model.Answer(images[index % images.Count]);
            else model.Answer(_pixels);
        }

        private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>What a model file took.</summary>
/// <param name="Path">The file.</param>
/// <param name="Task">Its task.</param>
/// <param name="Precision">fp32, fp16 or int8.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="OpeningSeconds">From the file to a network that has tested itself.</param>
/// <param name="MedianSeconds">One image at a time, on all cores.</param>
/// <param name="P95Seconds">Of 20 images 19 took no longer.</param>
/// <param name="ImagesPerSecond">As many images at a time as there are cores.</param>
/// <param name="Rounds">How often one image was measured.</param>
internal sealed record ModelFileTimes(
    string Path, string Task, string Precision, long Bytes, double OpeningSeconds, double MedianSeconds, double P95Seconds, double ImagesPerSecond, int Rounds);
