using CsCheck;

namespace Graft.Imaging.Tests;

public class ResamplerTests
{
    public static TheoryData<string> Resized() => [.. Directory.GetFiles(Fixture.At(""), "resize_*x*.png").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Resized))]
    public void A_resized_image_equals_Pillows(string name)
    {
        var source = ImageFile.Decode(Fixture.At("resize_source.png"));
        var expected = ImageFile.Decode(Fixture.At(name));
        var interpolation = Enum.Parse<Interpolation>(Path.GetFileNameWithoutExtension(name).Split('_')[2], ignoreCase: true);

        var image = Resampler.Resize(source, expected.Width, expected.Height, interpolation);

        // One level is allowed; the same arithmetic gives the same bytes.
        Assert.Equal(0, Summary.Difference(image, expected));
    }

    [Fact]
    public void All_kernels_give_the_same_bytes()
    {
        var sizes = Gen.Select(Gen.Int[1, 90], Gen.Int[1, 70], Gen.Int[1, 120], Gen.Int[1, 120]);
        Gen.Select(sizes, Gen.Bool, Gen.UInt).Sample((size, cubic, seed) =>
        {
            var (width, height, toWidth, toHeight) = size;
            var interpolation = cubic ? Interpolation.Bicubic : Interpolation.Bilinear;
            var image = Noise(width, height, seed);
            var expected = Run(image, OutputWindow.Whole(toWidth, toHeight), interpolation, ResampleKernel.Scalar);
            foreach (var kernel in Kernels())
                Assert.Equal(expected, Run(image, OutputWindow.Whole(toWidth, toHeight), interpolation, kernel));
        }, iter: 300);
    }

    [Fact]
    public void Four_byte_pixels_give_the_same_as_three()
    {
        var image = Noise(61, 47, 5);
        using var wide = Widen(image);
        foreach (var kernel in Kernels().Append(ResampleKernel.Scalar))
        {
            var window = OutputWindow.Whole(29, 80);
            var result = new byte[29 * 80 * 3];
            ResampleEngine.Run(wide.Source, ResamplePlan.Create(wide.Source, window, Interpolation.Bicubic), kernel, result, 29 * 3);
            Assert.Equal(Run(image, window, Interpolation.Bicubic, kernel), result);
        }
    }

    [Fact]
    public void A_part_has_the_pixels_of_the_whole()
    {
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 30], Gen.Int[1, 23], Gen.Int[1, 20], Gen.Int[0, 2]).Sample((left, top, width, height, filter) =>
        {
            var interpolation = (Interpolation)filter;
            var image = Noise(97, 75, 9);
            var whole = Resampler.Resize(image, 63, 50, interpolation);
            var part = new byte[width * height * 3];
            ResampleEngine.Run(new PixelSource(image), new OutputWindow(63, 50, left, top, width, height), interpolation, part, width * 3);
            for (var y = 0; y < height; y++)
                Assert.Equal(whole.Pixels.AsSpan(((top + y) * 63 + left) * 3, width * 3).ToArray(), part.AsSpan(y * width * 3, width * 3).ToArray());
        }, iter: 200);
    }

    [Fact]
    public void An_image_of_one_colour_keeps_it()
    {
        Gen.Select(Gen.Byte, Gen.Int[1, 200], Gen.Int[1, 200], Gen.Int[0, 2]).Sample((value, width, height, filter) =>
        {
            var image = new RgbImage(37, 53);
            image.Pixels.AsSpan().Fill(value);
            Assert.Equal(-1, Resampler.Resize(image, width, height, (Interpolation)filter).Pixels.AsSpan().IndexOfAnyExcept(value));
        }, iter: 100);
    }

    [Fact]
    public void A_cubic_overshoot_is_cut_and_does_not_wrap()
    {
        var edge = new RgbImage(8, 1, [.. Enumerable.Range(0, 24).Select(i => i < 12 ? (byte)0 : (byte)255)]);

        var image = Resampler.Resize(edge, 64, 1, Interpolation.Bicubic);

        Assert.Equal(0, image.Pixels[20 * 3]);
        Assert.Equal(255, image.Pixels[43 * 3]);
    }

    [Theory, InlineData(Interpolation.Nearest), InlineData(Interpolation.Bilinear), InlineData(Interpolation.Bicubic)]
    public void The_same_size_gives_the_same_pixels(Interpolation interpolation)
    {
        var image = Noise(30, 20, 3);
        Assert.Equal(image.Pixels, Run(image, OutputWindow.Whole(30, 20), interpolation, ResampleEngine.Best));
        Assert.Same(image, Resampler.Resize(image, 30, 20, interpolation));
    }

    [Theory, InlineData(0, 5), InlineData(5, 0), InlineData(-1, 5)]
    public void A_size_below_one_is_an_error(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resize(new RgbImage(4, 4), width, height, Interpolation.Bilinear));

    private static IEnumerable<ResampleKernel> Kernels() =>
        new[] { ResampleKernel.Vector128, ResampleKernel.Avx2 }.Where(kernel => kernel <= ResampleEngine.Best);

    private static byte[] Run(RgbImage image, OutputWindow window, Interpolation interpolation, ResampleKernel kernel)
    {
        var source = new PixelSource(image);
        var result = new byte[window.Width * window.Height * 3];
        if (interpolation == Interpolation.Nearest) ResampleEngine.Run(source, window, interpolation, result, window.Width * 3);
        else ResampleEngine.Run(source, ResamplePlan.Create(source, window, interpolation), kernel, result, window.Width * 3);
        return result;
    }

    private static PixelBuffer Widen(RgbImage image)
    {
        var wide = new PixelBuffer(image.Width, image.Height, 4);
        for (var i = 0; i < image.Width * image.Height; i++) image.Pixels.AsSpan(i * 3, 3).CopyTo(wide.Pixels.AsSpan(i * 4));
        return wide;
    }

    private static RgbImage Noise(int width, int height, uint seed)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            seed = seed * 1664525 + 1013904223;
            // Half of the values are extremes, which show overflow.
            image.Pixels[i] = (seed >> 30) switch { 0 => 0, 1 => 255, _ => (byte)(seed >> 20) };
        }
        return image;
    }
}
