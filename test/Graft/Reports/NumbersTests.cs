using Graft.Reports;

namespace Graft.Tests.Reports;

public class NumbersTests
{
    [Fact]
    public void Numbers_read_as_people_write_them()
    {
        Assert.Equal("95.3 %", Numbers.Percent(0.9534));
        Assert.Equal("–", Numbers.Percent((double?)null));
        Assert.Equal("0.123", Numbers.Plain(0.12345));
        Assert.Equal("0.001", Numbers.Rate(0.001));
        Assert.Equal("2.5e-5", Numbers.Rate(2.5e-5));
        Assert.Equal("0", Numbers.Rate(0));
        Assert.Equal("4\u202f652\u202f008", Numbers.Count(4652008));
        Assert.Equal("13.0 MiB", Numbers.Bytes(13_635_000));
        Assert.Equal("12.0 KiB", Numbers.Bytes(12_288));
        Assert.Equal("12.3 s", Numbers.Duration(TimeSpan.FromSeconds(12.34)));
        Assert.Equal("1 min 37 s", Numbers.Duration(TimeSpan.FromSeconds(97.4)));
        Assert.Equal("26 h 05 min", Numbers.Duration(TimeSpan.FromMinutes(26 * 60 + 5)));
    }

    [Theory]
    [InlineData(0.12, 1.07, false, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2 })]
    [InlineData(1, 12, true, new[] { 3.0, 6, 9, 12 })]
    [InlineData(1, 3, true, new[] { 1.0, 2, 3 })]
    public void Ticks_are_round(double low, double high, bool whole, double[] ticks) =>
        Assert.Equal(ticks, new ChartScale([low, high], 0, 100, whole).Ticks, (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void One_value_alone_still_has_an_axis()
    {
        var scale = new ChartScale([0.5], 0, 100);
        Assert.InRange(scale.At(0.5), 1, 99);
        Assert.InRange(new ChartScale([7], 0, 100, whole: true).At(7), 49, 51);
        Assert.True(new ChartScale([3e-5], 0, 100).Low > 0); // a learning rate is never below 0
        Assert.True(double.IsFinite(new ChartScale([double.NaN], 0, 100).At(0)));
        Assert.Equal((0, 1), (new ChartScale([0, 0], 0, 100).Low, new ChartScale([0, 0], 0, 100).High)); // a metric that stays at 0 is never below
    }
}
