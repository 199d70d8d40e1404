using CsCheck;
using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class ActivationHistogramTests
{
    [Fact]
    public void The_order_of_the_images_changes_nothing() => Gen.Float[-1000, 1000].Array[1, 20].Array[1, 8].Sample(images =>
    {
        var (forward, backward) = (Of(images), Of([.. images.Reverse()]));
        foreach (var method in Enum.GetValues<CalibrationMethod>()) Assert.Equal(forward.Range(method), backward.Range(method));
    });

    [Fact]
    public void Values_may_be_as_far_apart_as_floats_are()
    {
        float[][] images = [[-1e-12f, 3e-12f], [float.Epsilon, -float.Epsilon], [-912f, 675f, 1e-30f], [3e9f]];
        var (forward, backward) = (Of(images), Of([.. images.Reverse()]));
        foreach (var method in Enum.GetValues<CalibrationMethod>()) Assert.Equal(forward.Range(method), backward.Range(method));
        Assert.Equal((-912f, 3e9f), (forward.Min, forward.Max));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_left_out_alone()
    {
        var histogram = Of([[float.NaN, -1f, 2f, float.PositiveInfinity], [float.NaN]]);
        Assert.Equal((-1f, 2f), (histogram.Min, histogram.Max));
    }

    [Fact]
    public void Min_and_max_hold_every_value()
    {
        var range = Of([[-3f, 0.5f], [7f]]).Range(CalibrationMethod.MinMax);
        Assert.Equal((-3f, 7f), (range.Min, range.Max));
        Assert.Equal(10f / 255, range.Codes.Step, 1e-6f);
        Assert.Equal(76, range.Codes.Zero); // 3 / (10 / 255) = 76.5, to even
    }

    [Theory]
    [InlineData(nameof(CalibrationMethod.Percentile))]
    [InlineData(nameof(CalibrationMethod.Entropy))]
    public void One_value_far_away_does_not_cost_the_others_their_steps(string method)
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 200_000).Select(_ => Math.Max(0, random.NextSingle() + random.NextSingle() + random.NextSingle() - 1)).ToArray();
        values[5] = 6;
        var range = Of([values]).Range(Enum.Parse<CalibrationMethod>(method));
        Assert.Equal(0, range.Min);
        Assert.InRange(range.Max, 1.4f, 3f);
        Assert.Equal(6, Of([values]).Range(CalibrationMethod.MinMax).Max);
    }

    [Fact]
    public void What_is_all_zero_has_a_code()
    {
        foreach (var method in Enum.GetValues<CalibrationMethod>()) Assert.Equal((1f, (byte)0), Of([[0f, 0f]]).Range(method).Codes);
    }

    [Fact]
    public void Zero_is_always_among_the_codes()
    {
        Assert.Equal((byte)0, new ActivationRange(2, 5).Codes.Zero);
        Assert.Equal(byte.MaxValue, new ActivationRange(-5, -2).Codes.Zero);
    }

    private static ActivationHistogram Of(float[][] images)
    {
        var histogram = new ActivationHistogram();
        foreach (var image in images) histogram.Add(image);
        return histogram;
    }
}
