using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>What an image has beside its motif, and a network could see: its shape, how it was compressed, a frame around it.</summary>
internal static class ShortcutTraits
{
    /// <summary>Names of the traits, in the order of their numbers.</summary>
    public static readonly IReadOnlyList<string> Names = ["size and shape", "compression", "border", "camera", "date"];

    private const int Side = 64, Border = 2;
    private const double Flat = 4;
    private static readonly Preprocess Small = new() { Width = Side, Height = Side, ResizeShorter = 0, Mean = [0, 0, 0], Std = [1, 1, 1] };

    // Of rarer cameras there are too few images to tell.
    private const int MaxCameras = 20;

    /// <summary>For each image the numbers of each trait.</summary>
    /// <param name="samples">The images.</param>
    /// <param name="facts">What their examination said, by their names.</param>
    /// <param name="workers">Images read at a time; 0 for one a core.</param>
    public static double[][][] Of(IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, SampleFacts> facts, int workers)
    {
        var (traits, exif) = (new double[samples.Count][][], new ExifFacts[samples.Count]);
        CoreWork.For(samples.Count, workers > 0 ? workers : Environment.ProcessorCount, i =>
            (traits[i], exif[i]) = (Of(samples[i], facts[samples[i].Name]), ExifFacts.Read(samples[i].Path)));
        List<string> cameras = [.. exif.CountBy(one => one.Camera).OrderByDescending(own => own.Value).ThenBy(own => own.Key, StringComparer.Ordinal)
            .Select(own => own.Key).Take(MaxCameras)];
        foreach (var (i, one) in exif.Index())
        {
            var camera = new double[MaxCameras];
            if (cameras.IndexOf(one.Camera) is >= 0 and var at) camera[at] = 1;
            // Images without a date are of one day that no other is near.
            traits[i] = [.. traits[i], camera, [one.Taken is { } taken ? (taken - DateTime.UnixEpoch).TotalDays : -100_000]];
        }
        return traits;
    }

    private static double[][] Of(Sample sample, SampleFacts facts)
    {
        double pixels = Math.Max(1, (double)facts.Width * facts.Height);
        return
        [
            [Math.Log(Math.Max(1, facts.Width)), Math.Log(Math.Max(1, facts.Height))],
            // The bytes of a pixel are the motif's too, so that only jumps between ways of saving stand out.
            [Math.Round(2 * Math.Log2(facts.Bytes / pixels)) / 2, Kind(sample.Path)],
            BorderOf(Small.Load(sample.Path).Pixels),
        ];
    }

    private static double Kind(string path) => Path.GetExtension(path).ToLowerInvariant() switch { ".jpg" or ".jpeg" => 0, ".png" => 4, _ => 8 };

    // Of each of the four edges the colour where it is of one colour, as a bar or a frame is and hardly any photograph; the same numbers for all others.
    private static double[] BorderOf(byte[] pixels) =>
    [
        .. EdgeOf(pixels, (x, y) => y < Border), .. EdgeOf(pixels, (x, y) => y >= Side - Border),
        .. EdgeOf(pixels, (x, y) => x < Border), .. EdgeOf(pixels, (x, y) => x >= Side - Border),
    ];

    private static double[] EdgeOf(byte[] pixels, Func<int, int, bool> isOn)
    {
        var (sums, squares, count) = (new double[3], new double[3], 0);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                if (!isOn(x, y)) continue;
                for (var c = 0; c < 3; c++)
                {
                    double value = pixels[(y * Side + x) * 3 + c];
                    (sums[c], squares[c]) = (sums[c] + value, squares[c] + value * value);
                }
                count++;
            }
        double[] means = [.. sums.Select(sum => sum / count)];
        var isFlat = means.Index().All(mean => Math.Sqrt(Math.Max(0, squares[mean.Index] / count - mean.Item * mean.Item)) < Flat);
        return isFlat ? means : [-255, -255, -255];
    }
}
