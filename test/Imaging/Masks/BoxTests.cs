namespace Graft.Imaging.Tests;

public class BoxTests
{
    [Fact]
    public void Overlap_is_shared_area_over_all_area()
    {
        Assert.Equal(1.0 / 3, new Box(0, 0, 4, 4).IoU(new Box(2, 0, 6, 4)), 1e-12);
        Assert.Equal(0, new Box(0, 0, 4, 4).IoU(new Box(4, 0, 8, 4)));
        Assert.Equal(0, default(Box).IoU(default));
    }

    [Fact]
    public void A_box_turned_inside_out_has_no_area()
    {
        Assert.True(new Box(5, 5, 3, 9).IsEmpty);
        Assert.Equal(0, new Box(5, 5, 3, 3).Area);
        Assert.True(new Box(float.NaN, 0, 1, 1).IsEmpty);
    }

    [Fact]
    public void Corner_centre_and_edges_say_the_same()
    {
        Assert.Equal(new Box(1, 2, 4, 6), Box.FromCorner(1, 2, 3, 4));
        Assert.Equal(new Box(1, 2, 4, 6), Box.FromCentre(2.5, 4, 3, 4));
        Assert.Equal(new Box(0, 2, 3, 5), new Box(-1, 2, 4, 6).Clip(3, 5));
    }

    [Fact]
    public void A_placement_finds_its_way_back()
    {
        var placement = new Placement(-2, 3, 1, -1);
        Assert.Equal(3, placement.FromX(placement.X(3)), 1e-12);
    }
}
