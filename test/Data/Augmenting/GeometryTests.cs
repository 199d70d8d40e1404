using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Flips, shifts, shears, rotations and erasing.</summary>
public sealed class GeometryTests
{
    private static readonly Colour Fill = new(1, 2, 3);

    [Fact]
    public void Flips_mirror_and_undo_themselves()
    {
        var image = Numbered(3, 2); // 0 1 2 / 3 4 5
        Flip.Horizontal(image);
        Assert.Equal([2, 1, 0, 5, 4, 3], Reds(image));
        Flip.Vertical(image);
        Assert.Equal([5, 4, 3, 2, 1, 0], Reds(image));
        Flip.Horizontal(image);
        Flip.Vertical(image);
        Assert.Equal(Numbered(3, 2).Pixels, image.Pixels);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_shift_moves_and_fills(bool smooth)
    {
        var image = Numbered(3, 2);
        Warp.Apply(image, Affine.Shift(1, 0), Fill, smooth);
        Assert.Equal([1, 0, 1, 1, 3, 4], Reds(image));
        Assert.Equal([1, 2, 3], image.Pixels[..3]);
    }

    [Fact]
    public void Half_a_pixel_is_the_mean_of_two()
    {
        var image = new RgbImage(2, 1, [0, 0, 0, 100, 100, 100]);
        Warp.Apply(image, Affine.Shift(0.25, 0), Fill, smooth: true);
        Assert.Equal([0, 75], Reds(image));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_quarter_turn_is_exact(bool smooth)
    {
        var image = Numbered(3, 3); // 0 1 2 / 3 4 5 / 6 7 8
        Warp.Apply(image, Affine.Rotation(90, 3, 3), Fill, smooth);
        Assert.Equal([2, 5, 8, 1, 4, 7, 0, 3, 6], Reds(image));
    }

    [Fact]
    public void Turning_back_and_forth_keeps_the_middle()
    {
        var image = Images.Pattern(3, 101, 101);
        var turned = new RgbImage(101, 101, [.. image.Pixels]);
        Warp.Apply(turned, Affine.Rotation(20, 101, 101), Fill, smooth: true);
        Assert.NotEqual(image.Pixels, turned.Pixels);
        Warp.Apply(turned, Affine.Rotation(-20, 101, 101), Fill, smooth: true);
        for (var y = 35; y < 65; y++)
            for (var i = (y * 101 + 35) * 3; i < (y * 101 + 65) * 3; i++) Assert.InRange(turned.Pixels[i] - image.Pixels[i], -4, 4);
    }

    [Fact]
    public void A_shear_shifts_each_row_by_its_height()
    {
        var image = Numbered(4, 3);
        Warp.Apply(image, Affine.ShearX(1), Fill, smooth: false); // rows come from 0.5, 1.5 and 2.5 further right
        Assert.Equal([1, 2, 3, 1, 6, 7, 1, 1, 11, 1, 1, 1], Reds(image));
    }

    [Fact]
    public void Erasing_covers_a_rectangle_of_the_wanted_share_with_the_mean_colour()
    {
        var random = new SeededRandom(2);
        for (var i = 0; i < 100; i++)
        {
            var image = new RgbImage(100, 80);
            RandomErasing.Apply(image, AugmentationOptions.None, Fill, random);
            var covered = Enumerable.Range(0, 8000).Where(at => image.Pixels[3 * at] == 1 && image.Pixels[3 * at + 2] == 3).ToList();
            Assert.InRange(covered.Count, 8000 * 0.015, 8000 * 0.34);
            int left = covered.Min(at => at % 100), right = covered.Max(at => at % 100), top = covered.Min() / 100, bottom = covered.Max() / 100;
            Assert.Equal(covered.Count, (right - left + 1) * (bottom - top + 1));
        }
    }

    private static RgbImage Numbered(int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(at => new[] { (byte)at, (byte)at, (byte)at })]);

    private static int[] Reds(RgbImage image) => [.. image.Pixels.Where((_, at) => at % 3 == 0).Select(value => (int)value)];
}
