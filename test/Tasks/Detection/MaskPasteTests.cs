using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Tests.Tasks.Detection;

public sealed class MaskPasteTests
{
    [Fact]
    public void Runs_are_those_of_the_pasted_image()
    {
        var random = SeededRandom.For(5, "masks");
        for (var i = 0; i < 200; i++)
        {
            var (width, height, side) = (1 + random.Next(120), 1 + random.Next(90), i % 2 == 0 ? 28 : 14);
            var grid = Grid(random, side, i % 3 == 0);
            float x = random.Next(140) - 20, y = random.Next(110) - 20;
            var box = new Box(x, y, x + (float)random.Uniform(0, 130), y + (float)random.Uniform(0, 100));
            var pasted = new float[width * height];
            MaskPaste.Paste(grid, side, box, (width, height), pasted);
            var expected = MaskPaste.Threshold(pasted, width, height);
            Assert.Equal(expected.Runs, new MaskGrid(side, grid).Paste(box, (width, height)).Runs);
        }
    }

    [Fact]
    public void A_mask_outside_the_image_or_below_the_threshold_is_empty()
    {
        var full = Enumerable.Repeat(1f, 28 * 28).ToArray();
        Assert.Equal(0, MaskPaste.ToMask(full, 28, new Box(200, 200, 220, 220), (100, 80)).Area);
        Assert.Equal(0, MaskPaste.ToMask(new float[28 * 28], 28, new Box(10, 10, 20, 20), (100, 80)).Area);
        var inside = MaskPaste.ToMask(full, 28, new Box(10, 20, 40, 60), (100, 80));
        Assert.InRange(inside.Area, 30 * 40 * 0.9, 31 * 41 * 1.1);
        Assert.InRange(inside.Bounds.IoU(new Box(10, 20, 40, 60)), 0.85, 1);
    }

    [Fact]
    public void A_mask_over_twenty_megapixels_needs_no_image_in_memory()
    {
        var grid = Grid(SeededRandom.For(1, "large"), 28, isSmooth: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mask = MaskPaste.ToMask(grid, 28, new Box(100, 100, 5000, 3500), (5472, 3648));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.True(mask.Area > 1_000_000);
    }

    [Fact]
    public void A_grid_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => MaskPaste.ToMask(new float[100], 28, new Box(0, 0, 1, 1), (10, 10)));

    [Fact]
    public void Detections_come_into_the_images_own_pixels_with_their_masks()
    {
        var full = new MaskGrid(28, [.. Enumerable.Repeat(1f, 28 * 28)]);
        var found = Graft.Tasks.Detection.InImage([new(new Box(10, 10, 30, 20), 1, 0.9) { Grid = full }, new(new Box(40, 0, 60, 30), 0, 0.5) { Grid = full }], (0.5, 0.25), (100, 100));
        Assert.Equal(new Box(20, 40, 60, 80), found[0].Box);
        Assert.Equal(new Box(80, 0, 100, 100), found[1].Box); // cut off at the image's edge
        Assert.All(found, one => Assert.Null(one.Grid));
        Assert.Equal((100, 100), (found[0].Mask!.Width, found[0].Mask!.Height));
        Assert.InRange(found[1].Mask!.Bounds.IoU(found[1].Box), 0.9, 1);
    }

    [Fact]
    public void Grids_are_compared_cell_by_cell_and_what_is_no_number_differs()
    {
        var grid = new MaskGrid(4, [.. Enumerable.Range(0, 16).Select(i => i / 16f)]);
        Assert.Equal(0, grid.Difference(grid));
        Assert.Equal([10 / 16f], grid.Every(4).Probabilities);
        Assert.True(float.IsNaN(grid.Difference(new MaskGrid(4, [float.NaN, .. grid.Probabilities.Skip(1)]))));
        Assert.Throws<ArgumentException>(() => grid.Difference(grid.Every(2)));
    }

    private static float[] Grid(SeededRandom random, int side, bool isSmooth) => [.. Enumerable.Range(0, side * side).Select(i => isSmooth
        ? (float)(1 / (1 + Math.Exp(0.8 * (Math.Max(Math.Abs(i / side - side / 2.0), Math.Abs(i % side - side / 2.0)) - side * 0.4))))
        : (float)random.Uniform(0, 1))];
}
