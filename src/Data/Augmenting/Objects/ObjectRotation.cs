using Graft.Imaging;

namespace Graft.Data;

/// <summary>Turns an image about its centre with its objects.</summary>
internal static class ObjectRotation
{
    public static DecodedObjectSample Apply(DecodedObjectSample sample, double degrees, ObjectAugmentationOptions options)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var map = Affine.Rotation(degrees, width, height);
        var image = new RgbImage(width, height, [.. sample.Image.Pixels]);
        Warp.Apply(image, map, new Colour(options.Fill.Red, options.Fill.Green, options.Fill.Blue), smooth: true);
        // The map tells where pixels come from; polygons go the other way.
        var forward = Affine.Rotation(-degrees, width, height);
        var objects = sample.Objects.Select(item => Turn(item, map, forward, width, height)).ToList();
        return new(image, ObjectPlacement.Place(objects, Placement.Same, width, height, options.MinVisible));
    }

    private static ObjectAnnotation Turn(ObjectAnnotation item, Affine map, Affine forward, int width, int height)
    {
        if (item.Mask is { } mask)
        {
            var turned = CutOutPaste.Grey(mask.ToBitmap(), width, height);
            Warp.Apply(turned, map, default, smooth: false);
            var rotated = Mask.FromBitmap(width, height, CutOutPaste.Channel(turned));
            return item with { Mask = rotated, Box = rotated.Bounds };
        }
        if (item.Polygons is { Count: > 0 } polygons)
        {
            List<Polygon> turned = [.. polygons.Select(polygon => Turn(polygon, forward))];
            return item with { Polygons = turned, Box = Around(turned) };
        }
        return item with { Box = Around([Turn(Polygon.Of(item.Box), forward)]) };
    }

    private static Polygon Turn(Polygon polygon, Affine forward)
    {
        var points = new double[polygon.Points.Count];
        for (var i = 0; i + 1 < points.Length; i += 2)
        {
            var (x, y) = (polygon.Points[i], polygon.Points[i + 1]);
            (points[i], points[i + 1]) = (forward.A * x + forward.B * y + forward.C, forward.D * x + forward.E * y + forward.F);
        }
        return new Polygon(points);
    }

    private static Box Around(List<Polygon> polygons) => new(polygons.Min(part => part.Bounds.X1), polygons.Min(part => part.Bounds.Y1), polygons.Max(part => part.Bounds.X2), polygons.Max(part => part.Bounds.Y2));
}
