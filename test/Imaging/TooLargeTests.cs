using System.Buffers.Binary;
using static Graft.Imaging.Tests.Refusals;

namespace Graft.Imaging.Tests;

/// <summary>Images of more pixels than are decoded.</summary>
public class TooLargeTests
{
    [Fact]
    public void A_bomb_of_30000_x_30000_pixels_is_refused_by_its_header()
    {
        var bomb = PngOfSize(30_000, 30_000);
        var before = GC.GetTotalAllocatedBytes();
        var refusal = Refused(ImageFault.TooLarge, () => ImageFile.Decode(bomb, "bomb.png"), "bomb.png");
        Assert.Contains("30000 x 30000 = 900000000", refusal.Message);
        Assert.Contains("178956970", refusal.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
    }

    [Fact]
    public void The_limit_is_the_callers()
    {
        var options = new DecodeOptions { MaxPixels = 32 * 24 - 1 };
        foreach (var name in new[] { "rgb.jpg", "rgb.tif" })
        {
            Refused(ImageFault.TooLarge, () => ImageFile.Decode(Fixture.At(name), options), name);
            Assert.Equal(32, ImageFile.Decode(Fixture.At(name), options with { MaxPixels = 32 * 24 }).Width);
        }
    }

    [Fact]
    public void An_image_too_large_for_one_array_is_refused_whatever_the_limit() =>
        Refused(ImageFault.TooLarge, () => ImageFile.Decode(PngOfSize(40_000, 40_000), "x.png", new DecodeOptions { MaxPixels = long.MaxValue }), "x.png");

    private static byte[] PngOfSize(uint width, uint height)
    {
        var bytes = Fixture.Bytes("rgb.png");
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc32(bytes.AsSpan(12, 17)));
        return bytes;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
