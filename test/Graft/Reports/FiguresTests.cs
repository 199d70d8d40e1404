using Graft.Reports;

namespace Graft.Tests.Reports;

public class FiguresTests
{
    [Fact]
    public void Numbers_read_as_people_write_them()
    {
        Assert.Equal("95.3 %", Figures.Percent(0.9534));
        Assert.Equal("–", Figures.Percent((double?)null));
        Assert.Equal("0.123", Figures.Plain(0.12345));
        Assert.Equal("0.001", Figures.Rate(0.001));
        Assert.Equal("2.5e-5", Figures.Rate(2.5e-5));
        Assert.Equal("0", Figures.Rate(0));
        Assert.Equal("4\u202f652\u202f008", Figures.Count(4652008));
        Assert.Equal("13.0 MiB", Figures.Bytes(13_635_000));
        Assert.Equal("12.0 KiB", Figures.Bytes(12_288));
        Assert.Equal("12.3 s", Figures.Duration(TimeSpan.FromSeconds(12.34)));
        Assert.Equal("1 min 37 s", Figures.Duration(TimeSpan.FromSeconds(97.4)));
        Assert.Equal("26 h 05 min", Figures.Duration(TimeSpan.FromMinutes(26 * 60 + 5)));
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
        Assert.Equal((0, 1), (new ChartScale([0, 0], 0, 100).Low, new ChartScale([0, 0], 0, 100).High)); // a figure that stays at 0 is never below
    }
}
