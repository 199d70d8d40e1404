using System.Diagnostics;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>How many images are worth running together: the smallest number with 0.97 of the best rate. Kept by model and processor.</summary>
internal static class BatchMeasurement
{
    private const double Worthwhile = 0.97;
    private const int Rounds = 3;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.75);
    private static readonly Lock Gate = new();
    private static readonly KeptMeasurements Kept = new(() => File);

    /// <summary>Where the numbers are kept.</summary>
    public static string File => Path.Combine(GraftHome.Folder, "serving", "batches.json");

    /// <summary>The number for a model, measured once.</summary>
    public static int Of(ServedModel model)
    {
        if (!model.TakesBatches) return 1;
        var key = $"{model.Manifest.ContentHash} {ThisProcessor.Description}";
        lock (Gate)
        {
            if (Kept.Known().TryGetValue(key, out var known) && known >= 1) return (int)known;
            var measured = Measure(model);
            Kept.Keep(key, measured);
            return measured;
        }
    }

    /// <summary>Runs noise through the network, batch sizes in turn so that a machine whose speed drifts is unfair to none.</summary>
    public static int Measure(ServedModel model)
    {
        List<int> sizes = [1, 2, 4, ServedModel.LargestBatch];
        var noise = sizes.ToDictionary(size => size, size => Noise(model, size)); // making it takes longer than running a small network
        var best = sizes.ToDictionary(size => size, _ => double.PositiveInfinity);
        var begun = Stopwatch.GetTimestamp();
        for (var round = 0; round <= Rounds; round++)
            foreach (var size in sizes)
            {
                if (Stopwatch.GetElapsedTime(begun) > Budget) return Best(); // a service shall answer: what is so slow gains little by batches
                var at = Stopwatch.GetTimestamp();
                model.Infer(noise[size], CancellationToken.None);
                if (round > 0) best[size] = Math.Min(best[size], Stopwatch.GetElapsedTime(at).TotalSeconds / size); // the first warms up
            }
        return Best();

        // Without any measurement one by one.
        int Best() => double.IsInfinity(best.Values.Min()) ? 1 : sizes.First(size => best[size] <= best.Values.Min() / Worthwhile);
    }

    /// <summary>Images of the model's own size.</summary>
    public static TensorImages Noise(ServedModel model, int count)
    {
        var contract = model.Manifest.Preprocess;
        var (height, width) = model.InputSizeOf(contract.Width, contract.Height);
        var image = ProbeImages.Make(1, contract with { Width = width, Height = height });
        var bytes = new byte[count * image.Length];
        for (var at = 0; at < count; at++) image.CopyTo(bytes, at * image.Length);
        return new TensorImages(bytes, count, height, width);
    }
}
