using CsCheck;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class GraphShapesTests
{
    [Theory]
    [InlineData("vgg16", 31)]
    [InlineData("inception_v3", 74)]
    public void An_image_too_small_is_refused_with_the_cure(string name, int size)
    {
        var failure = Assert.Throws<GraftException>(() => ModelCatalogue.Build(name).Infer(size, size));

        Assert.StartsWith($"{name} cannot take images of {size} x {size} pixels", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Use a larger --imgsz (ImageSize).", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(ModelCatalogue.Build(name).Infer(size + 1, size + 1));
    }

    [Fact]
    public void Values_of_different_shapes_are_not_added()
    {
        var g = new GraphBuilder("unequal");
        var sum = g.Add(g.Input, g.Conv("conv", g.Input, 3, Window.Square(3)));
        g.End(sum, 1);

        Assert.Contains("3 x 8 x 8 and 3 x 6 x 6", Assert.Throws<GraftException>(() => g.Build(sum).Infer(8, 8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_of_another_number_than_declared_are_refused()
    {
        var g = new GraphBuilder("fixed");
        var flat = g.Flatten(g.Input, 3 * 64);
        g.End(flat, 0);

        Assert.Equal([192], g.Build(flat).Infer(8, 8)[flat]);
        Assert.Contains("243 features where 192 are needed", Assert.Throws<GraftException>(() => g.Build(flat).Infer(9, 9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_padding_gives_a_stride_th_of_the_input_rounded_up() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 7], Gen.Int[1, 4], Gen.Int[1, 3]).Sample((size, kernel, stride, dilation) =>
        {
            var window = Window.Same(kernel, stride, dilation);
            var (before, after) = window.PadHeight(size);

            Assert.Equal(((size + stride - 1) / stride, (size + stride - 1) / stride), window.Output(size, size));
            Assert.InRange(after - before, 0, 1);
        });

    // torch.nn.MaxPool2d(kernel, stride, padding, ceil_mode=True) on this many pixels.
    [Theory]
    [InlineData(6, 3, 2, 0, 3)]
    [InlineData(7, 3, 2, 0, 3)]
    [InlineData(5, 2, 2, 1, 3)]
    [InlineData(5, 1, 3, 1, 2)]
    public void Rounding_up_never_starts_a_window_in_the_padding(int size, int kernel, int stride, int padding, int expected) =>
        Assert.Equal(expected, Window.Square(kernel, stride, padding).Output(size, size, ceilMode: true).Height);
}
