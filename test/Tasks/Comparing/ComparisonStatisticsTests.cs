namespace Graft.Tasks.Tests;

/// <summary>Tests between candidates that were trained and judged on the same folds.</summary>
public class ComparisonStatisticsTests
{
    private const int Folds = 5, Repeats = 3;

    [Fact]
    public void The_corrected_test_gives_known_values()
    {
        var test = CorrectedResampledT.Of([0.01, 0.03, -0.01, 0.02, 0.05, 0.00, 0.02, 0.01, 0.03, -0.02], 0.25);
        Assert.Equal(0.014, test.Mean, 9);
        Assert.Equal(0.2815, test.P, 4);
        Assert.Equal(-0.01364, test.Interval!.Low, 5);
        Assert.Equal(0.028 - test.Interval.Low, test.Interval.High, 9);
    }

    [Fact]
    public void What_never_differs_is_not_called_different()
    {
        Assert.Equal(1, CorrectedResampledT.Of([0, 0, 0, 0, 0], 0.25).P);
        Assert.Null(CorrectedResampledT.Of([0.1], 0.25).Interval);
        Assert.True(CorrectedResampledT.Of([0.1, 0.1, 0.1], 0.25).P < 0.001);
    }

    [Fact]
    public void Correcting_for_several_tests_gives_known_values()
    {
        Assert.Equal([0.03, 0.06, 0.06], HolmCorrection.Corrected([0.01, 0.04, 0.03]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 0.4, 1], HolmCorrection.Corrected([0.7, 0.1, 0.6, 0.2]).Take(3).Select(p => Math.Round(p, 12)));
    }

    [Fact]
    public void Two_seeds_of_one_recipe_are_rarely_called_different() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(draw => Test(draw, handicap: 0).P < 0.05), 0, 12);

    [Fact]
    public void A_real_difference_of_five_points_is_mostly_found()
    {
        var tests = Enumerable.Range(0, 200).Select(draw => Test(1000 + draw, handicap: Handicap)).ToList();
        Assert.InRange(tests.Average(test => test.Mean), 0.045, 0.055);
        Assert.True(tests.Count(test => test.P < 0.05) >= 160, $"{tests.Count(test => test.P < 0.05)} of 200");
    }

    [Fact]
    public void The_learning_curve_continues_a_power_law()
    {
        int[] sizes = [50, 100, 150, 200], held = [50, 50, 50];
        double[][] errors = [.. sizes.Select(size => held.Select(_ => 2 * Math.Pow(size, -0.5)).ToArray())];
        var curve = LearningCurve.Of(sizes, errors, held);
        Assert.Equal(0.5, curve.Exponent, 9);
        Assert.Equal(0.1, curve.At(400), 9);
        var interval = LearningCurve.IntervalAt(400, sizes, errors, held, seed: 1);
        Assert.Equal((0.1, 0.1), (Math.Round(interval.Low, 9), Math.Round(interval.High, 9)));
    }

    [Fact]
    public void More_images_are_not_said_to_hurt()
    {
        int[] sizes = [50, 100], held = [40, 40];
        Assert.Equal(0.12, LearningCurve.Of(sizes, [[0.1, 0.1], [0.12, 0.12]], held).At(200), 9);
    }

    private const double Handicap = 0.77;

    // 500 images of two classes. A recipe learns class means from a random nine tenths of the training images, its seed says which; the second recipe sees
    // the images through noise that costs it about five points.
    private static CorrectedResampledT Test(int draw, double handicap)
    {
        const int images = 500, width = 6;
        var random = new Random(draw);
        var labels = Enumerable.Range(0, images).Select(i => i % 2).ToArray();
        var table = labels.Select(label => Enumerable.Range(0, width).Select(_ => Normal(random) + (label == 0 ? -0.6 : 0.6)).ToArray()).ToArray();
        var noisy = table.Select(row => row.Select(value => value + handicap * Normal(random)).ToArray()).ToArray();
        var differences = new List<double>();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var fold = FoldAssignment.Make(labels, null, Folds, (ulong)(draw * Repeats + repeat));
            for (var held = 0; held < Folds; held++)
                differences.Add(Accuracy(table, labels, fold, held, random) - Accuracy(noisy, labels, fold, held, random));
        }
        return CorrectedResampledT.Of(differences, 1.0 / (Folds - 1));
    }

    private static double Accuracy(double[][] table, int[] labels, int[] fold, int held, Random random)
    {
        var width = table[0].Length;
        var (means, counts) = (new double[2, width], new int[2]);
        for (var i = 0; i < labels.Length; i++)
        {
            if (fold[i] == held || random.NextDouble() < 0.1) continue;
            counts[labels[i]]++;
            for (var f = 0; f < width; f++) means[labels[i], f] += table[i][f];
        }
        var test = Enumerable.Range(0, labels.Length).Where(i => fold[i] == held).ToList();
        return test.Count(i => Distance(i, 0) < Distance(i, 1) == (labels[i] == 0)) / (double)test.Count;

        double Distance(int i, int label) => Enumerable.Range(0, width).Sum(f => Math.Pow(table[i][f] - means[label, f] / counts[label], 2));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
