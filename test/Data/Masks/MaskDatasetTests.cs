using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class MaskDatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_scenes_have_masks_with_the_names_of_their_annotations()
    {
        var dataset = MaskReader.Read(Scenes.Root);
        Assert.Equal((string[])["background", "bird", "hoofed", "vehicle", "instrument"], dataset.Classes);
        Assert.Equal(36, dataset.Samples.Count);
        Assert.Equal(12, dataset.Samples.Count(sample => sample.Split == "val"));
        var examination = MaskDatasetExamination.Examine(dataset);
        Assert.False(examination.HasErrors);
        Assert.All(examination.PixelsPerClass, pixels => Assert.True(pixels > 0));
        Assert.Equal(36L * 320 * 240, examination.PixelsPerClass.Sum() + examination.IgnoredPixels);
    }

    [Theory]
    [InlineData(OnBadImage.Fail)]
    [InlineData(OnBadImage.Skip)]
    public void Where_no_image_can_be_used_nothing_is_said_of_classes(OnBadImage treatment)
    {
        var options = new ExaminationOptions { OnBadImage = treatment, Decode = new DecodeOptions { MaxPixels = 100 } };
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(Scenes.Root), options);
        Assert.True(examination.HasErrors);
        Assert.DoesNotContain(examination.Problems, problem => problem.What.Contains("The masks hold"));
        Assert.Contains(examination.Problems, problem => problem.What == "None of the 36 images can be used.");
    }

    [Fact]
    public void Masks_are_painted_from_polygons_where_no_files_are()
    {
        var dataset = MaskReader.Read(Path.Combine(Scenes.Root, "annotations", "instances_val.json"));
        Assert.Equal(5, dataset.Classes.Count);
        Assert.All(dataset.Samples, sample => Assert.Null(sample.MaskPath));
        var (painted, drawn, same) = (DecodedMaskSample.Load(dataset.Samples[0]),
            DecodedMaskSample.Load(MaskReader.Read(Scenes.Root).Samples.First(sample => sample.Split == "val")), 0);
        for (var i = 0; i < painted.Map.Values.Length; i++)
            if (drawn.Map.Values[i] == painted.Map.Values[i] || drawn.Map.Values[i] == ClassMap.Ignore) same++;
        Assert.True(same > 0.98 * painted.Map.Values.Length);
    }

    [Fact]
    public void What_does_not_count_is_painted_over_and_small_objects_over_large_ones()
    {
        ObjectAnnotation[] objects =
        [
            new(new Box(2, 2, 4, 4), 1) { Polygons = [Polygon.Of(new Box(2, 2, 4, 4))] },
            new(new Box(0, 0, 8, 6), 0) { Polygons = [Polygon.Of(new Box(0, 0, 8, 6))] },
            new(new Box(7, 5, 8, 6), 0) { IsCrowd = true },
        ];
        var map = MaskPainting.Paint(10, 6, objects);
        Assert.Equal((2, 1, 255, 0), (map.Values[2 * 10 + 2], map.Values[0], map.Values[5 * 10 + 7], map.Values[9]));
    }

    [Fact]
    public void Wrong_sizes_unknown_values_colours_and_missing_masks_are_listed_together()
    {
        Write("good", new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => (byte)(i % 3 == 0 ? 255 : i % 3))]));
        Write("size", new ClassMap(80, 96, new byte[96 * 80]));
        Write("value", new ClassMap(96, 80, [.. Enumerable.Repeat((byte)7, 96 * 80)]));
        Images.Write(_folder["images/alone.jpg"], Images.Pattern(7));
        Images.Write(_folder["images/colour.jpg"], Images.Pattern(8));
        Images.Write(_folder["masks/colour.png"], ImageEncoder.EncodePng(Images.Pattern(8)));
        Images.Write(_folder["masks/orphan.png"], IndexPng.Write(new ClassMap(1, 1, [0])));
        File.WriteAllText(_folder["classes.txt"], "background\nant\nbee\n");
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root));
        var message = Assert.Throws<ProblemsException>(examination.ThrowIfErrors).Message;
        foreach (var part in new[] { "80 x 96", "7 (7680 pixels)", "alone.jpg", "mask in colours", "orphan.png" }) Assert.Contains(part, message);
        Assert.Equal("images/good.jpg", Assert.Single(examination.Usable().Samples).Name);
        Assert.Equal(2560, examination.IgnoredPixels);
    }

    [Theory]
    [InlineData("classes.json", "[\"sky\", \"ant\"]")]
    [InlineData("classes.json", "{\"sky\": 0, \"ant\": 1}")]
    [InlineData("classes.json", "{\"1\": \"ant\", \"0\": \"sky\"}")]
    [InlineData("data.yaml", "names:\n  0: sky\n  1: ant\n")]
    public void Class_names_are_read_from_the_files_people_have(string file, string text)
    {
        Write("a", new ClassMap(96, 80, new byte[96 * 80]));
        File.WriteAllText(_folder[file], text);
        Assert.Equal((string[])["sky", "ant"], MaskReader.Read(_folder.Root).Classes);
    }

    [Fact]
    public void Without_names_the_values_are_numbered_and_it_is_said()
    {
        Write("a", new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => (byte)(i % 4 == 3 ? 255 : i % 4))]));
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Equal((string[])["background", "class 1", "class 2"], dataset.Classes);
        Assert.Single(dataset.Warnings);
    }

    private void Write(string name, ClassMap map)
    {
        Images.Write(_folder[$"images/{name}.jpg"], Images.Pattern((ulong)name[0]));
        Images.Write(_folder[$"masks/{name}.png"], IndexPng.Write(map));
    }
}
