using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>Descriptors of images of known identities, compared with one another: what the metrics of the task are computed from.</summary>
internal sealed class IdentitySample
{
    // Among more pairs a rate is known to the third digit, and each resample goes through all of them.
    private const int MaxPairs = 500_000;

    private readonly float[] _descriptors;
    private readonly IReadOnlyList<int> _labels;
    private readonly IReadOnlyList<int>? _units;
    private readonly int _width, _identities;
    private readonly Lazy<ComparisonScores> _scores;
    private readonly Lazy<Neighbour?[]> _neighbours;
    private readonly Lazy<IReadOnlyList<(int Person, double Value)>> _trials;

    /// <param name="descriptors">N x numbers of length 1, image by image.</param>
    /// <param name="labels">The identity of each image, from 0 on.</param>
    /// <param name="units">The unit of each image, see <see cref="CopyUnits"/>: copies are not compared with one another. Null where none are copies.</param>
    public IdentitySample(float[] descriptors, IReadOnlyList<int> labels, IReadOnlyList<int>? units = null)
    {
        CopyUnits.Check(units, labels.Count);
        (_descriptors, _labels, _units) = (descriptors, labels, units);
        (_width, _identities) = (labels.Count == 0 ? 0 : descriptors.Length / labels.Count, labels.DefaultIfEmpty(-1).Max() + 1);
        (_scores, _neighbours) = (new(Compare), new(Nearest));
        _trials = new(() => [.. _neighbours.Value.Index().Where(one => one.Item is not null)
            .Select(one => (_labels[one.Index], one.Item!.Value.IsRight ? 1.0 : 0))]);
    }

    /// <summary>Images.</summary>
    public int Count => _labels.Count;

    /// <summary>Identities with two images or more that are no copies: the others are in the way and never right.</summary>
    public int Judged => Trials.Select(trial => trial.Person).Distinct().Count();

    /// <summary>Distances (one less the cosine) of pairs of images: of one identity mated, of two non-mated. Of very many pairs, a part.</summary>
    public ComparisonScores Scores => _scores.Value;

    /// <summary>Of each image the nearest other one; null where its identity has no other, so that none could be right.</summary>
    public IReadOnlyList<Neighbour?> Neighbours => _neighbours.Value;

    /// <summary>The same of some of the images, with identities numbered anew.</summary>
    /// <param name="images">Places, ascending.</param>
    public IdentitySample Only(IReadOnlyList<int> images)
    {
        int[] identities = [.. images.Select(at => _labels[at]).Distinct().Order()];
        return new([.. images.SelectMany(at => new ArraySegment<float>(_descriptors, at * _width, _width))],
            [.. images.Select(at => Array.BinarySearch(identities, _labels[at]))], _units is null ? null : [.. images.Select(at => _units[at])]);
    }

    /// <summary>Of each image whether the nearest other one is of its identity, and 1 or 0; images whose identity has no other are left out.</summary>
    public IReadOnlyList<(int Person, double Value)> Trials => _trials.Value;

    /// <summary>Share of images whose nearest other one is of their identity; null where no identity has two.</summary>
    public double? RankOne => Trials is { Count: > 0 } trials ? trials.Average(trial => trial.Value) : null;

    /// <summary>The same in a resample of the identities: those that were drawn twice count twice. What they are compared with stays.</summary>
    public double? RankOneOf(ReadOnlySpan<int> times)
    {
        var (hits, all) = (0.0, 0.0);
        foreach (var (identity, value) in Trials) (hits, all) = (hits + times[identity] * value, all + times[identity]);
        return all == 0 ? null : hits / all;
    }

    /// <summary>Number of identities, those without images included.</summary>
    public int Identities => _identities;

    /// <summary>True accept rate at a false accept rate; null where there are too few pairs for it.</summary>
    public double? TrueAccept(double falseAccept) => Scores.Mated.Length == 0 || falseAccept * Scores.NonMated.Length < 1 ? null
        : 1 - Scores.FalseNonMatchRate(Scores.ThresholdAt(falseAccept));

