using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Folders of images that have the names of other things than classes are not taken for classes unasked.</summary>
public sealed class LayoutDoubtTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("images/a.jpg masks/a.jpg", "'images' (1 .jpg) and 'masks' (1 .jpg)", "no PNG file in 'masks'")]
    [InlineData("images/a.jpg masks/a_mask.gif", "'masks' (1 .gif)", "no PNG file in 'masks'")]
    [InlineData("images/a.jpg masks/a.tif", "'masks' (1 .tif)", "no PNG file in 'masks'")]
    [InlineData("imgs/a.jpg masks/a.png", "'imgs' (1 .jpg)", "not 'imgs'")]
    [InlineData("Images/a.jpg Labels/a.png", "'Images' (1 .jpg) and 'Labels' (1 .png)", "not 'Labels'")]
    [InlineData("JPEGImages/a.jpg SegmentationClass/a.bmp", "'SegmentationClass' (1 .bmp)", "no PNG file")]
    [InlineData("images/a.jpg annotations/a.jpg", "'annotations' (1 .jpg)", "no PNG file")]
    [InlineData("train/images/a.jpg train/masks/a.jpg val/images/b.jpg val/masks/b.jpg", "'train/masks' (1 .jpg)", "no PNG file in 'train/masks'")]
    [InlineData("sick/images/a.png sick/masks/a.png well/images/b.png well/masks/b.png", "'sick/masks' (1 .png)", "in its train and val")]
    [InlineData("train/cell1/images/a.png train/cell1/masks/a.png train/cell2/images/b.png", "'train/cell1/masks' (1 .png)", "in its train and val")]
    [InlineData("train/a.jpg train_masks/a.gif", "'train' (1 .jpg) and 'train_masks' (1 .gif)", "not 'train_masks'")]
    public void Images_beside_masks_are_no_two_classes(string files, string seen, string trouble)
    {
        var doubt = Write(files).Doubt!;
        Assert.Contains(seen, doubt.Seen);
        Assert.Contains("two classes of images, or images and their masks", doubt.Readings);
        Assert.Contains("--task classify", doubt.Cure);
        Assert.Contains("--task segment; they must be PNG files", doubt.Cure);
        Assert.Contains(trouble, doubt.MaskTrouble);

        Assert.Equal(2, Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder.Root).WithoutDoubt()).ExitCode);
        var masks = Assert.Throws<GraftException>(() => MaskReader.Read(_folder.Root)).Message;
        Assert.Contains(trouble, masks);
        Assert.DoesNotContain("--task classify", masks);
        Assert.DoesNotContain("--task classify", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
    }

    [Theory]
    [InlineData("train/a.jpg val/b.jpg", "'train' (1 .jpg) and 'val' (1 .jpg)")]
    [InlineData("train/cat/a.jpg train/dog/b.jpg test/c.jpg", "'test' (1 .jpg) and 'train' (2 .jpg in 2 folders)")]
    public void One_split_beside_another_is_no_class(string files, string seen)
    {
        var doubt = Write(files).Doubt!;
        Assert.Contains(seen, doubt.Seen);
        Assert.Contains("splits for classification hold a folder of each class", doubt.Readings);
        Assert.Contains("--task classify", doubt.Cure);
    }

    [Fact]
    public void Annotations_that_no_reader_knows_are_said_to_be_that() =>
        Assert.Contains("none could be read as COCO, YOLO or VOC", Write("images/a.jpg labels/a.mat").Doubt!.Readings);

    [Theory]
    [InlineData("cat/a.jpg dog/b.jpg", "for each class: cat, dog.")]
    [InlineData("with_mask/a.jpg without_mask/b.jpg", "with_mask, without_mask")]
    [InlineData("mask/a.jpg no_mask/b.jpg", "mask, no_mask")]
    [InlineData("train/a.jpg car/b.jpg", "car, train")]
    [InlineData("train/cat/a.jpg train/dog/b.jpg val/cat/c.jpg val/dog/d.jpg test/e.jpg", "for each class in train, val: cat, dog.")]
    [InlineData("labels/a.jpg bottles/b.jpg", "bottles, labels")]
    public void Classes_stay_classes_and_are_named(string files, string reason)
    {
        var layout = Write(files);
        Assert.Null(layout.Doubt);
        Assert.Contains(reason, layout.WithoutDoubt().Reason);
        Assert.Contains("choose --task classify", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder.Root)).Message);
    }

    private DatasetLayout Write(string files)
    {
        foreach (var file in files.Split(' ')) Images.Write(_folder[file], [1]);
        return DatasetLayout.Infer(_folder.Root);
    }
}
