using CsCheck;

namespace Graft.Tasks.Tests;

public class TemperatureScalingTests
{
    [Fact]
    public void Four_right_of_five_at_a_gap_of_g_give_the_temperature_g_over_log_4()
    {
        // With every gap equal the best confidence is the accuracy: sigmoid(g / T) = 4/5, so T = g / ln 4.
        float[] logits = [6, 0, 6, 0, 6, 0, 6, 0, 6, 0];
        var fit = TemperatureScaling.Fit(logits, [0, 0, 0, 0, 1]);
        Assert.Equal(6 / Math.Log(4), fit.Temperature, 1e-9);
        Assert.Equal(-(4 * Math.Log(0.8) + Math.Log(0.2)) / 5, fit.LossAfter, 1e-9);
        Assert.True(fit.LossBefore > fit.LossAfter);
        Assert.Equal(0, fit.CalibrationErrorAfter, 1e-6);
        Assert.True(fit.CalibrationErrorBefore > 0.19);
        Assert.Null(fit.Note);
    }

    [Fact]
    public void A_network_without_mistakes_keeps_its_temperature_and_says_why()
    {
        var fit = TemperatureScaling.Fit([3, 0, 0, 2], [0, 1]);
        Assert.Equal(1, fit.Temperature);
        Assert.Contains("could not be determined", fit.Note);
    }

    [Fact]
    public void A_network_that_is_always_wrong_meets_the_upper_bound()
    {
        var fit = TemperatureScaling.Fit([3, 0, 0, 2], [1, 0]);
        Assert.Equal(TemperatureScaling.Highest, fit.Temperature);
        Assert.Contains("upper bound", fit.Note);
        Assert.True(fit.LossAfter < fit.LossBefore);
    }

    [Fact]
    public void Tiny_logits_meet_the_lower_bound()
    {
        var logits = Enumerable.Range(0, 100).SelectMany(i => new[] { 0.001f, 0 }).ToArray();
        var fit = TemperatureScaling.Fit(logits, [.. Enumerable.Range(0, 100).Select(i => i == 0 ? 1 : 0)]);
        Assert.Equal(TemperatureScaling.Lowest, fit.Temperature);
        Assert.Contains("lower bound", fit.Note);
    }

    [Fact]
    public void Scaled_logits_scale_the_temperature() => Cases.Sample(table =>
    {
        var one = TemperatureScaling.Fit(table.Logits, table.Labels);
        var two = TemperatureScaling.Fit([.. table.Logits.Select(value => value * 2)], table.Labels);
        Assert.True(one.LossAfter <= one.LossBefore + 1e-12);
        if (one.Note is null && two.Note is null) Assert.Equal(2 * one.Temperature, two.Temperature, 1e-6 * two.Temperature);
    }, iter: 100);

    [Fact]
    public void No_temperature_nearby_is_better() => Cases.Sample(table =>
    {
        var fit = TemperatureScaling.Fit(table.Logits, table.Labels);
        if (fit.Note is not null) return;
        foreach (var factor in (double[])[0.9, 0.99, 1.01, 1.1])
            Assert.True(fit.LossAfter <= Loss(table.Logits, table.Labels, fit.Temperature * factor) + 1e-6);
    }, iter: 100);

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(400)]
    public void With_a_prior_one_image_moves_the_temperature_little(int images)
    {
        // All right and moderately sure; then one image more, by a hair on the right or the wrong side, or plainly wrong.
        var before = Sure(images);
        Assert.InRange(before, 0.4, 1);
        foreach (var gap in (float[])[0.1f, -0.1f, -2]) Assert.InRange(Sure(images, gap) / before, 0.85, 1.25);

        static double Sure(int images, params float[] more)
        {
            var logits = Enumerable.Repeat(2f, images).Concat(more).SelectMany(gap => new[] { gap, 0 }).ToArray();
            return TemperatureScaling.Fit(logits, new int[images + more.Length], TemperatureScaling.PriorDeviation).Temperature;
        }
    }

    [Fact]
    public void Twenty_images_keep_a_temperature_near_1_and_many_outweigh_the_prior()
    {
        // Sure of everything and right about four of five.
        Assert.InRange(Fit(4), 1, 2);
        Assert.Equal(6 / Math.Log(4), Fit(4000), 0.05);

        static double Fit(int fives)
        {
            var logits = Enumerable.Repeat((float[])[6, 0], 5 * fives).SelectMany(row => row).ToArray();
            return TemperatureScaling.Fit(logits, [.. Enumerable.Range(0, 5 * fives).Select(i => i % 5 == 4 ? 1 : 0)], TemperatureScaling.PriorDeviation)
                .Temperature;
        }
    }

    [Fact]
    public void Logits_that_do_not_fit_are_refused()
    {
        Assert.Throws<GraftException>(() => TemperatureScaling.Fit([], []));
        Assert.Throws<GraftException>(() => TemperatureScaling.Fit([1, 2, 3], [0, 1]));
        Assert.Throws<GraftException>(() => TemperatureScaling.Fit([1, float.PositiveInfinity], [0]));
    }

    private static readonly Gen<(float[] Logits, int[] Labels)> Cases =
        from rows in Gen.Int[5, 40]
        from logits in Gen.Float[-4, 4].Array[rows * 3]
        from labels in Gen.Int[0, 2].Array[rows]
        select (logits, labels);

    private static double Loss(float[] logits, int[] labels, double temperature)
    {
        var scores = Softmax.Apply(logits, 3, temperature);
        return labels.Select((label, i) => -Math.Log(scores[i * 3 + label])).Average();
    }
}
