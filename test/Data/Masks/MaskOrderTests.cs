using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class MaskOrderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_mean_the_classes_of_their_own_names_and_not_the_models_order()
    {
        Write("a", value => (byte)(value % 4 == 3 ? 255 : value % 4));
        File.WriteAllText(_folder["classes.txt"], "background\nwasp\nant\n");
        var dataset = MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["background", "ant", "bee", "wasp"] });
        Assert.Equal((string[])["background", "ant", "bee", "wasp"], dataset.Classes);

        var examination = MaskDatasetExamination.Examine(dataset);
        Assert.False(examination.HasErrors);
        Assert.Equal([1920L, 1920, 0, 1920], examination.PixelsPerClass);
        Assert.Equal(1920, examination.IgnoredPixels);
        var map = DecodedMaskSample.Load(examination.Usable().Samples[0]).Map;
        Assert.Equal(new byte[] { 0, 3, 1, 255 }, map.Values[..4]);
        Assert.Equal(IndexPng.VocColour(2), dataset.Palette[1]);
    }

    [Fact]
    public void A_class_the_model_does_not_know_is_an_error_only_where_it_has_pixels()
    {
        Write("a", value => (byte)(value % 2));
        File.WriteAllText(_folder["classes.txt"], "background\nwasp\nant\n");
        Assert.Empty(MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["background", "wasp"] }).Errors);
        var error = Assert.Single(MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["background", "ant"] }).Errors);
        Assert.Contains("'wasp' (3840 pixels of the value 1)", error.What);
    }

    [Fact]
    public void Values_without_a_name_are_refused_though_the_model_has_more_classes()
    {
        Write("a", value => (byte)(value % 3));
        File.WriteAllText(_folder["classes.txt"], "background\nant\n");
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["background", "bee", "ant"] }));
        Assert.Contains("2 (2560 pixels)", Assert.Throws<ProblemsException>(examination.ThrowIfErrors).Message);
    }

    [Fact]
    public void Two_spellings_of_a_name_are_one_class()
    {
        Write("a", value => (byte)(value % 2));
        File.WriteAllText(_folder["classes.txt"], "background\ndiningtable\n");
        var dataset = MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["__background__", "cat", "dining table"] });
        Assert.Empty(dataset.Errors);
        Assert.Equal(2, DecodedMaskSample.Load(dataset.Samples[0]).Map.Values[1]);
    }

    [Fact]
    public void Without_names_the_models_order_is_taken_and_said()
    {
        Write("a", value => (byte)(value % 2));
        var dataset = MaskReader.Read(_folder.Root, new ReaderOptions { Classes = ["background", "ant"] });
        Assert.Contains("in its order", Assert.Single(dataset.Warnings).What);
    }

    [Fact]
    public void Polygons_are_painted_in_the_models_order()
    {
        var path = Path.Combine(Scenes.Root, "annotations", "instances_val.json");
        var own = MaskReader.Read(path);
        string[] turned = ["background", .. own.Classes.Skip(1).Reverse()];
        var dataset = MaskReader.Read(path, new ReaderOptions { Classes = turned });
        Assert.Empty(dataset.Errors);
        var (before, after) = (DecodedMaskSample.Load(own.Samples[0]).Map.Values, DecodedMaskSample.Load(dataset.Samples[0]).Map.Values);
        Assert.Equal(before.Select(value => value is 0 or 255 ? value : (byte)(own.Classes.Count - value)), after);
    }

    private void Write(string name, Func<int, byte> value)
    {
        Images.Write(_folder[$"images/{name}.jpg"], Images.Pattern(name[0]));
        Images.Write(_folder[$"masks/{name}.png"], IndexPng.Write(new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(value)])));
    }
}
