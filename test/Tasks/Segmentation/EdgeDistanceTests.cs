using System.Diagnostics;
using CsCheck;
using Graft.Imaging;

namespace Graft.Tasks.Tests;

public class EdgeDistanceTests
{
    private static readonly Gen<(int Width, int Height, int Radius, int[] Pixels, int[] Edges)> Cases =
        from width in Gen.Int[1, 24]
        from height in Gen.Int[1, 24]
        from radius in Gen.Int[1, 30]
        from pixels in Gen.Int[0, width * height - 1].Array[0, 30]
        from edges in Gen.Int[0, width * height - 1].Array[0, 8]
        select (width, height, radius, pixels, edges);

    [Fact]
    public void The_share_near_an_edge_is_that_of_every_pair_of_pixels() => Cases.Sample(given =>
    {
        var (width, height, radius, _, _) = given;
        List<int> pixels = [.. given.Pixels.Distinct().Order()], edges = [.. given.Edges.Distinct().Order()];
        var near = pixels.Count(pixel => edges.Any(edge => IsNear(pixel, edge)));
        var share = new EdgeDistance(width, height, radius).ShareNear(pixels, edges);
        Assert.Equal(pixels.Count == 0 || edges.Count == 0 ? 0 : (double)near / pixels.Count, share);

        bool IsNear(int one, int other)
        {
            var (x, y) = (one % width - other % width, one / width - other / width);
            return x * x + y * y <= radius * radius;
        }
    }, iter: 3000);

    [Fact]
    public void One_field_serves_classes_of_any_place_and_size()
    {
        var field = new EdgeDistance(100, 80, 5);
        Assert.Equal(1, field.ShareNear([0, 1, 2], [0]));
        Assert.Equal(0.5, field.ShareNear([0, 7999], [7999]));
        Assert.Equal(0, field.ShareNear([0], [4040]));
    }

    [Fact]
    public void Dense_edges_cost_no_more_than_the_image_has_pixels()
    {
        // Every pixel an edge, 3 megapixels: a disk around each would be two billion marks.
        const int width = 2000, height = 1500;
        var values = new byte[width * height];
        for (var i = 0; i < values.Length; i++) values[i] = (byte)((i + i / width) % 2);
        var map = new ClassMap(width, height, values);
        var metrics = new SegmentationMetrics(["even", "odd"], new() { Resamples = 0 });
        var clock = Stopwatch.StartNew();
        metrics.Add(map, map);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(1, metrics.Report().MeanBoundaryF);
    }
}
