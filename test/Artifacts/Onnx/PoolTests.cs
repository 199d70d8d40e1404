using CsCheck;
using Graft.Networks;

namespace Graft.Tests.Artifacts;

public sealed class PoolTests
{
    private static readonly Gen<(int Height, int Width, int Kernel, int Stride, int Padding)> Windows =
        Gen.Select(Gen.Int[4, 11], Gen.Int[4, 11], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 2])
            .Where(w => w.Item5 * 2 <= w.Item3);

    [Fact]
    public void Max_pooling_that_rounds_up_has_torchs_size_and_values() => Windows.Sample(w =>
    {
        var x = Ramp(w.Height, w.Width);
        var window = Window.Square(w.Kernel, w.Stride, w.Padding);
        var (rows, columns) = window.Output(w.Height, w.Width, ceilMode: true);
        var expected = Each(rows, columns, (row, column) =>
            Inside(w, row, column).Max(at => x[at.Y * w.Width + at.X]));

        Assert.Equal(expected, OnnxRun.Small([1, w.Height, w.Width], x, g => g.MaxPool(g.Input, window, ceilMode: true)));
    }, iter: 40, threads: 1);

    [Fact]
    public void An_average_counts_padding_as_zeros_only_when_asked_to() => Windows.Sample(w =>
    {
        var x = Ramp(w.Height, w.Width);
        var window = Window.Square(w.Kernel, w.Stride, w.Padding);
        var (rows, columns) = window.Output(w.Height, w.Width);
        foreach (var counts in new[] { true, false })
        {
            var expected = Each(rows, columns, (row, column) =>
            {
                var inside = Inside(w, row, column).ToList();
                return inside.Sum(at => x[at.Y * w.Width + at.X]) / (counts ? w.Kernel * w.Kernel : inside.Count);
            });
            AssertNear(expected, OnnxRun.Small([1, w.Height, w.Width], x, g => g.AveragePool(g.Input, window, counts)));
        }
    }, iter: 40, threads: 1);

    [Theory]
    [InlineData(7, 7, 7, 7)]
    [InlineData(8, 6, 1, 1)]
    [InlineData(8, 6, 4, 3)]
    [InlineData(8, 9, 7, 7)]
    [InlineData(1, 1, 7, 7)]
    [InlineData(5, 12, 3, 1)]
    public void Adaptive_pooling_averages_the_shares_torch_averages(int height, int width, int rows, int columns)
    {
        var x = Ramp(height, width);
        var expected = Each(rows, columns, (row, column) =>
        {
            var (top, bottom) = (row * height / rows, (int)Math.Ceiling((row + 1.0) * height / rows));
            var (left, right) = (column * width / columns, (int)Math.Ceiling((column + 1.0) * width / columns));
            return (from y in Enumerable.Range(top, bottom - top) from z in Enumerable.Range(left, right - left) select x[y * width + z]).Average();
        });
        AssertNear(expected, OnnxRun.Small([1, height, width], x, g => g.AdaptiveAveragePool(g.Input, rows, columns)));
    }

    private static IEnumerable<(int Y, int X)> Inside((int Height, int Width, int Kernel, int Stride, int Padding) w, int row, int column) =>
        from y in Enumerable.Range(row * w.Stride - w.Padding, w.Kernel)
        from x in Enumerable.Range(column * w.Stride - w.Padding, w.Kernel)
        where y >= 0 && x >= 0 && y < w.Height && x < w.Width
        select (y, x);

    private static float[] Ramp(int height, int width) => [.. Enumerable.Range(0, height * width).Select(i => i * 37 % 101 - 50f)];

    private static float[] Each(int rows, int columns, Func<int, int, float> value) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => value(i / columns, i % columns))];

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
    }
}
