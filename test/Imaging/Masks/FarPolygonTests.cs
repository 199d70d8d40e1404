using System.Diagnostics;

namespace Graft.Imaging.Tests;

public class FarPolygonTests
{
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e8)]
    [InlineData(1e10)]
    [InlineData(1e200)]
    public void Filling_takes_as_long_as_the_image_is_large_whatever_the_coordinates(double far)
    {
        var watch = Stopwatch.StartNew();
        var around = Mask.FromPolygons(96, 80, [new Polygon([-far, -far, far, -far, far, far, -far, far])]);
        var half = Mask.FromPolygons(96, 80, [new Polygon([48, -far, far, -far, far, far, 48, far])]);
        var beyond = Mask.FromPolygons(96, 80, [new Polygon([far, far, 2 * far, far, 2 * far, 2 * far])]);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1);
        Assert.Equal((96 * 80, 48 * 80, 0), (around.Area, half.Area, beyond.Area));
    }

    [Fact]
    public void What_is_cut_off_far_outside_changes_nothing_inside()
    {
        var random = new SeededRandom(3);
        const int Side = 40;
        for (var round = 0; round < 300; round++)
        {
            double[] points = [.. Enumerable.Range(0, 2 * (3 + random.Next(6))).Select(_ => random.Uniform(-4 * Side, 5 * Side))];
            var cut = Mask.FromPolygons(Side, Side, [new Polygon(points)]);
            // In an image that is nine times as wide the same polygon is near, and left as it is.
            var whole = Mask.FromPolygons(9 * Side, 9 * Side, [new Polygon(points).Map(1, 1, 4 * Side, 4 * Side)])
                .Place(new Placement(1, 1, -4 * Side, -4 * Side), Side, Side);
            var (one, other) = (cut.ToBitmap(), whole.ToBitmap());
            Assert.InRange(one.Zip(other).Count(pair => pair.First != pair.Second), 0, Side * points.Length / 2 / 8);
        }
    }

    [Fact]
    public void A_mask_file_that_unpacks_to_more_than_it_says_is_read_no_further_and_one_that_says_too_much_is_refused()
    {
        var file = IndexPng.Write(new ClassMap(8, 8, new byte[64]));
        var bomb = Png(8, 8, new byte[50_000_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(8, IndexPng.Read(bomb, "bomb.png").Map.Width);
        Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageException>(() => IndexPng.Read(Png(12_000, 12_000, new byte[900]), "huge.png")).Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal(8, IndexPng.Read(file, "good.png").Map.Height);
    }

    private static byte[] Png(int width, int height, byte[] rows)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header, width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 0);
        using var data = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(data, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        PngFile.WriteChunk(file, "IHDR"u8, header);
        PngFile.WriteChunk(file, "IDAT"u8, data.ToArray());
        PngFile.WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }
}
