using Graft.Imaging;

namespace Graft.Data;

/// <summary>Moves class maps; every value comes from one pixel.</summary>
internal static class ClassMapGeometry
{
    /// <summary>Resized by the pixel under each new pixel's centre; always a copy.</summary>
    public static ClassMap Resize(ClassMap map, int width, int height)
    {
        var values = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = (int)((y + 0.5) * map.Height / height) * map.Width;
            for (var x = 0; x < width; x++) values[y * width + x] = map.Values[row + (int)((x + 0.5) * map.Width / width)];
        }
        return new ClassMap(width, height, values);
    }

    /// <summary>A part; what lies outside the map does not count.</summary>
    public static ClassMap Cut(ClassMap map, int left, int top, int width, int height)
    {
        var values = new byte[width * height];
        Array.Fill(values, ClassMap.Ignore);
        int from = Math.Max(0, left), to = Math.Min(map.Width, left + width);
        for (var y = Math.Max(0, top); y < Math.Min(map.Height, top + height) && from < to; y++)
            map.Values.AsSpan(y * map.Width + from, to - from).CopyTo(values.AsSpan((y - top) * width + from - left));
        return new ClassMap(width, height, values);
    }

    internal static void MirrorX(ClassMap map)
    {
        for (var y = 0; y < map.Height; y++) map.Values.AsSpan(y * map.Width, map.Width).Reverse();
    }

    internal static void MirrorY(ClassMap map)
    {
        Array.Reverse(map.Values);
        MirrorX(map);
    }

    internal static ClassMap Warp(ClassMap map, Affine affine)
    {
        var values = new byte[map.Values.Length];
        for (var y = 0; y < map.Height; y++)
            for (var x = 0; x < map.Width; x++)
            {
                var fromX = affine.A * (x + 0.5) + affine.B * (y + 0.5) + affine.C;
                var fromY = affine.D * (x + 0.5) + affine.E * (y + 0.5) + affine.F;
                var outside = fromX < 0 || fromY < 0 || fromX >= map.Width || fromY >= map.Height;
                values[y * map.Width + x] = outside ? ClassMap.Ignore : map.Values[(int)fromY * map.Width + (int)fromX];
            }
        return new ClassMap(map.Width, map.Height, values);
    }
}
