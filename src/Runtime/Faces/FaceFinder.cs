using System.Buffers;
using System.Numerics;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>
/// Finds faces of all sizes: the whole image, tiles at several sizes, and the image in the middle of an empty one, for faces that fill it. What all of them
/// found goes through one suppression.
/// </summary>
internal sealed class FaceFinder(FaceNetworks networks, FaceAnalyzerOptions options)
{
    private const int Margin = 8; // a box that ends nearer to a tile's edge was cut by it
    private const double Tolerance = 0.8, Filling = 0.4, SmallestPixels = 16;

    /// <summary>The orientations besides upright, in degrees.</summary>
    public static IReadOnlyList<double> Orientations { get; } = [45, 90, 135, 180, 225, 270, 315];

    /// <summary>Of faces found several times, the surest; boxes of which nothing lies inside the image are gone.</summary>
    public static IReadOnlyList<FoundFace> Suppressed(RgbImage image, IEnumerable<FoundFace> found)
    {
        List<FoundFace> inside = [.. found.Where(face => face.Box.Clip(image.Width, image.Height).Area > 0)];
        return [.. FaceSuppression.Run([.. inside.Select(face => face.Box)], [.. inside.Select(face => face.Score)]).Select(at => inside[at])];
    }

    /// <summary>All that is found in one orientation, several times or not.</summary>
    public IReadOnlyList<FoundFace> Find(RgbImage image, double degrees)
    {
        var (width, height) = Turned(image.Width, image.Height, degrees);
        var longer = Math.Max(width, height);
        var shorter = Math.Min(image.Width, image.Height);
        var smallest = Math.Max(SmallestPixels, options.MinFace < 1 ? options.MinFace * shorter : options.MinFace);
        List<FoundFace> found = [];
        var side = networks.DetectorSide;
        var tiles = FaceLevels.Tiles(longer, smallest);
        foreach (var (at, tile) in tiles.Index())
            // What is small in one level's tiles is large in the next one's, where there is less to be wrong about.
            found.AddRange(Tiles(image, degrees, side / tile, at < tiles.Count - 1 ? Tolerance * FaceLevels.SmallestShare * tile : Tolerance * smallest));
        // The image at half the size with room around it: only for faces that fill it.
        found.AddRange(Tiles(image, degrees, side / (2.0 * longer), Filling * shorter, hasRoom: true));
        return found;
    }

    // Faces of at least some height on all tiles of one size; or on a single one in the middle of which the image lies.
    private IEnumerable<FoundFace> Tiles(RgbImage image, double degrees, double scale, double smallest, bool hasRoom = false)
    {
        var side = networks.DetectorSide;
        var level = Level(image, degrees, scale, out var toImage);
        var places = hasRoom
            ? [(X: -(side - level.Width) / 2, Y: -(side - level.Height) / 2)]
            : FaceLevels.Starts(level.Height, side).SelectMany(y => FaceLevels.Starts(level.Width, side).Select(x => (X: x, Y: y))).ToList();
        var answers = new IReadOnlyList<FoundFace>[places.Count];
        CoreWork.For(places.Count, options.Threads, at =>
        {
            var (left, top) = places[at];
            var input = ArrayPool<byte>.Shared.Rent(side * side * 3);
            try
            {
                Copy(level, left, top, input.AsSpan(0, side * side * 3), side);
                answers[at] = [.. networks.Detect(input.AsSpan(0, side * side * 3)).Where(face => !IsCut(face.Box, level, left, top, side))
                    .Select(face => Placed(face, left, top, toImage, degrees))];
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(input);
            }
        });
        return answers.SelectMany(faces => faces).Where(face => Math.Max(face.Width, face.Height) >= smallest);
    }

    private static FoundFace Placed(Detection face, int left, int top, SimilarityTransform toImage, double degrees)
    {
        var centre = toImage.Apply(new Vector2((face.Box.X1 + face.Box.X2) / 2 + left, (face.Box.Y1 + face.Box.Y2) / 2 + top));
        return new(centre, (float)(face.Box.Width * toImage.Scale), (float)(face.Box.Height * toImage.Scale), (float)face.Score, degrees);
    }

    // The image at a scale and with a turn taken out, and the way from its pixels' edges back to the image's.
    private static RgbImage Level(RgbImage image, double degrees, double scale, out SimilarityTransform toImage)
    {
        var (columns, rows) = (Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        var level = Resampler.Resize(image, columns, rows, Interpolation.Bilinear);
        var back = (double)image.Width / columns;
        if (degrees == 0)
        {
            toImage = new(back, 0, 0, 0);
            return level;
        }
        var (width, height) = Turned(columns, rows, degrees);
        var toLevel = SimilarityTransform.Mapping(new(width / 2f, height / 2f), new(columns / 2f, rows / 2f), degrees, 1);
        var turned = new RgbImage(width, height);
        // Pixels are at their centres, half a pixel from their edges.
        var centred = toLevel.Moved(0.5, 0.5);
        FaceWarp.Run(level, centred with { X = centred.X - 0.5, Y = centred.Y - 0.5 }, width, height, turned.Pixels);
        toImage = new(toLevel.A * back, toLevel.B * back, toLevel.X * back, toLevel.Y * back);
        return turned;
    }

    private static (int Width, int Height) Turned(int width, int height, double degrees)
    {
        var (cos, sin) = (Math.Abs(Math.Cos(degrees * Math.PI / 180)), Math.Abs(Math.Sin(degrees * Math.PI / 180)));
        return ((int)Math.Ceiling(width * cos + height * sin - 1e-6), (int)Math.Ceiling(width * sin + height * cos - 1e-6));
    }

    private static bool IsCut(Box box, RgbImage level, int left, int top, int side) =>
        left > 0 && box.X1 < Margin || top > 0 && box.Y1 < Margin
        || left + side < level.Width && box.X2 > side - Margin || top + side < level.Height && box.Y2 > side - Margin;

    private static void Copy(RgbImage level, int left, int top, Span<byte> input, int side)
    {
        input.Clear();
        var (from, to) = (Math.Max(0, left), Math.Min(level.Width, left + side));
        for (var y = Math.Max(0, top); y < Math.Min(level.Height, top + side); y++)
            level.Pixels.AsSpan((y * level.Width + from) * 3, (to - from) * 3).CopyTo(input[(((y - top) * side + from - left) * 3)..]);
    }
}
