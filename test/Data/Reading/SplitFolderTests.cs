using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>root/train/class/image and its sisters.</summary>
public sealed class SplitFolderTests
{
    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("validation")]
    [InlineData("Validation")]
    public void The_usual_names_of_splits_are_understood(string name)
    {
        using var folder = new TestFolder();
        Touch(folder, "train/a/1.jpg", "train/b/1.jpg", $"{name}/a/2.jpg", "test/b/3.jpg");
        var data = DatasetReader.Read(folder.Root);
        Assert.Equal(["a", "b"], data.Classes);
        Assert.True(data.HasSplits);
        Assert.Equal(["test", "train", "train", "val"], data.Samples.Select(sample => sample.Split).Order(StringComparer.Ordinal));
        Assert.Equal("train/a/1.jpg", data.Samples.Single(sample => sample is { Split: "train", Label: 0 }).Name);
    }

    [Fact]
    public void A_class_unknown_to_train_is_an_error_with_its_split()
    {
        using var folder = new TestFolder();
        Touch(folder, "train/a/1.jpg", "train/b/1.jpg", "val/c/2.jpg", "val/c/3.jpg", "test/d/1.jpg");
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root));
        Assert.Contains("(val): The class 'c' (2 images) is unknown to train, which has a, b.", error.Message);
        Assert.Contains("(test): The class 'd' (1 image) is unknown to train", error.Message);
    }

    [Fact]
    public void A_class_called_train_is_a_class()
    {
        using var folder = new TestFolder();
        Touch(folder, "train/1.jpg", "car/1.jpg", "bike/1.jpg");
        var data = DatasetReader.Read(folder.Root);
        Assert.Equal(["bike", "car", "train"], data.Classes);
        Assert.False(data.HasSplits);
    }

    [Fact]
    public void Two_folders_for_one_split_are_refused()
    {
        using var folder = new TestFolder();
        Touch(folder, "train/a/1.jpg", "train/b/1.jpg", "val/a/2.jpg", "valid/b/2.jpg");
        Assert.Contains("'val' and 'valid' both mean 'val'", Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root)).Message);
    }

    [Fact]
    public void A_folder_beside_the_splits_is_reported()
    {
        using var folder = new TestFolder();
        Touch(folder, "train/a/1.jpg", "train/b/1.jpg", "val/a/2.jpg", "raw/9.jpg", "val/loose.jpg");
        var data = DatasetReader.Read(folder.Root);
        Assert.Equal(3, data.Samples.Count);
        Assert.Contains(data.Warnings, warning => warning.What.Contains("raw/9.jpg"));
        Assert.Contains(data.Warnings, warning => warning.What.Contains("val/loose.jpg"));
    }

    [Fact]
    public void An_empty_class_is_an_error_in_train_and_a_warning_elsewhere()
    {
        using var folder = new TestFolder();
        Touch(folder, "train/a/1.jpg", "train/b/1.jpg", "val/a/2.jpg", "val/b/.keep");
        Assert.Contains(DatasetReader.Read(folder.Root).Warnings, warning => warning.Where == "val/b");
        Touch(folder, "train/c/.keep");
        Assert.Contains("train/c", Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root)).Message);
    }

    [Fact]
    public void A_test_split_alone_needs_a_models_classes()
    {
        using var folder = new TestFolder();
        Touch(folder, "test/a/1.jpg", "test/b/1.jpg");
        Assert.Contains("none to train on", Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root)).Message);
        Assert.Equal(2, DatasetReader.Read(folder.Root, new ReaderOptions { Classes = ["a", "b", "c"] }).Samples.Count);
    }

    private static void Touch(TestFolder folder, params string[] names)
    {
        foreach (var name in names) ClassFolderTests.Touch(folder, name);
    }
}
