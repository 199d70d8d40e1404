using System.Buffers.Binary;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>Images that are no photograph of one upright person.</summary>
public sealed class FaceBadInputTests
{
    [Fact]
    public void What_is_black_white_or_noise_is_no_person()
    {
        using var analyzer = FaceAnalyzer.Open();
        var noise = new RgbImage(200, 300);
        new Random(1).NextBytes(noise.Pixels);
        var white = new RgbImage(640, 480);
        Array.Fill(white.Pixels, (byte)255);
        foreach (var image in new[] { new RgbImage(640, 480), white, noise })
            Assert.DoesNotContain(analyzer.Analyze(image), face => face.Refusal is null && FaceQualityFloor.Deciding.Below(face.Quality!) is null);
    }

    [Theory, InlineData(3), InlineData(6), InlineData(8)]
    public void A_photograph_that_EXIF_turns_has_the_faces_of_the_upright_one(int orientation)
    {
        using var analyzer = FaceAnalyzer.Open(new() { ScoreThreshold = 0.05, MeasuresStability = false });
        var upright = Compressed(DrawnFace.Of(300));
        var turned = Stored(upright, orientation);
        var expected = analyzer.Analyze(upright)[0];
        var found = analyzer.Analyze(WithOrientation(ImageEncoder.EncodeJpeg(turned, 100), orientation))[0];
        Assert.Equal(expected.Box.X1, found.Box.X1, 3.0);
        Assert.Equal(expected.Box.Y1, found.Box.Y1, 3.0);
        Assert.Equal(expected.Box.X2, found.Box.X2, 3.0);
        Assert.Equal(expected.Box.Y2, found.Box.Y2, 3.0);
        Assert.Equal(expected.Roll, found.Roll, 3.0);
    }

    // What a camera stores that was held so.
    private static RgbImage Stored(RgbImage upright, int orientation)
    {
        var side = upright.Width;
        var stored = new RgbImage(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (u, v) = orientation switch { 3 => (side - 1 - x, side - 1 - y), 6 => (y, side - 1 - x), _ => (side - 1 - y, x) };
                upright.Pixels.AsSpan(3 * (y * side + x), 3).CopyTo(stored.Pixels.AsSpan(3 * (v * side + u)));
            }
        return stored;
    }

    // Both were compressed once: JPEG's own loss is not what is compared.
    private static RgbImage Compressed(RgbImage image) => ImageFile.Decode(ImageEncoder.EncodeJpeg(image, 100), "drawn.jpg");

    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(exif.AsSpan(28), (ushort)orientation);
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
