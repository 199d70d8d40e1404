using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// Writes a model file of 8 bits: observes the network of 32 bits on calibration images, quantises it, lets the file answer for itself, and compares it on
/// images that took no part. Where it loses too much, the layers that lose most stay in 32 bits; where that does not help, nothing is written.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="single">The file of 32 bits that it is compared with.</param>
/// <param name="options">How.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellation">Stops between images.</param>
internal sealed class Int8Export(NetworkFile network, string single, Int8Options options, IProgress<RunEvent>? progress, CancellationToken cancellation)
{
    private static readonly int[] KeptLayers = [0, 1, 2, 4, 8, 16, 32];

    private readonly ImageLoop _loop = new(progress, cancellation);

    /// <summary>Writes the file.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="manifest">Of the file of 32 bits.</param>
    /// <param name="calibration">Images for the ranges, and what they are.</param>
    /// <param name="compared">Images that took no part.</param>
    /// <param name="judge">Measures a candidate; no judgement where there are no labels.</param>
    /// <exception cref="GraftException">Too much is lost, or the network cannot be quantised; nothing is written.</exception>
    public Int8Result Write(string target, Manifest manifest, (IReadOnlyList<string> Images, string From) calibration,
        IReadOnlyList<string> compared, Func<string, IReadOnlyList<Int8Judgement>> judge)
    {
        if (OutputPlace.IsSame(target, single))
            throw new GraftException($"The file of 8 bits would replace '{single}', which it is compared with.", cure: "Name another file.");
        if (manifest.Precision == Manifest.Int8)
            throw new GraftException($"'{single}' is of 8 bits already.", "8 bits are compared with 32.",
                "Write it in 32 bits first, with `graft export RUN`.");
        manifest = manifest with { Probes = [], Metrics = null, Quantisation = null };
        using var folder = TemporaryFolder.Create();
        var ranges = options.Ranges?.Ranges
            ?? Observe(Path.Combine(folder.Path, "observed.onnx"), manifest with { Precision = Manifest.Single }, calibration.Images);
        List<QuantisedLayer> losses = [];
        IReadOnlyList<Int8Judgement> judgements = [];
        foreach (var count in KeptLayers)
        {
            if (count > 0 && count >= losses.Count / 2) break;
            string[] kept = [.. options.Kept, .. losses.OrderByDescending(layer => layer.Loss).Take(count).Select(layer => layer.Name)];
            var candidate = Path.Combine(folder.Path, $"int8-{count}.onnx");
            QuantisedLayers layers = null!;
            var form = FormOf(ranges, kept, found => layers = found);
            network.Write(candidate, manifest with { Precision = Manifest.Int8 }, form);
            if (count == 0) losses = [.. layers.All.DistinctBy(layer => layer.Name)];
            var facts = new QuantisationFacts
            {
                Images = options.Ranges?.Images ?? calibration.Images.Count,
                From = calibration.From,
                Method = options.Method.ToString().ToLowerInvariant(),
                Layers = layers.All.Count,
                Tested = layers.Tested,
                Kept = kept,
                Source = manifest.ContentHash,
            };
            facts = facts with { SelfTestDistance = AddProbes(candidate, facts) };
            judgements = judge(candidate);
            if (!IsAccepted(judgements))
            {
                var how = kept.Length > 0 ? $" with {Words.List(kept)} in 32 bits" : "";
                progress?.Report(new RunEvent.Message($"Too much was lost{how}: {judgements.MaxBy(one => one.Loss)!.Summary}."));
                continue;
            }
            facts = Compare(candidate, compared, facts with
            {
                Compared = compared.Count,
                Metric = judgements.Count > 0 ? judgements[0].Metric.Key : null,
                Change = judgements.Count > 0 ? -LossOf(judgements) : null,
            });
            var hash = ModelFile.WriteManifest(candidate, written => written with { Quantisation = facts }).ContentHash!;
            AtomicFile.Write(target, stream =>
            {
                using var whole = File.OpenRead(candidate);
                whole.CopyTo(stream);
            });
            network.Beside?.Invoke(target, manifest);
            return new(target, facts, judgements, (FileContent.LengthOf(target), FileContent.LengthOf(single)), Int8Speed.Measured(target, single, hash))
            {
                Limit = judgements.Count > 0 ? Limit(judgements) : null,
            };
        }
        throw new GraftException(
            FormattableString.Invariant($"In 8 bits too much is lost: {judgements.MaxBy(one => one.Loss)!.Summary}."),
            FormattableString.Invariant($"At most {Limit(judgements) * 100:0.##} points were expected, also with the layers that lose most in 32 bits."),
            $"Let another method choose the ranges, allow a larger loss, or write it with {Flag.Of("--precision", Manifest.Half)}.")
        { ExitCode = 1 };
    }

