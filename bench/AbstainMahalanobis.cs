using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>
/// The distance of Lee et al. (2018): to the nearest mean of a class by the covariance that the classes share, half of it shrunk to a multiple of the identity,
/// in as many numbers as a model file keeps, less their mean and of length 1. Training images are judged by five folds.
/// </summary>
internal sealed class AbstainMahalanobis
{
    private const double Shrinkage = 0.5;
    private const int Folds = 5;

    private readonly double[][] _rows;
    private readonly Fit _whole;
    private readonly Fit[] _folds;
    private readonly Dictionary<int, int> _foldOf;

    public AbstainMahalanobis(AbstainSet set, int[] train, ulong seed)
    {
        var projection = new EmbeddingProjection(set.Rows[0].Length, AbstentionData.MaxDimensions);
        float[][] rows = [.. set.Rows.Select(projection.Apply)];
        float[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(k => train.Average(i => rows[i][k]))];
        _rows = [.. rows.Select(row =>
        {
            double[] centred = [.. row.Zip(mean, (value, middle) => (double)value - middle)];
            var length = Math.Sqrt(centred.Sum(value => value * value));
            return Array.ConvertAll(centred, value => value / length);
        })];
        int[] present = [.. train.Select(i => set.Labels[i]).Distinct().Order()];
        var fold = FoldAssignment.Make([.. train.Select(i => Array.IndexOf(present, set.Labels[i]))], [.. train.Select(i => set.Groups[i])], Folds, seed);
        _foldOf = train.Index().ToDictionary(one => one.Item, one => fold[one.Index]);
        _whole = new Fit(_rows, set.Labels, train);
        _folds = [.. Enumerable.Range(0, Folds).Select(held => new Fit(_rows, set.Labels, [.. train.Where(i => _foldOf[i] != held)]))];
    }

    public double Score(int image, bool isOfTraining) => (isOfTraining ? _folds[_foldOf[image]] : _whole).Distance(_rows[image]);

    private sealed class Fit
    {
        private readonly double[][] _means, _lower;

        public Fit(double[][] rows, int[] labels, int[] train)
        {
            var width = rows[0].Length;
            var means = train.GroupBy(i => labels[i]).ToDictionary(own => own.Key,
                own => Enumerable.Range(0, width).Select(k => own.Average(i => rows[i][k])).ToArray());
            _means = [.. means.Values];
            _lower = [.. Enumerable.Range(0, width).Select(_ => new double[width])];
            Parallel.For(0, width, a =>
            {
                for (var b = 0; b <= a; b++)
                    foreach (var i in train) _lower[a][b] += (rows[i][a] - means[labels[i]][a]) * (rows[i][b] - means[labels[i]][b]) / train.Length;
            });
            var scale = Enumerable.Range(0, width).Average(a => _lower[a][a]);
            for (var a = 0; a < width; a++)
                for (var b = 0; b <= a; b++) _lower[a][b] = (1 - Shrinkage) * _lower[a][b] + (a == b ? Shrinkage * scale : 0);
            for (var a = 0; a < width; a++) // Cholesky
                for (var b = 0; b <= a; b++)
                {
                    var sum = _lower[a][b];
                    for (var k = 0; k < b; k++) sum -= _lower[a][k] * _lower[b][k];
                    _lower[a][b] = a == b ? Math.Sqrt(sum) : sum / _lower[b][b];
                }
        }

        public double Distance(double[] row) => _means.Min(mean =>
        {
            var (solved, sum) = (new double[row.Length], 0.0);
            for (var a = 0; a < row.Length; a++)
            {
                var value = row[a] - mean[a];
                for (var k = 0; k < a; k++) value -= _lower[a][k] * solved[k];
                solved[a] = value / _lower[a][a];
                sum += solved[a] * solved[a];
            }
            return sum;
        });
    }
}
