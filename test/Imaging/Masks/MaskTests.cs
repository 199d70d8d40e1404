using CsCheck;

namespace Graft.Imaging.Tests;

public class MaskTests
{
    private static readonly Gen<Mask> AnyMask = Bitmap(9, 7);

    [Fact]
    public void A_bitmap_comes_back_from_runs_and_from_text() => AnyMask.Sample(mask =>
    {
        var rows = mask.ToBitmap();
        Assert.Equal(rows.Count(value => value == 1), mask.Area);
        Assert.Equal(rows, Mask.FromCocoText(9, 7, mask.ToCocoText()).ToBitmap());
        for (var y = 0; y < 7; y++)
            for (var x = 0; x < 9; x++) Assert.Equal(rows[y * 9 + x] == 1, mask.Contains(x, y));
    }, iter: 200);

    [Fact]
    public void Set_operations_agree_with_bitmaps() => Gen.Select(AnyMask, AnyMask).Sample((one, other) =>
    {
        var (a, b) = (one.ToBitmap(), other.ToBitmap());
        Assert.Equal(a.Zip(b, (x, y) => x & y).Sum(), one.Intersection(other));
        Assert.Equal(a.Zip(b, (x, y) => (byte)(x | y)), one.Union(other).ToBitmap());
        Assert.Equal(a.Zip(b, (x, y) => (byte)(x & ~y & 1)), one.Without(other).ToBitmap());
    }, iter: 200);

    [Fact]
    public void Contours_filled_by_their_winding_give_the_mask_back() => AnyMask.Sample(mask =>
    {
        var rows = new byte[9 * 7];
        var contours = mask.Contours();
        for (var y = 0; y < 7; y++)
            for (var x = 0; x < 9; x++) rows[y * 9 + x] = (byte)(contours.Sum(polygon => Crossings(polygon, x + 0.5, y + 0.5)) % 2);
        Assert.Equal(mask.ToBitmap(), rows);
    }, iter: 200);

    [Fact]
    public void The_bounds_are_the_smallest_box()
    {
        var rows = new byte[9 * 7];
        rows[2 * 9 + 3] = rows[5 * 9 + 4] = 1;
        Assert.Equal(new Box(3, 2, 5, 6), Mask.FromBitmap(9, 7, rows).Bounds);
        Assert.True(Mask.FromBitmap(9, 7, new byte[63]).Bounds.IsEmpty);
    }

    [Fact]
    public void A_box_fills_its_pixels_and_is_cut_off_at_the_edge()
    {
        Assert.Equal(12, Mask.FromBox(20, 10, new Box(2, 3, 6, 6)).Area);
        Assert.Equal(new Box(0, 0, 3, 2), Mask.FromBox(20, 10, new Box(-5, -5, 3, 2)).Bounds);
        Assert.Equal(0, Mask.FromBox(20, 10, new Box(30, 30, 40, 40)).Area);
    }

    [Fact]
    public void Placing_scales_moves_mirrors_and_cuts()
    {
        var mask = Mask.FromBox(20, 10, new Box(2, 3, 6, 6));
        Assert.Equal(new Box(5, 7, 13, 13), mask.Place(new(2, 2, 1, 1), 40, 20).Bounds);
        Assert.Equal(new Box(14, 3, 18, 6), mask.Place(Placement.MirrorX(20), 20, 10).Bounds);
        Assert.Equal(new Box(0, 0, 2, 2), mask.Place(new(1, 1, -4, -4), 20, 10).Bounds);
    }

    [Fact]
    public void A_placed_pixel_is_inside_when_the_one_under_its_centre_was() =>
        Gen.Select(AnyMask, Gen.Double[-3, 3].Where(scale => Math.Abs(scale) > 0.2), Gen.Double[-3, 3].Where(scale => Math.Abs(scale) > 0.2), Gen.Double[-9, 20], Gen.Double[-9, 20])
            .Sample((mask, scaleX, scaleY, shiftX, shiftY) =>
            {
                var placement = new Placement(scaleX, scaleY, shiftX, shiftY);
                var placed = mask.Place(placement, 13, 11);
                Assert.Equal(13 * 11, placed.Runs.Sum());
                for (var y = 0; y < 11; y++)
                    for (var x = 0; x < 13; x++)
                        Assert.Equal(mask.Contains((int)Math.Floor(placement.FromX(x + 0.5)), (int)Math.Floor(placement.FromY(y + 0.5))), placed.Contains(x, y));
                Assert.Equal(placed.ToCocoText(), Mask.FromBitmap(13, 11, placed.ToBitmap()).ToCocoText());
            }, iter: 300);

    [Fact]
    public void Codes_that_do_not_fit_are_refused_with_the_reason()
    {
        Assert.Contains("5 pixels", Assert.Throws<GraftException>(() => Mask.FromRuns(3, 2, [2, 3])).Message);
        Assert.Contains("-1", Assert.Throws<GraftException>(() => Mask.FromRuns(3, 2, [7, -1])).Message);
        Assert.Contains("breaks off", Assert.Throws<GraftException>(() => RunLength.FromText("0o")).Message);
        Assert.Contains("position 0", Assert.Throws<GraftException>(() => RunLength.FromText("!")).Message);
    }

    private static Gen<Mask> Bitmap(int width, int height) =>
        Gen.Byte[0, 1].Array[width * height].Select(rows => Mask.FromBitmap(width, height, rows));

    private static int Crossings(Polygon polygon, double x, double y)
    {
        var count = 0;
        for (int i = 0, before = polygon.Count - 1; i < polygon.Count; before = i++)
        {
            var (x1, y1, x2, y2) = (polygon.Points[2 * before], polygon.Points[2 * before + 1], polygon.Points[2 * i], polygon.Points[2 * i + 1]);
            if (y1 > y != y2 > y && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)) count++;
        }
        return count;
    }
}
