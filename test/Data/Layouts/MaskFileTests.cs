using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Masks in other formats than PNG, and in colours.</summary>
public sealed class MaskFileTests : IDisposable
{
    private const string Map = "# label:color_rgb:parts:actions\ncar:0,0,142::\nbackground:0,0,0::\n";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("labelmap.txt", Map)]
    [InlineData("class_dict.csv", "name,r,g,b\ncar,0,0,142\nbackground,0,0,0\n")]
    [InlineData("class_dict.csv", "\uFEFF\"class\"; \"r\";\"g\";\"b\"\r\n\"car\";0;0;142\r\n\"background\"; 0; 0; 0\r\n")]
    public void Colours_are_the_classes_of_their_legend(string file, string text)
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/a.png"], ImageEncoder.EncodePng(Image(96, 80, x => x < 24 ? (0, 0, 142) : (0, 0, 0))));
        File.WriteAllText(_folder[file], text);
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Equal(["background", "car"], dataset.Classes);
        var examination = MaskDatasetExamination.Examine(dataset);
        Assert.False(examination.HasErrors, string.Join('\n', examination.Problems));
        Assert.Equal([72 * 80, 24 * 80], examination.PixelsPerClass);
        Assert.Equal(((byte)0, (byte)0, (byte)142), dataset.Palette[1]);
    }

    [Fact]
    public void A_colour_that_the_legend_lacks_is_named()
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/a.png"], ImageEncoder.EncodePng(Image(96, 80, x => x < 24 ? (1, 2, 3) : (0, 0, 0))));
        File.WriteAllText(_folder["labelmap.txt"], Map);
        Assert.Contains(MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root)).Problems,
            problem => !problem.IsWarning && problem.What.Contains("colour 1, 2, 3, which 'labelmap.txt' does not name"));
    }

    [Theory]
    [InlineData("labelmap.txt", "car:0,0::\n", "line 1")]
    [InlineData("labelmap.txt", "car:0,0,256::\n", "line 1")]
    [InlineData("class_dict.csv", "name,r,g,b\ncar,0,0,1\nbus,0,0,1\n", "line 3")]
    public void A_legend_that_is_none_is_refused_by_its_line(string file, string text, string words)
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/a.png"], ImageEncoder.EncodePng(Image(96, 80, _ => (0, 0, 0))));
        File.WriteAllText(_folder[file], text);
        Assert.Contains(words, Assert.Throws<GraftException>(() => MaskReader.Read(_folder.Root)).Message);
    }

    [Theory]
    [InlineData("bmp")]
    public void Grey_levels_of_other_formats_are_class_numbers(string ending)
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder[$"masks/a.{ending}"], Bmp(96, 80, x => (byte)(x < 24 ? 2 : x < 48 ? 1 : 0)));
        File.WriteAllText(_folder["classes.txt"], "ground\nant\nbee\n");
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root));
        Assert.False(examination.HasErrors, string.Join('\n', examination.Problems));
        Assert.Equal([48 * 80, 24 * 80, 24 * 80], examination.PixelsPerClass);
    }

    [Theory]
    [InlineData(null, "background foreground")]
    [InlineData("ground\nroad\n", "ground road")]
    public void Black_and_white_masks_are_two_classes(string? names, string classes)
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/a.png"], ImageEncoder.EncodePng(Image(96, 80, x => x < 24 ? (255, 255, 255) : (0, 0, 0))));
        if (names is not null) File.WriteAllText(_folder["classes.txt"], names);
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Equal(classes, string.Join(' ', dataset.Classes));
        Assert.Contains("black and white", Assert.Single(dataset.Warnings).What);
        Assert.Equal([72 * 80, 24 * 80], MaskDatasetExamination.Examine(dataset).PixelsPerClass);
        // A model of the same classes in another order.
        var turned = MaskReader.Read(_folder.Root, new ReaderOptions { Classes = [.. dataset.Classes.Reverse()] });
        Assert.Equal([24 * 80, 72 * 80], MaskDatasetExamination.Examine(turned).PixelsPerClass);
    }

    private static RgbImage Image(int width, int height, Func<int, (int Red, int Green, int Blue)> colour)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            var (red, green, blue) = colour(i % width);
            (image.Pixels[3 * i], image.Pixels[3 * i + 1], image.Pixels[3 * i + 2]) = ((byte)red, (byte)green, (byte)blue);
        }
        return image;
    }

    // 24 bits, rows from the bottom, each a multiple of four bytes.
    private static byte[] Bmp(int width, int height, Func<int, byte> level)
    {
        var row = (3 * width + 3) / 4 * 4;
        var bytes = new byte[54 + row * height];
        (bytes[0], bytes[1], bytes[10], bytes[14], bytes[26], bytes[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BitConverter.TryWriteBytes(bytes.AsSpan(2), bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), width);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) bytes.AsSpan(54 + y * row + 3 * x, 3).Fill(level(x));
        return bytes;
    }
}
