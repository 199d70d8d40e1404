using System.Diagnostics;
using System.Numerics.Tensors;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Classifiers in repeated folds: a trial is one fold of one repeat, the same for all candidates; groups and copies are held out together.</summary>
internal sealed class FoldTrials : ITrials
{
    private const int MeasuredForRate = 24;

    private readonly ClassifyRequest _training;
    private readonly ImageDataset _dataset;
    private readonly Examination _examination;
    private readonly IProgress<RunEvent>? _progress;
    private readonly FeatureCache _cache;
    private readonly List<IReadOnlyList<Fold>> _repeats = [];
    private readonly Dictionary<string, int> _indices;
    private readonly IReadOnlyList<int>? _copies;
    private readonly Dictionary<(string, int?, ImageFit?), double> _rates = [], _preparation = [];
    private readonly Dictionary<(string, int?, ImageFit?), long> _bytes = [];

    // Of one network at a time: the cache on the disk has those of all.
    private ((string, int?, ImageFit?) Key, float[] Values, int Width)? _features;

    /// <param name="training">How candidates are trained.</param>
    /// <param name="dataset">The images, without those of a test split.</param>
    /// <param name="examination">What was found of them.</param>
    /// <param name="folds">Folds of a repeat; fewer where a class has too few images.</param>
    /// <param name="repeats">Ways to make the folds.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <exception cref="ProblemsException">A class has too few images.</exception>
    public FoldTrials(ClassifyRequest training, ImageDataset dataset, Examination examination, int folds, int repeats, IProgress<RunEvent>? progress)
    {
        (_training, _dataset, _examination, _progress) = (training, dataset, examination, progress);
        _indices = dataset.Samples.Index().ToDictionary(pair => pair.Item.Name, pair => pair.Index, StringComparer.Ordinal);
        _copies = Unit.CopiesOf([.. dataset.Samples.Select(sample => sample.Name)], examination);
        Folds = FoldsOf(dataset, Unit.GroupsOf(dataset.Samples, examination), folds);
        for (var repeat = 0; repeat < repeats; repeat++)
            _repeats.Add(StratifiedFolds.Make(dataset, examination, Folds, training.Seed + (ulong)repeat));
        _cache = new FeatureCache(progress: progress);
    }

    /// <summary>Folds of a repeat.</summary>
    public int Folds { get; }

    public string Metric => "accuracy";

    public string Method => $"Each image is judged by classifiers that had not seen it, in {Words.Count(_repeats.Count, "repeat")} of {Folds} folds; "
        + "groups and copies are held out together. No image chooses an epoch or a blend: each training keeps its last epoch, gradual a fixed blend.";

    public int Images => _dataset.Samples.Count;

    public int Whole => Folds;

    public IReadOnlyList<int> Rungs => [.. new[] { 1, 2, Folds, Folds * _repeats.Count }.Distinct()];

    // Every fold leaves two different images of each class to learn from, which the cross-validation of the penalty needs.
    private static int FoldsOf(ImageDataset dataset, IReadOnlyList<string?> groups, int asked)
    {
        var units = dataset.Samples.Index().GroupBy(pair => pair.Item.Label)
            .ToDictionary(own => own.Key, own => own.Select(pair => groups[pair.Index] ?? $"image {pair.Index}").Distinct().Count());
        List<Problem> few = [.. dataset.Classes.Index().Where(pair => units.GetValueOrDefault(pair.Index) < 3)
            .Select(pair => new Problem(pair.Item,
                $"It has {Words.Count(units.GetValueOrDefault(pair.Index), "image")} where copies and groups count as one, and a comparison needs "
                    + "3 of each class.",
                "Add images that are not copies of one another, or leave the class out."))];
        if (few.Count > 0) throw new ProblemsException($"The data set '{dataset.Root}'", few);
        return Math.Min(asked, units.Values.Min());
    }

    public Trial Run(CompareCandidate candidate, int index, CancellationToken cancellation)
    {
        var fold = _repeats[index / Folds][index % Folds];
        if (candidate.IsSolved) FeaturesOf(candidate, cancellation);
        var watch = Stopwatch.StartNew();
        var scores = candidate.IsSolved ? Solved(candidate, fold, index, cancellation) : Trained(candidate, fold, index, cancellation);
        var classes = _dataset.Classes.Count;
        var (right, losses) = (new bool[fold.Validation.Count], new double[fold.Validation.Count]);
        foreach (var (at, sample) in fold.Validation.Index())
        {
            var row = scores.AsSpan(at * classes, classes);
            right[at] = TensorPrimitives.IndexOfMax(row) == sample.Label;
            losses[at] = -Math.Log(Math.Max(row[sample.Label], 1e-15));
        }
        return new FoldTrial([.. fold.Validation.Select(sample => _indices[sample.Name])], right, losses, watch.Elapsed.TotalSeconds);
    }

