using Graft.Artifacts;
using Graft.Runtime;

namespace Graft;

/// <summary>
/// Which of a run's model files predicts here: that of 32 bits, or that of 8 where it is of the same network, its loss was measured, and it is faster on this
/// processor. Opening it checks that it is whole and answers as it should.
/// </summary>
internal static class FasterFile
{
    // Below it the difference is noise.
    private const double Margin = 1.05;

    /// <summary>The file, see <see cref="ModelPath.Resolve"/>.</summary>
    /// <param name="path">A model file, which is taken as it is, or the folder of a run.</param>
    /// <param name="options">How it will be opened; null for the defaults.</param>
    /// <param name="say">Told why, where there is a choice.</param>
    /// <exception cref="GraftException">As there.</exception>
    public static string Of(string path, RuntimeOptions? options = null, Action<string>? say = null)
    {
        var single = ModelPath.Resolve(path);
        var quantised = Path.Combine(path, $"model.{Manifest.Int8}.onnx");
        if (!Directory.Exists(path) || !File.Exists(quantised)) return single;
        try
        {
            var peeked = ModelFile.Peek(quantised);
            var manifest = peeked.Manifest;
            // Descriptors are kept and compared with later ones, which must come from the same file.
            if (manifest.Task == TaskKind.Identities.Name()) return single;
            if (Against(peeked, ModelFile.Peek(single), options) is { } reason)
            {
                say?.Invoke($"'{quantised}' is not used: {reason}. '{single}' predicts.");
                return single;
            }
            var ratio = Int8Speed.Of(quantised, single, manifest.ContentHash!);
            var chosen = ratio >= Margin ? quantised : single;
            say?.Invoke(FormattableString.Invariant($"The file of 8 bits is {ratio:0.0} times as fast as that of 32 bits on this processor: ")
                + $"'{chosen}' predicts.");
            return chosen;
        }
        catch (GraftException failure)
        {
            say?.Invoke($"'{quantised}' is not used: {failure.What} '{single}' predicts.");
            return single;
        }
    }

    private static string? Against((Manifest Manifest, bool HasReference, bool HasAbstention) quantised,
        (Manifest Manifest, bool HasReference, bool HasAbstention) single, RuntimeOptions? options)
    {
        var manifest = quantised.Manifest;
        if (manifest.Quantisation?.Source != single.Manifest.ContentHash) return "it was made from another network than the file of 32 bits holds now";
        if (manifest.Quantisation?.Change is null) return "what it costs in accuracy was not measured; name it to use it";
        if (single.HasReference && !quantised.HasReference) return "it has no reference for `graft drift`, which the file of 32 bits has";
        if (single.HasAbstention && !quantised.HasAbstention) return $"it has no calibration for {Flag.Of("--abstain")}, which the file of 32 bits has";
        // On other hardware it may be slower, or not run at all.
        return options is { HasOwnSession: true } ? "the session of ONNX Runtime is configured by the program; name it to use it" : null;
    }
}
