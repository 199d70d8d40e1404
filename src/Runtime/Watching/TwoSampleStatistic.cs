using System.Numerics.Tensors;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>How far two groups of images are apart, whichever of both is called the first.</summary>
internal abstract class TwoSampleStatistic
{
    /// <summary>What is compared, by the key in documents.</summary>
    public required string Key { get; init; }

    /// <summary>The statistic of one way to divide all images into two groups; larger is further apart.</summary>
    /// <param name="group">Places of the images of the smaller group among all.</param>
    /// <param name="steps">The same for each of all images: how many others there are where it is in the group, otherwise minus how many are in it.</param>
    public abstract double Of(ReadOnlySpan<int> group, ReadOnlySpan<int> steps);
}

/// <summary>
/// Energy distance of vectors (Szekely and Rizzo 2013) as a share: 0 where both groups are alike, 1 where all vectors of a group are one point each.
/// </summary>
internal sealed class EnergyStatistic : TwoSampleStatistic
{
    private readonly float[] _distances;
    private readonly double[] _sums;
    private readonly double _total;

    /// <param name="vectors">Of all images.</param>
    public EnergyStatistic(IReadOnlyList<IReadOnlyList<float>> vectors)
    {
        var (count, length) = (vectors.Count, vectors[0].Count);
        float[] flat = [.. vectors.SelectMany(vector => vector)];
        (_distances, _sums) = (new float[count * count], new double[count]);
        for (var i = 0; i < count; i++)
            for (var j = i + 1; j < count; j++)
            {
                var distance = TensorPrimitives.Distance<float>(
                    flat.AsSpan(i * length, length), flat.AsSpan(j * length, length));
                (_distances[i * count + j], _distances[j * count + i]) = (distance, distance);
                _sums[i] += distance;
                _sums[j] += distance;
            }
        _total = _sums.Sum();
    }

    public override double Of(ReadOnlySpan<int> group, ReadOnlySpan<int> steps)
    {
        var (count, rest) = (_sums.Length, _sums.Length - group.Length);
        var (within, ofGroup) = (0.0, 0.0);
        for (var i = 0; i < group.Length; i++)
        {
            var row = _distances.AsSpan(group[i] * count, count);
            var sum = 0.0;
            foreach (var other in group[..i]) sum += row[other];
            within += 2 * sum;
            ofGroup += _sums[group[i]];
        }
        // Sums over the pairs of both groups follow from the sums over all pairs.
        var between = ofGroup - within;
        var elsewhere = _total - within - 2 * between;
        var apart = 2 * between / ((double)group.Length * rest);
        return apart <= 0 ? 0 : (apart - within / ((double)group.Length * group.Length) - elsewhere / ((double)rest * rest)) / apart;
    }
}

/// <summary>The largest difference of two distribution functions (Kolmogorov and Smirnov).</summary>
internal sealed class KolmogorovStatistic : TwoSampleStatistic
{
    private readonly int[] _order;
    private readonly bool[] _isLast; // of its value

    /// <param name="values">Of all images.</param>
    public KolmogorovStatistic(IReadOnlyList<float> values)
    {
        _order = [.. Enumerable.Range(0, values.Count).OrderBy(at => values[at])];
        _isLast = [.. _order.Index().Select(one => one.Index + 1 == _order.Length || values[_order[one.Index + 1]] > values[one.Item])];
    }

    public override double Of(ReadOnlySpan<int> group, ReadOnlySpan<int> steps)
    {
        // In whole numbers, or ties would be broken by rounding.
        var (largest, difference) = (0L, 0L);
        for (var i = 0; i < _order.Length; i++)
        {
            difference += steps[_order[i]];
            if (_isLast[i]) largest = Math.Max(largest, Math.Abs(difference));
        }
        return (double)largest / ((long)group.Length * (_order.Length - group.Length));
    }
}

/// <summary>Pearson's chi-squared of predicted classes. An image may count for several, so its distribution is that of dividing images anew.</summary>
internal sealed class ClassStatistic : TwoSampleStatistic
{
    private readonly (int Label, double Amount)[][] _images;
    private readonly double[] _totals;
    private readonly double _total;

    /// <param name="images">The predicted classes of all images, at least one of each.</param>
    public ClassStatistic(IReadOnlyList<IReadOnlyList<LabelAmount>> images)
    {
        // Of a thousand classes few may be there.
        int[] present = [.. images.SelectMany(image => image).Select(label => label.Label).Distinct().Order()];
        _images = [.. images.Select(image => image.Select(label => (Array.BinarySearch(present, label.Label), (double)label.Amount)).ToArray())];
        _totals = new double[present.Length];
        foreach (var image in _images)
            foreach (var (label, amount) in image) _totals[label] += amount;
        _total = _totals.Sum();
    }

    public override double Of(ReadOnlySpan<int> group, ReadOnlySpan<int> steps)
    {
        Span<double> found = _totals.Length <= 256 ? stackalloc double[_totals.Length] : new double[_totals.Length];
        var sum = 0.0;
        foreach (var image in group)
            foreach (var (label, amount) in _images[image])
            {
                found[label] += amount;
                sum += amount;
            }
        var (share, statistic) = (sum / _total, 0.0);
        for (var label = 0; label < found.Length; label++)
        {
            var difference = found[label] - share * _totals[label];
            statistic += difference * difference / (_totals[label] * share * (1 - share));
        }
        return statistic;
    }
}