    public (Metric Metric, double? Loss) Judge(IReadOnlyList<Trial> trials)
    {
        FoldTrial[] folds = [.. trials.Cast<FoldTrial>()];
        if (folds.Length == 0) return (new Metric(Metric, Metric, null) { Format = MetricFormat.Percent }, null);
        return (Share(folds), folds.SelectMany(fold => fold.Losses).Average());
    }

    public CandidateDifference Compare(IReadOnlyList<Trial> first, IReadOnlyList<Trial> second)
    {
        double[] gaps = [.. first.Zip(second, (one, other) => ((FoldTrial)one).Accuracy - ((FoldTrial)other).Accuracy)];
        var test = CorrectedResampledT.Of(gaps, 1.0 / (Folds - 1));
        // Before every image has judged nothing is said, and candidates that never differ may differ on an image that is not here.
        if (test.Interval is not { } interval || first.Count < Whole) return new(test.Mean, null, null);
        if (interval.Low < interval.High) return new(test.Mean, interval, test.P);
        var unseen = ConfidenceInterval.Exact(0, Images).High;
        return new(test.Mean, new(test.Mean - unseen, test.Mean + unseen), test.P);
    }

    // Each fold is answered by the candidate that the other folds of its repeat choose: none of its own images had a say.
    public (Metric Metric, string Note)? Headline(IReadOnlyList<IReadOnlyList<Trial>> candidates)
    {
        var count = candidates[0].Count;
        if (count < Folds) return null;
        var answers = new List<FoldTrial>();
        for (var at = 0; at < count / Folds * Folds; at++)
        {
            var others = Enumerable.Range(at / Folds * Folds, Folds).Where(other => other != at).ToList();
            answers.Add((FoldTrial)candidates.MaxBy(candidate =>
                others.Select(other => (FoldTrial)candidate[other]).Aggregate((Right: 0, Loss: 0.0),
                    (sum, fold) => (sum.Right + fold.RightCount, sum.Loss - fold.Losses.Sum())))![at]);
        }
        return (Share([.. answers]), $"The headline: each fold is answered by the candidate that the other folds of its repeat choose among "
            + $"{Words.Count(candidates.Count, "candidate")} with all trials. Its own images choose nothing there; "
            + "which candidates were left, all folds decided.");
    }

    public double? Rate(CompareCandidate candidate, CancellationToken cancellation)
    {
        if (_rates.TryGetValue(candidate.Input, out var known)) return known; // the strategy changes no speed
        // Without the cache, whose speed would be measured.
        using var extractor = new FeatureExtractor(ModelOf(candidate, 1), new OnnxForwardFactory(), workers: _training.Workers);
        string[] paths = [.. _dataset.Samples.Take(MeasuredForRate).Select(sample => sample.Path)];
        extractor.Extract(paths[..1], null, cancellation); // the session is made, and its first run is slow
        var watch = Stopwatch.StartNew();
        extractor.Extract(paths, null, cancellation);
        return _rates[candidate.Input] = paths.Length / watch.Elapsed.TotalSeconds;
    }

    public double PreparationSeconds(CompareCandidate candidate) =>
        candidate.IsSolved ? _preparation.GetValueOrDefault(candidate.Input) : 0;

    public long? FileBytes(CompareCandidate candidate, IReadOnlyList<Trial> trials) =>
        _bytes.TryGetValue(candidate.Input, out var bytes) ? bytes : null;

    /// <summary>The error of a solved candidate at several numbers of training images, on the folds of the first repeat.</summary>
    public CompareCurve Curve(CompareCandidate candidate, CancellationToken cancellation)
    {
        double[] shares = [0.25, 0.5, 0.75, 1];
        var (sizes, errors) = (new List<int>(), new List<double[]>());
        foreach (var share in shares)
        {
            var learned = new List<int>();
            errors.Add([.. _repeats[0].Select((fold, index) =>
            {
                cancellation.ThrowIfCancellationRequested();
                var train = Part(fold.Train, share, _training.Seed);
                learned.Add(train.Count);
                return 1 - Judged(fold with { Train = train });
            })]);
            sizes.Add((int)Math.Round(learned.Average()));
        }
        int[] held = [.. _repeats[0].Select(fold => fold.Validation.Count)];
        var more = 2 * sizes[^1];
        var curve = LearningCurve.Of(sizes, errors, held);
        return new(candidate.Name, curve.Points, more, curve.At(more), LearningCurve.IntervalAt(more, sizes, errors, held, _training.Seed));

        double Judged(Fold fold)
        {
            var scores = Solved(candidate, fold, 0, cancellation);
            var classes = _dataset.Classes.Count;
            return fold.Validation.Index().Count(pair => TensorPrimitives.IndexOfMax(scores.AsSpan(pair.Index * classes, classes)) == pair.Item.Label)
                / (double)fold.Validation.Count;
        }
    }

