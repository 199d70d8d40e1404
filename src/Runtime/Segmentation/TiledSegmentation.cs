using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// A large image through the network in overlapping tiles that fade into each other. A band of the image as high as a tile is in memory,
/// 4 bytes x width x tile x classes whatever the height, and one tile for each worker, 4 bytes x tile x tile x classes beside what the network
/// itself needs for it. Tiles are lower where the band would be larger than <see cref="TilePlan.MaxNumbers"/>.
/// </summary>
internal sealed class TiledSegmentation(
    SegmenterSession session, int classes, TilingOptions options, int workers, CancellationToken cancellation = default)
{
    private readonly ConcurrentBag<float[]> _tiles = [];
    private readonly ConcurrentBag<byte[]> _cuts = [];

    /// <summary>What the band takes.</summary>
    public static long BandBytes(int width, int classes, TilingOptions options) =>
        sizeof(float) * (long)TilePlan.For(options, width, classes).Down.Tile * classes * width;

    /// <summary>Runs the image and hands on its rows of probabilities, classes x width each, from the top.</summary>
    public void Run(RgbImage image, RowScaler rows)
    {
        var plan = TilePlan.For(options, image.Width, classes);
        var (across, down) = (new TileAxis(image.Width, plan.Across), new TileAxis(image.Height, plan.Down));
        var band = new float[plan.Down.Tile * classes * image.Width];
        var gate = new Lock();
        for (var row = 0; row < down.Starts.Count; row++)
        {
            var (top, height) = (down.Starts[row], down.LengthOf(row));
            CoreWork.For(across.Starts.Count, workers, column =>
            {
                var (left, width) = (across.Starts[column], across.LengthOf(column));
                var tile = Rent(_tiles, classes * height * width);
                var cut = Rent(_cuts, width * height * 3);
                Cut(image, new Box(left, top, left + width, top + height), cut);
                session.Run(cut.AsSpan(0, width * height * 3), 1, height, width, tile.AsSpan(0, classes * height * width), cancellation);
                float[] shares = [.. Enumerable.Range(left, width).Select(x => across.Share(column, x))];
                lock (gate) Add(tile, shares, new Box(left, top, left + width, top + height), down, row, band, image.Width);
                _tiles.Add(tile);
                _cuts.Add(cut);
            });
            var done = row + 1 < down.Starts.Count ? down.Starts[row + 1] - top : height;
            for (var y = 0; y < done; y++) rows.Add(band.AsSpan(y * classes * image.Width, classes * image.Width));
            Shift(band, done, classes * image.Width);
        }
    }

    private void Add(float[] tile, float[] shares, Box place, TileAxis down, int row, float[] band, int imageWidth)
    {
        var (left, top, width, height) = ((int)place.X1, (int)place.Y1, (int)place.Width, (int)place.Height);
        var weights = new float[width];
        for (var y = 0; y < height; y++)
        {
            TensorPrimitives.Multiply(shares, down.Share(row, top + y), weights);
            for (var label = 0; label < classes; label++)
            {
                var sum = band.AsSpan((y * classes + label) * imageWidth + left, width);
                TensorPrimitives.MultiplyAdd(tile.AsSpan((label * height + y) * width, width), weights, sum, sum);
            }
        }
    }

    private static void Shift(float[] band, int rows, int length)
    {
        var kept = band.Length - rows * length;
        band.AsSpan(rows * length).CopyTo(band);
        band.AsSpan(kept).Clear();
    }

    // Tiles are all of a size but for those at the edges; hundreds of new ones would lie in the heap until it is collected.
    private static T[] Rent<T>(ConcurrentBag<T[]> kept, int length) => kept.TryTake(out var array) && array.Length >= length ? array : new T[length];

    private static void Cut(RgbImage image, Box place, byte[] pixels)
    {
        var (left, top, width, height) = ((int)place.X1, (int)place.Y1, (int)place.Width, (int)place.Height);
        for (var y = 0; y < height; y++)
            image.Pixels.AsSpan(((top + y) * image.Width + left) * 3, width * 3).CopyTo(pixels.AsSpan(y * width * 3));
    }
}
