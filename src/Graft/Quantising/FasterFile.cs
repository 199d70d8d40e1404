using Graft.Artifacts;
using Graft.Runtime;

namespace Graft;

/// <summary>Which of a run's model files predicts here: that of 32 bits, or that of 8 where it is of the same network and faster on this processor.</summary>
internal static class FasterFile
{
    // Below it the difference is noise.
    private const double Margin = 1.05;

    private static readonly KeptMeasurements Kept = new(() => Path.Combine(GraftHome.Folder, "engine", "int8.json"));

    /// <summary>The file, see <see cref="ModelPath.Resolve"/>.</summary>
    /// <param name="path">A model file, which is taken as it is, or the folder of a run.</param>
    /// <param name="say">Told why, where there is a choice.</param>
    /// <exception cref="GraftException">As there.</exception>
    public static string Of(string path, Action<string>? say = null)
    {
        var single = ModelPath.Resolve(path);
        var quantised = Path.Combine(path, $"model.{Manifest.Int8}.onnx");
        if (!Directory.Exists(path) || !File.Exists(quantised)) return single;
        try
        {
            var manifest = ModelFile.ReadManifest(quantised);
            // Descriptors are kept and compared with later ones, which must come from the same file.
            if (manifest.Task == TaskKind.Identities.Name()) return single;
            if (manifest.Quantisation?.Source != ModelFile.ReadManifest(single).ContentHash)
            {
                say?.Invoke($"'{quantised}' was made from another network than '{single}' holds now, and is not used.");
                return single;
            }
            var ratio = RatioOf(quantised, single, manifest.ContentHash!);
            var isFaster = ratio >= Margin;
            say?.Invoke(FormattableString.Invariant($"The file of 8 bits is {ratio:0.0} times as fast as that of 32 bits on this processor: ")
                + $"'{(isFaster ? quantised : single)}' predicts.");
            return isFaster ? quantised : single;
        }
        catch (GraftException failure)
        {
            say?.Invoke($"'{quantised}' is not used: {failure.What}");
            return single;
        }
    }

    // Measuring opens both, so that a file which fails its self-test here is never chosen.
    private static double RatioOf(string quantised, string single, string hash)
    {
        var key = $"{hash} {ThisProcessor.Description}";
        if (Kept.Known().TryGetValue(key, out var known)) return known;
        var ratio = Math.Round(Int8Speed.Ratio(quantised, single), 2);
        Kept.Keep(key, ratio);
        return ratio;
    }
}