    public void Dispose() => _cache.Dispose();

    // The same share of each class, at least two; a share is part of every larger one.
    private static List<Sample> Part(IReadOnlyList<Sample> samples, double share, ulong seed)
    {
        var kept = new HashSet<Sample>();
        foreach (var own in samples.GroupBy(sample => sample.Label))
        {
            var shuffled = own.OrderBy(sample => sample.Name, StringComparer.Ordinal).ToArray();
            SeededRandom.For(seed, FormattableString.Invariant($"learning curve/{own.Key}")).Shuffle<Sample>(shuffled);
            kept.UnionWith(shuffled.Take(Math.Max(2, (int)Math.Round(share * shuffled.Length))));
        }
        return [.. samples.Where(kept.Contains)];
    }

    private Metric Share(FoldTrial[] folds)
    {
        var share = folds.Sum(fold => fold.RightCount) / (double)folds.Sum(fold => fold.Right.Length);
        // Repeats judge the same images again, and copies are one image.
        var images = folds.SelectMany(fold => fold.Images).Distinct().Select(image => _copies?[image] ?? image).Distinct().Count();
        return new(Metric, Metric, share) { Interval = ConfidenceInterval.Exact(share * images, images), Format = MetricFormat.Percent };
    }

    private float[] Solved(CompareCandidate candidate, Fold fold, int index, CancellationToken cancellation)
    {
        var (features, width) = FeaturesOf(candidate, cancellation);
        var (train, labels) = (Rows(fold.Train), fold.Train.Select(sample => sample.Label).ToArray());
        var fit = ProbeFit.Solve(train, labels, Unit.GroupsOf(fold.Train, _examination), _dataset.Classes.Count,
            (ClassifyRequest)candidate.Of(Seeded(index)));
        return fit.Classifier.Scores(Rows(fold.Validation));

        float[] Rows(IReadOnlyList<Sample> samples)
        {
            var rows = new float[samples.Count * width];
            foreach (var (at, sample) in samples.Index()) features.AsSpan(_indices[sample.Name] * width, width).CopyTo(rows.AsSpan(at * width));
            return rows;
        }
    }

    private (float[] Features, int Width) FeaturesOf(CompareCandidate candidate, CancellationToken cancellation)
    {
        var key = candidate.Input;
        if (_features is { } known && known.Key == key) return (known.Values, known.Width);
        var watch = Stopwatch.StartNew();
        using var extractor = new FeatureExtractor(ModelOf(candidate, _dataset.Classes.Count), new OnnxForwardFactory(), _cache, workers: _training.Workers);
        var features = extractor.Extract([.. _dataset.Samples.Select(sample => sample.Path)], _progress, cancellation);
        _features = (key, features, extractor.Width);
        _preparation.TryAdd(key, watch.Elapsed.TotalSeconds);
        return (features, extractor.Width);
    }

    // No validation images: nothing is chosen on the fold that judges.
    private float[] Trained(CompareCandidate candidate, Fold fold, int index, CancellationToken cancellation)
    {
        var task = new FitTask
        {
            Request = (ClassifyRequest)candidate.Of(Seeded(index)),
            Model = ModelOf(candidate, _dataset.Classes.Count),
            Train = fold.Train,
            Groups = Unit.GroupsOf(fold.Train, _examination),
            Classes = _dataset.Classes.Count,
            Hashes = _examination.Hashes(),
            Engine = new OnnxForwardFactory(),
            Store = _cache,
        };
        var fit = ClassifierFit.Run(task, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ClassifierFit.Scores(task, fit, fold.Validation);
    }

    private ClassifyRequest Seeded(int index) => _training with { Seed = _training.Seed + (ulong)(index / Folds) };

    private Pretrained ModelOf(CompareCandidate candidate, int classes)
    {
        var size = candidate.ImageSize ?? _training.ImageSize ?? 0;
        var model = candidate.Strategy == Strategy.Scratch
            ? Pretrained.Fresh(candidate.Model, classes, size, _training.Seed)
            : Pretrained.Load(candidate.Model, null, classes, size, _training.Seed);
        if (classes == _dataset.Classes.Count)
            _bytes[candidate.Input] = sizeof(float) * model.Graph.Parameters.Sum(spec => (long)spec.Count);
        return model.SeeingAs((ClassifyRequest)candidate.Of(_training));
    }
}

/// <summary>A fold: which of its images were right, and their losses.</summary>
internal sealed record FoldTrial(int[] Images, bool[] Right, double[] Losses, double Seconds) : Trial(Seconds)
{
    /// <summary>Share of right images.</summary>
    public double Accuracy => RightCount / (double)Right.Length;

    /// <summary>Right images.</summary>
    public int RightCount { get; } = Right.Count(isRight => isRight);
}