    private static OnnxForm FormOf(
        IReadOnlyDictionary<string, ActivationRange> ranges, IEnumerable<string> kept, Action<QuantisedLayers> report) =>
        new() { Quantisation = new(ranges) { Kept = kept.ToHashSet(StringComparer.Ordinal), Report = report } };

    private IReadOnlyDictionary<string, ActivationRange> Observe(string path, Manifest manifest, IReadOnlyList<string> images)
    {
        var observer = new ActivationObserver();
        network.Write(path, manifest, new OnnxForm { Observer = observer });
        if (observer.Names.Count == 0) throw Quantiser.NoLayer();
        using var model = WatchedModel.OpenAny(path, new RuntimeOptions { Observer = observer });
        _loop.Observe(images, observer, at => model.Answer(images[at], cancellation));
        File.Delete(path);
        return observer.Ranges(options.Method);
    }

    // The operations on 8 bits must agree with the codes as the numbers that they stand for.
    private static double AddProbes(string candidate, QuantisationFacts facts)
    {
        List<Probe> probes;
        double distance;
        using (var exact = WatchedModel.OpenAny(candidate, new RuntimeOptions { IsUnfinished = true, AsWritten = true }))
        using (var model = WatchedModel.OpenAny(candidate, new RuntimeOptions { IsUnfinished = true }))
        {
            probes = [.. QuantisedProbes.Seeds.Select(seed => new Probe(seed, model.SelfTestAnswer(seed)))];
            distance = probes.Max(probe =>
                QuantisedProbes.Check(probe, exact.SelfTestAnswer(probe.Seed), facts, "The gate of 8 bits", QuantisedProbes.GateTolerance));
        }
        ModelFile.WriteManifest(candidate, written => written with { Quantisation = facts, Probes = probes });
        return distance;
    }

    private QuantisationFacts Compare(string candidate, IReadOnlyList<string> images, QuantisationFacts facts)
    {
        if (images.Count == 0) return facts;
        using var one = WatchedModel.OpenAny(candidate);
        using var other = WatchedModel.OpenAny(single);
        var (same, cosine) = (new bool?[images.Count], new double?[images.Count]);
        _loop.Run("comparing", images, at =>
        {
            var (first, second) = (one.Answer(images[at], cancellation), other.Answer(images[at], cancellation));
            if (second.Labels.Count > 0) same[at] = Main(first) == Main(second);
            if (second.Embedding.Length > 0) cosine[at] = TensorPrimitives.CosineSimilarity<float>(first.Embedding, second.Embedding);
        });
        return facts with
        {
            Agreement = same.Average(value => value is { } alike ? alike ? 1.0 : 0 : (double?)null), // of those that have an answer
            Similarity = cosine.Where(value => value is { } number && double.IsFinite(number)).Average(),
        };

        static int Main(WatchedAnswer answer) => answer.Labels.Count == 0 ? -1 : answer.Labels.MaxBy(label => label.Amount)!.Label;
    }

    private bool IsAccepted(IReadOnlyList<Int8Judgement> judgements) => judgements.Count == 0 || LossOf(judgements) <= Limit(judgements) + 1e-9;

    // Where each image is right or wrong, one of few images more is chance, unless no loss at all is wanted.
    private double Limit(IReadOnlyList<Int8Judgement> judgements) => options.MaxDrop > 0 && judgements.All(one => one.Answer.Alone is not null)
        ? Math.Max(options.MaxDrop, 1.0 / judgements.Sum(one => one.Images)) : options.MaxDrop;

    // Over the images of all splits.
    private static double LossOf(IReadOnlyList<Int8Judgement> judgements) =>
        judgements.Sum(one => one.Loss * one.Images) / judgements.Sum(one => one.Images);
}
