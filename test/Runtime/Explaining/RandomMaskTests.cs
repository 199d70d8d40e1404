using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public class RandomMaskTests
{
    // The score is how light one rectangle is: the map must lie on it and nowhere else.
    [Theory, InlineData(20, 10, 52, 30), InlineData(70, 40, 96, 64), InlineData(0, 0, 24, 16)]
    public void A_score_that_rests_on_a_rectangle_has_its_map_there(int left, int top, int right, int bottom)
    {
        var light = new byte[100 * 128 * 3]; // the image is 96 x 64, the rest is filled up
        Array.Fill(light, (byte)255);
        var image = new HiddenImage(light, (100, 128), (64, 96), (0, 0, 0));
        var map = Assert.Single(RandomMasks.Explain(image, (8, 12), 120, (1, 2), (pixels, _) => [[Mean(pixels, left, top, right, bottom)]]));
        var (inside, outside) = (0.0, 0.0);
        for (var cell = 0; cell < map.Length; cell++)
        {
            var (x, y) = (cell % 12 * 8 + 4, cell / 12 * 8 + 4);
            if (x > left && x < right && y > top && y < bottom) inside += Math.Abs(map[cell]);
            else if (x < left - 8 || x > right + 8 || y < top - 8 || y > bottom + 8) outside = Math.Max(outside, Math.Abs(map[cell]));
        }
        Assert.Equal(1, map.Sum(), 0.15); // from hidden to visible the score rises by one
        Assert.True(inside > 0.6, $"{inside}");
        Assert.True(outside < 0.02, $"{outside}");
    }

    [Fact]
    public void The_same_image_gets_the_same_map_and_a_score_that_never_changes_an_empty_one()
    {
        var image = new HiddenImage([.. Enumerable.Range(0, 32 * 32 * 3).Select(at => (byte)at)], (32, 32), (32, 32), (100, 100, 100));
        float[] Once() => RandomMasks.Explain(image, (4, 4), 20, (3, 2),
            (pixels, count) => [.. Enumerable.Range(0, count).Select(at => (IReadOnlyList<double>)[pixels[at * 3072 + 700]])])[0];
        Assert.Equal(Once(), Once());
        Assert.All(RandomMasks.Explain(image, (4, 4), 20, (1, 1), (_, _) => [[0.5]])[0], value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_image_of_one_pixel_is_one_cell()
    {
        var image = new HiddenImage([10, 20, 30], (1, 1), (1, 1), (0, 0, 0));
        Assert.Single(RandomMasks.Explain(image, DetectionPredictor.Grid((1, 1)) with { Rows = 1, Columns = 1 }, 10, (1, 1), (pixels, _) => [[pixels[0]]])[0]);
        Assert.Equal((14, 14), DetectionPredictor.Grid((1, 1)));
        Assert.Equal((1, 14), DetectionPredictor.Grid((20, 800)));
    }

    private static double Mean(byte[] pixels, int left, int top, int right, int bottom)
    {
        var sum = 0.0;
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++) sum += pixels[(y * 128 + x) * 3];
        return sum / 255 / ((right - left) * (bottom - top));
    }
}
