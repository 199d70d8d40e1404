using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// The directions in which a map's channels vary most (principal components, by orthogonal iteration): few numbers a cell keep nearly all that a linear
/// model could use. What is left has a variance of 1 in all.
/// </summary>
internal sealed class ChannelReduction
{
    private const int Iterations = 30;
    private readonly float[] _mean;
    private readonly float[][] _directions;

    private ChannelReduction(float[] mean, float[][] directions) => (_mean, _directions) = (mean, directions);

    /// <summary>Numbers of a cell that are left.</summary>
    public int Kept => _directions.Length;

    /// <summary>From some cells.</summary>
    /// <param name="cells">N x channels values.</param>
    /// <param name="channels">Values of a cell.</param>
    /// <param name="kept">Numbers to keep, at most as many as there are channels.</param>
    /// <param name="seed">Where the iteration begins.</param>
    public static ChannelReduction Of(float[] cells, int channels, int kept, ulong seed)
    {
        kept = Math.Min(kept, channels);
        var count = cells.Length / channels;
        var mean = new float[channels];
        for (var i = 0; i < count; i++) TensorPrimitives.Add(mean, Cell(i), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, count), mean);
        var covariance = new float[channels][];
        for (var c = 0; c < channels; c++) covariance[c] = new float[channels];
        Parallel.For(0, channels, c =>
        {
            for (var i = 0; i < count; i++) TensorPrimitives.MultiplyAdd(Cell(i), cells[i * channels + c] - mean[c], covariance[c], covariance[c]);
            // What the mean takes away, the deviations of the other factor have taken already in all.
            TensorPrimitives.Divide(covariance[c], Math.Max(1, count), covariance[c]);
        });
        var random = SeededRandom.For(seed, "channel reduction");
        var directions = Enumerable.Range(0, kept).Select(_ => Enumerable.Range(0, channels).Select(_ => (float)random.Normal()).ToArray()).ToArray();
        var variance = 0.0;
        for (var iteration = 0; iteration <= Iterations; iteration++)
        {
            variance = 0;
            for (var k = 0; k < kept; k++)
            {
                var next = new float[channels];
                for (var c = 0; c < channels; c++) next[c] = TensorPrimitives.Dot<float>(covariance[c], directions[k]);
                for (var before = 0; before < k; before++)
                    TensorPrimitives.MultiplyAdd(directions[before], -TensorPrimitives.Dot<float>(next, directions[before]), next, next);
                var norm = TensorPrimitives.Norm<float>(next);
                variance += norm;
                if (norm > 1e-12f) TensorPrimitives.Divide(next, norm, next);
                directions[k] = next;
            }
        }
        var scale = (float)(1 / Math.Sqrt(Math.Max(variance, 1e-12)));
        foreach (var direction in directions) TensorPrimitives.Multiply(direction, scale, direction);
        return new(mean, directions);

        ReadOnlySpan<float> Cell(int i) => cells.AsSpan(i * channels, channels);
    }

    /// <summary>The kept numbers of a map.</summary>
    /// <param name="map">channels x height x width values, as a network gives them.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public SceneMap Apply(ReadOnlySpan<float> map, int height, int width)
    {
        var (cells, channels) = (height * width, _mean.Length);
        var values = new float[cells * Kept];
        var plane = new float[cells];
        for (var k = 0; k < Kept; k++)
        {
            Array.Clear(plane);
            for (var c = 0; c < channels; c++) TensorPrimitives.MultiplyAdd(map.Slice(c * cells, cells), _directions[k][c], plane, plane);
            var shift = TensorPrimitives.Dot<float>(_mean, _directions[k]);
            for (var i = 0; i < cells; i++) values[i * Kept + k] = plane[i] - shift;
        }
        return new(Kept, height, width, values);
    }
}
