namespace Graft.Imaging.Tests;

/// <summary>Polygons that reach beyond the image.</summary>
public sealed class PolygonClipTests
{
    [Fact]
    public void A_clipped_polygon_covers_what_it_covered_inside()
    {
        var random = new SeededRandom(2);
        for (var turn = 0; turn < 200; turn++)
        {
            var star = new Polygon([.. Enumerable.Range(0, 9).SelectMany(at =>
            {
                var (angle, radius) = (at * Math.Tau / 9, 10 + 50 * random.NextDouble());
                return new[] { 30 + radius * Math.Cos(angle), 20 + radius * Math.Sin(angle) };
            })]);
            var (inside, clipped) = (Mask.FromPolygons(60, 40, [star]), PolygonClip.Of(star, 60, 40));
            Assert.NotNull(clipped);
            Assert.True(PolygonClip.IsInside(clipped, 60, 40));
            Assert.True(inside.IoU(Mask.FromPolygons(60, 40, [clipped])) > 0.9);
        }
        Assert.Null(PolygonClip.Of(new Polygon([-9, -9, -1, -9, -1, -1]), 60, 40));
    }
}
