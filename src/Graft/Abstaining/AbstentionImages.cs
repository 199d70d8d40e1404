using System.Globalization;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// What a classifier's file learns of when not to answer: how right it was of images that taught it nothing, and how far such images are from those that did.
/// </summary>
internal static class AbstentionImages
{
    /// <summary>Puts it into a finished run's model file and says so. A failure leaves the file without: the training is worth more than that.</summary>
    /// <param name="file">A model file of the run.</param>
    /// <param name="data">Its split, and which images are copies.</param>
    /// <param name="request">Its settings.</param>
    /// <param name="source">Where the answers are from.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static void Keep(
        string file, RunData data, TrainRequest request, AbstentionSource source, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        try
        {
            using var predictor = ClassificationPredictor.Open(file, new RuntimeOptions { TellsEmbedding = true, OnBadImage = OnBadImage.Skip });
            var work = new Looking(predictor, data, request.Seed, progress, cancellation);
            var kept = work.Of(source);
            ModelFile.WriteAdditions(file, additions => additions with { Abstention = kept.ToJson() });
            progress?.Report(new RunEvent.Message(Describe(kept, predictor.Manifest.Classes.Count)));
        }
        catch (GraftException failure)
        {
            progress?.Report(new RunEvent.Message($"The model file cannot abstain: {failure.What}", IsWarning: true));
        }
    }

    /// <summary>What a file of the same network in another precision takes over.</summary>
    /// <param name="text">That of the file of 32 bits; null where it has none.</param>
    /// <param name="precision">The other precision.</param>
    public static string? Carried(string? text, string precision)
    {
        if (text is null || precision == Manifest.Single || AbstentionData.FromJson(text) is not { } data) return text;
        return (data with { AnsweredBy = data.AnsweredBy ?? Manifest.Single }).ToJson();
    }

    private static string Describe(AbstentionData data, int classes)
    {
        var abstention = new Abstention(data, classes, 0);
        var able = abstention.LowestRate is { } lowest
            ? $"The model file can abstain: {Flag.Of("--abstain")} of {lowest.ToString("0.###", CultureInfo.InvariantCulture)} or more can be kept"
            : "The model file cannot abstain yet: no error rate can be kept";
        var by = data.AnsweredBy is { } precision ? $", measured on the file of {precision}" : "";
        var unlike = data.UnlikeDistance is null ? "; too few to tell images that are unlike all those of the training" : "";
        var chosen = data.Chosen is { } what ? $"; they also chose {what}" : "";
        return $"{able}, by {Words.Count(abstention.Images, "image")} ({data.Source}{chosen}{by}){unlike}.";
    }

    /// <summary>One file and its images.</summary>
    private sealed class Looking(
        ClassificationPredictor predictor, RunData data, ulong seed, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        private readonly Dictionary<string, Sample> _samples = data.Examination.Dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);

        public AbstentionData Of(AbstentionSource source)
        {
            Sample[] trained = [.. data.Split.Train.Select(name => _samples[name])];
            var groups = Unit.GroupsOf(trained, data.Examination);
            int[] drawn = predictor.EmbeddingWidth == 0 ? [] : Balanced(trained);
            var rows = Look([.. drawn.Select(at => trained[at])], "looking at training images");
            drawn = [.. drawn.Where((_, at) => rows[at] is not null)];
            float[][] embeddings = [.. rows.OfType<ClassificationPrediction>().Select(row => row.Embedding)];
            var (dimensions, packed) = embeddings.Length > 0 ? NearestTrained.Pack(embeddings) : (0, []);
            var nearest = new NearestTrained(predictor.EmbeddingWidth, dimensions, packed);
            // A probe's features have learned from no image: each is as far from the others as a new one would be.
            var isProbe = source.Folds is not null || source.IsOfFolds;
            Sample[] held = isProbe ? trained : [.. data.Split.Validation.Select(name => _samples[name])];
            int[] single = One(isProbe ? groups : Unit.GroupsOf(held, data.Examination));
            var (answers, distances) = ((IReadOnlyList<HeldOutAnswer>)[], new List<double>());
            if (isProbe)
            {
                if (source.Folds is { } folds) answers = [.. single.Select(at => OfFold(folds, at))];
                var counted = single.ToHashSet();
                foreach (var (row, at) in drawn.Index().Where(one => counted.Contains(one.Item)))
                    distances.Add(nearest.Distance(embeddings[row], other => other == row || groups[at] is { } own && groups[drawn[other]] == own));
            }
            else
            {
                var looked = Look([.. single.Select(at => held[at])], "looking at held-out images");
                var seen = looked.Index().Where(one => one.Item is not null).Select(one => (Found: one.Item!, held[single[one.Index]].Label)).ToList();
                answers = [.. seen.Select(one => new HeldOutAnswer(one.Found.Score, one.Found.Label, one.Found.Label == one.Label))];
                if (dimensions > 0) distances.AddRange(seen.Select(one => nearest.Distance(one.Found.Embedding)));
            }
            var (confidences, labels) = Abstention.Pack(answers);
            var kept = source.Carried is { } carried && isProbe
                ? carried with { AnsweredBy = carried.AnsweredBy ?? Manifest.Single }
                : new AbstentionData
                {
                    Source = isProbe ? AbstentionSource.OfFolds : AbstentionSource.OfValidation,
                    Chosen = source.Chosen,
                    Confidences = confidences,
                    Labels = labels,
                    Dimensions = 0,
                    Embeddings = [],
                    Distances = 0,
                };
            double[] finite = [.. distances.Where(double.IsFinite)];
            return kept with
            {
                Dimensions = dimensions,
                Embeddings = packed,
                UnlikeDistance = ConformalQuantile.Of(finite, AbstentionData.UnlikeShare),
                Distances = finite.Length,
            };
        }

        private HeldOutAnswer OfFold((float[] Logits, int[] Labels) folds, int at)
        {
            var classes = predictor.Manifest.Classes.Count;
            var scores = Softmax.Apply(folds.Logits.AsSpan(at * classes, classes).ToArray(), classes, predictor.Manifest.Temperature);
            var label = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores);
            return new(scores[label], label, label == folds.Labels[at]);
        }

        // Copies and the images of a group are no independent cases: one of each is drawn.
        private int[] One(IReadOnlyList<string?> groups)
        {
            int[] order = [.. Enumerable.Range(0, groups.Count)];
            SeededRandom.For(seed, "one of each group").Shuffle<int>(order);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            return [.. order.Where(at => groups[at] is not { } group || seen.Add(group)).Take(AbstentionData.MaxAnswers).Order()];
        }

        // As many of each class: an image is near to those of its class, so that a class without any would be unlike as a whole. Of more classes than rows
        // there would be such ones: then none is drawn, and no image is told to be unlike.
        private int[] Balanced(Sample[] samples)
        {
            if (samples.Select(sample => sample.Label).Distinct().Skip(AbstentionData.MaxEmbeddings).Any()) return [];
            int[] order = [.. Enumerable.Range(0, samples.Length)];
            SeededRandom.For(seed, "training images to compare with").Shuffle<int>(order);
            return [.. order.GroupBy(at => samples[at].Label).SelectMany(own => own.Index()).OrderBy(one => one.Index)
                .Take(AbstentionData.MaxEmbeddings).Select(one => one.Item).Order()];
        }

        private ClassificationPrediction?[] Look(IReadOnlyList<Sample> samples, string work)
        {
            var (found, at) = (new ClassificationPrediction?[samples.Count], 0);
            if (samples.Count == 0) return found;
            var clock = new WorkClock(work, samples.Count, progress);
            foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
            {
                cancellation.ThrowIfCancellationRequested();
                found[at++] = prediction.Failure is null ? prediction : null;
                clock.Advance(1);
            }
            return found;
        }
    }
}

/// <summary>Where the answers of a file's calibration are from.</summary>
internal sealed record AbstentionSource
{
    /// <summary>What they are called where a probe's folds gave them.</summary>
    public const string OfFolds = "training images, each judged by a fold of the probe that had not seen it";

    /// <summary>What they are called where the validation images gave them.</summary>
    public const string OfValidation = "validation images";

    /// <summary>Logits and labels of the training images, each by a classifier that had not seen it; null where the validation images are asked.</summary>
    public (float[] Logits, int[] Labels)? Folds { get; init; }

    /// <summary>What the images also chose; null for nothing.</summary>
    public string? Chosen { get; init; }

    /// <summary>What the file of 32 bits has, for one of the same network; null for that file itself.</summary>
    public AbstentionData? Carried { get; init; }

    /// <summary>Whether that is from a probe's folds.</summary>
    public bool IsOfFolds => Carried?.Source == OfFolds;
}