    /// <summary>The error rate where both are equal; null without pairs of both kinds.</summary>
    public double? EqualError => Scores.Mated.Length == 0 || Scores.NonMated.Length == 0 ? null : Scores.EqualError().Rate;

    /// <summary>
    /// The mean of minus the logarithm of how likely an image's neighbour is one of its identity (neighbourhood components: Goldberger and others 2004):
    /// falls with every pair that gets nearer, where rates move in steps. NaN without pairs.
    /// </summary>
    /// <param name="scale">What cosines are multiplied with.</param>
    public double NeighbourLoss(double scale)
    {
        var losses = new double[Count];
        Parallel.For(0, Count, i =>
        {
            var (own, all) = (0.0, 0.0);
            for (var j = 0; j < Count; j++)
            {
                if (j == i || IsCopy(i, j)) continue;
                var weight = Math.Exp(scale * (Cosine(i, j) - 1));
                all += weight;
                if (_labels[j] == _labels[i]) own += weight;
            }
            losses[i] = own > 0 ? -Math.Log(own / all) : double.NaN;
        });
        return losses.Where(loss => !double.IsNaN(loss)).DefaultIfEmpty(double.NaN).Average();
    }

    private float Cosine(int i, int j) =>
        TensorPrimitives.Dot<float>(_descriptors.AsSpan(i * _width, _width), _descriptors.AsSpan(j * _width, _width));

    private bool IsCopy(int i, int j) => _units is not null && _units[i] == _units[j];

    private Neighbour?[] Nearest()
    {
        var found = new Neighbour?[Count];
        var images = _labels.Index().GroupBy(one => one.Item).ToDictionary(own => own.Key, own => own.Select(one => one.Index).ToArray());
        Parallel.For(0, Count, i =>
        {
            if (!images[_labels[i]].Any(j => j != i && !IsCopy(i, j))) return;
            var (best, nearest) = (float.NegativeInfinity, -1);
            for (var j = 0; j < Count; j++)
            {
                if (j == i || IsCopy(i, j)) continue;
                var cosine = Cosine(i, j);
                // Of equally near ones a stranger counts: a network that answers the same to everything knows nobody.
                if (cosine > best || cosine == best && _labels[j] != _labels[i]) (best, nearest) = (cosine, j);
            }
            found[i] = new(nearest, 1 - (double)best, _labels[nearest] == _labels[i]);
        });
        return found;
    }

    // Which pairs are kept depends on their places alone: another descriptor of the same images is compared on the same.
    private ComparisonScores Compare()
    {
        var ofOne = _labels.CountBy(label => label).Sum(own => (double)own.Value * (own.Value - 1) / 2);
        var (mated, nonMated) = (MaxPairs / Math.Max(MaxPairs, ofOne), MaxPairs / Math.Max(MaxPairs, (double)Count * (Count - 1) / 2 - ofOne));
        var rows = new List<ComparisonScore>[Count];
        Parallel.For(0, Count, i =>
        {
            rows[i] = [];
            for (var j = 0; j < i; j++)
            {
                var isMated = _labels[i] == _labels[j];
                if (IsCopy(i, j) || Place(i, j) >= (isMated ? mated : nonMated)) continue;
                rows[i].Add(new ComparisonScore(_labels[i], _labels[j], 1 - (double)Cosine(i, j)));
            }
        });
        return new ComparisonScores(_identities, rows.SelectMany(row => row));
    }

    // 0 to below 1, the same for the same pair (SplitMix64).
    private static double Place(int i, int j)
    {
        var x = ((ulong)i << 32 | (uint)j) + 0x9e3779b97f4a7c15;
        x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
        x = (x ^ x >> 27) * 0x94d049bb133111eb;
        return ((x ^ x >> 31) >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>The nearest other image.</summary>
/// <param name="Image">Its place.</param>
/// <param name="Distance">One less the cosine.</param>
/// <param name="IsRight">Whether it is of the same identity.</param>
internal readonly record struct Neighbour(int Image, double Distance, bool IsRight);
