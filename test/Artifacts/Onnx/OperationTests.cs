using Graft.Networks;

namespace Graft.Tests.Artifacts;

public sealed class OperationTests
{
    [Theory]
    [InlineData(5, 4)] // nothing above and to the left, one pixel below and to the right
    [InlineData(4, 5)]
    [InlineData(6, 6)]
    [InlineData(7, 3)]
    public void Same_padding_puts_the_odd_pixel_below_and_to_the_right(int height, int width)
    {
        var x = Enumerable.Range(1, height * width).Select(i => (float)i).ToArray();
        var window = Window.Same(3, stride: 2);
        var parameters = new ParameterSet();
        parameters.Set("c.weight", new([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]));

        var actual = OnnxRun.Small([1, height, width], x, g => g.Conv("c", g.Input, 1, window), parameters);

        var (rows, columns) = ((height + 1) / 2, (width + 1) / 2);
        Assert.Equal(rows * columns, actual.Length);
        var (top, left) = (height % 2 == 0 ? 0 : 1, width % 2 == 0 ? 0 : 1);
        for (var i = 0; i < actual.Length; i++)
        {
            var sum = 0f;
            for (var tap = 0; tap < 9; tap++)
            {
                var (y, z) = (i / columns * 2 + tap / 3 - top, i % columns * 2 + tap % 3 - left);
                if (y >= 0 && z >= 0 && y < height && z < width) sum += x[y * width + z] * (tap + 1);
            }
            Assert.Equal(sum, actual[i]);
        }
    }

    [Fact]
    public void Affine_concatenation_sum_and_dropout_do_what_they_say()
    {
        var actual = OnnxRun.Small([2, 1, 2], [1, 2, 3, 4], g =>
        {
            var affine = g.ChannelAffine(g.Input, [2, -1], [0.5f, 10]);
            return g.Concatenate(g.Dropout(g.Input, 0.5), g.Add(affine, g.Input));
        });
        Assert.Equal([1, 2, 3, 4, 3.5f, 6.5f, 10, 10], actual);
    }

    [Fact]
    public void A_vector_is_divided_by_its_length_and_zeros_stay_zeros()
    {
        Assert.Equal([0.6f, 0.8f], OnnxRun.Small([2, 1, 1], [3, 4], g => g.UnitLength(g.Flatten(g.Input, 2))));
        Assert.Equal([0f, 0f], OnnxRun.Small([2, 1, 1], [0, 0], g => g.UnitLength(g.Flatten(g.Input, 2))));
    }

    [Fact]
    public void Zeros_are_put_behind_channels_rows_and_columns() =>
        Assert.Equal([1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            OnnxRun.Small([1, 2, 2], [1, 2, 3, 4], g => g.ZeroPad(g.Input, channels: 1, rows: 1, columns: 1)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Groups_of_channels_are_normalised_together_at_any_size(int side)
    {
        const int channels = 4, groups = 2;
        var x = ReferenceFill.Input(1, channels, side, side);
        var parameters = new ParameterSet();
        parameters.Set("n.weight", new([channels], [1, 2, -1, 0.5f]));
        parameters.Set("n.bias", new([channels], [0, 1, 0.5f, -2]));
        var actual = OnnxRun.Small([channels, side, side], x, g => g.GroupNorm("n", g.Input, groups), parameters);
        var run = x.Length / groups;
        for (var i = 0; i < x.Length; i++)
        {
            var group = x.Skip(i / run * run).Take(run).Select(value => (double)value).ToArray();
            var (mean, channel) = (group.Average(), i / (side * side));
            var deviation = Math.Sqrt(group.Average(value => (value - mean) * (value - mean)) + 1e-5);
            Assert.Equal((x[i] - mean) / deviation * parameters["n.weight"].Data[channel] + parameters["n.bias"].Data[channel], actual[i], 1e-5);
        }
    }

    [Fact]
    public void A_product_scales_pixel_by_pixel_or_whole_channels()
    {
        Assert.Equal([1, 4, 9, 16], OnnxRun.Small([2, 1, 2], [1, 2, 3, 4], g => g.Multiply(g.Input, g.Input)));
        Assert.Equal([1.5f, 3, 10.5f, 14], OnnxRun.Small([2, 1, 2], [1, 2, 3, 4], g => g.Multiply(g.Input, g.AdaptiveAveragePool(g.Input))));
    }

    [Fact]
    public void Channels_are_taken_out_and_dealt_out_and_depth_is_not_stochastic()
    {
        Assert.Equal([3, 4, 5, 6], OnnxRun.Small([4, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8], g => g.ChannelSlice(g.Input, 1, 2)));
        Assert.Equal([1, 4, 2, 5, 3, 6], OnnxRun.Small([6, 1, 1], [1, 2, 3, 4, 5, 6], g => g.ChannelShuffle(g.Input, 2)));
        Assert.Equal([1, 3, 5, 2, 4, 6], OnnxRun.Small([6, 1, 1], [1, 2, 3, 4, 5, 6], g => g.ChannelShuffle(g.Input, 3)));
        Assert.Equal([1, 2], OnnxRun.Small([2, 1, 1], [1, 2], g => g.StochasticDepth(g.Input, 0.9)));
    }

    [Fact]
    public void A_batch_norm_that_cannot_be_folded_stands_on_its_own()
    {
        var parameters = new ParameterSet();
        foreach (var (part, values) in new (string, float[])[]
            { ("weight", [2, 3]), ("bias", [1, -1]), ("running_mean", [1, 2]), ("running_var", [3.75f, 0.75f]) })
            parameters.Set($"bn.{part}", new([2], values));
        parameters.Set("bn.num_batches_tracked", new([], [7]));

        var actual = OnnxRun.Small([2, 1, 1], [5, 3], g => g.Norm("bn", g.Input, epsilon: 0.25), parameters);

        Assert.Equal([5, 2], actual); // (5 - 1) / 2 * 2 + 1 and (3 - 2) / 1 * 3 - 1
    }

    [Fact]
    public void A_flat_boundary_can_be_the_input()
    {
        var graph = ModelCatalogue.Build("efficientnet_lite_tiny", 5);
        var (prefix, head) = graph.SplitBefore("head");
        var parameters = ParameterInitialiser.Create(graph, 1);
        var x = ReferenceNetwork.Input(3, 64);

        var features = OnnxRun.Floats(prefix!, parameters, x);
        Assert.Equal([3, 32], features.Shape);
        Assert.Equal(OnnxRun.Floats(graph, parameters, x).Data, OnnxRun.Floats(head, parameters, features).Data, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Resizing_to_the_nearest_repeats_pixels()
    {
        var actual = OnnxRun.Small([1, 4, 4], [.. Enumerable.Range(0, 16).Select(i => (float)i)], g =>
            g.Resize(g.MaxPool(g.Input, Window.Square(2, 2)), g.Input, ResizeMode.Nearest));
        Assert.Equal([5, 5, 7, 7, 5, 5, 7, 7, 13, 13, 15, 15, 13, 13, 15, 15], actual);
    }

    [Fact]
    public void Resizing_linearly_puts_pixel_centres_on_pixel_centres()
    {
        var actual = OnnxRun.Small([1, 1, 4], [0, 2, 4, 6], g =>
            g.Resize(g.AveragePool(g.Input, new Window(1, 2, 2, new Padding(0, 0))), g.Input, ResizeMode.Bilinear));
        Assert.Equal([1, 2, 4, 5], actual); // 1 and 5 at 0.5 and 2.5: a quarter of the way in, edges repeated
    }
}
