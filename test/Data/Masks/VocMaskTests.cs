using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Pascal VOC: masks of some of the images, in the lists of ImageSets/Segmentation.</summary>
public sealed class VocMaskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public VocMaskTests()
    {
        foreach (var (at, name) in new[] { "a", "b", "c", "d", "boxes_only" }.Index())
            Images.Write(_folder[$"JPEGImages/{name}.jpg"], Images.Pattern((ulong)at + 1));
        foreach (var (at, name) in new[] { "a", "b", "c" }.Index()) Mask(name, (byte)(at + 1));
        List("train", "a", "d");
        List("val", "b");
        List("trainval", "a", "b", "c", "d");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_and_splits_are_those_of_the_lists()
    {
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Equal([("JPEGImages/a.jpg", "train"), ("JPEGImages/b.jpg", "val"), ("JPEGImages/c.jpg", null), ("JPEGImages/d.jpg", "train")],
            dataset.Samples.Select(sample => (sample.Name, sample.Split)));
        Assert.Equal(("background", "diningtable", 21), (dataset.Classes[0], dataset.Classes[11], dataset.Classes.Count));
        Assert.Contains("boxes_only.jpg", Assert.Single(dataset.Warnings).What);
    }

    [Fact]
    public void A_missing_mask_is_an_error_or_left_out_as_a_bad_image_is()
    {
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Contains("no mask 'SegmentationClass/d.png'", Assert.Throws<ProblemsException>(MaskDatasetExamination.Examine(dataset).ThrowIfErrors).Message);
        var skipped = MaskDatasetExamination.Examine(dataset, new ExaminationOptions { OnBadImage = OnBadImage.Skip });
        Assert.False(skipped.HasErrors);
        Assert.Equal(["JPEGImages/a.jpg", "JPEGImages/b.jpg", "JPEGImages/c.jpg"], skipped.Usable().Samples.Select(sample => sample.Name));
    }

    [Fact]
    public void A_listed_image_that_is_not_there_is_an_error()
    {
        List("val", "b", "gone");
        Assert.Contains("gone", Assert.Single(MaskReader.Read(_folder.Root).Errors).What);
    }

    [Fact]
    public void Folders_are_not_walked_for_names_that_nobody_asks_for()
    {
        Func<IEnumerable<string>> walk = () => throw new InvalidOperationException("They were walked.");
        Assert.Equal("train", new VocSplits(_folder.Root, walk, "Segmentation").Of("a"));
        Assert.Null(new VocSplits(_folder["JPEGImages"], walk, "Segmentation").Of("\u00e4"));
    }

    private void Mask(string name, byte label) =>
        Images.Write(_folder[$"SegmentationClass/{name}.png"],
            IndexPng.Write(new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => i % 5 == 0 ? label : (byte)0)])));

    private void List(string split, params string[] names) =>
        Images.Write(_folder[$"ImageSets/Segmentation/{split}.txt"], System.Text.Encoding.UTF8.GetBytes(string.Join("\n", names) + "\n"));
}
