using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>root/class/image.</summary>
public sealed class ClassFolderTests
{
    [Fact]
    public void The_bundled_photos_are_four_classes_sorted_by_name()
    {
        var photos = DatasetReader.Read(Repository.At("samples", "photos"));
        Assert.Equal(["fish", "monument", "renewable_energy", "tool"], photos.Classes);
        Assert.Equal([28, 26, 28, 25], photos.CountPerClass());
        Assert.Equal(photos.Samples.Select(sample => sample.Name).Order(StringComparer.Ordinal), photos.Samples.Select(sample => sample.Name));
        Assert.All(photos.Samples, sample => Assert.True(File.Exists(sample.Path)));
        Assert.Equal("fish", photos.ClassOf(photos.Samples[0]));
    }

    [Fact]
    public void Classes_are_sorted_ordinally_and_images_at_any_depth_belong_to_the_top_folder()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "b/x.jpg", "B/x.png", "a/deep/er/x.TIFF", "a/x.webp" }) Touch(folder, name);
        var data = DatasetReader.Read(folder.Root);
        Assert.Equal(["B", "a", "b"], data.Classes);
        Assert.Equal([("B/x.png", 0), ("a/deep/er/x.TIFF", 1), ("a/x.webp", 1), ("b/x.jpg", 2)], data.Samples.Select(sample => (sample.Name, sample.Label)));
        Assert.Contains(data.Warnings, warning => warning.What.Contains("differ only in case"));
    }

    [Fact]
    public void Hidden_files_are_ignored_and_others_are_counted_by_name()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a/1.jpg", "b/1.jpg", "a/.DS_Store", ".git/config.jpg", "a/Thumbs.db", "a/notes.txt", "README.md", "__MACOSX/a/1.jpg" }) Touch(folder, name);
        var data = DatasetReader.Read(folder.Root);
        Assert.Equal(2, data.Samples.Count);
        Assert.Equal(["a/notes.txt", "README.md"], data.OtherFiles);
        Assert.Contains(data.Warnings, warning => warning.What.Contains("2 files") && warning.What.Contains("a/notes.txt"));
    }

    [Fact]
    public void Images_outside_the_class_folders_are_reported()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a/1.jpg", "b/1.jpg", "stray.jpg" }) Touch(folder, name);
        Assert.Contains(DatasetReader.Read(folder.Root).Warnings, warning => warning.What.Contains("1 image lies in no class folder") && warning.What.Contains("stray.jpg"));
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        using var folder = new TestFolder();
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root));
        Assert.Contains("No image was found", error.Message);
        Assert.Contains("folder named after the class", error.Message);
        Assert.Equal(2, error.ExitCode);
    }

    [Fact]
    public void One_class_is_refused_by_its_name()
    {
        using var folder = new TestFolder();
        Touch(folder, "cat/1.jpg");
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root));
        Assert.Contains("All images are of one class, 'cat'; a classifier needs at least two.", error.Message);
    }

    [Fact]
    public void The_folder_above_the_class_folders_is_recognised()
    {
        using var folder = new TestFolder();
        Touch(folder, "photos/cat/1.jpg");
        Touch(folder, "photos/dog/1.jpg");
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root));
        Assert.Contains($"try '{folder["photos"]}'", error.Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        using var folder = new TestFolder();
        var error = Assert.Throws<GraftException>(() => DatasetReader.Read(folder["nowhere"]));
        Assert.Contains("nowhere", error.What);
        Assert.Contains(folder.Root, error.Cure);
    }

    [Fact]
    public void A_class_folder_without_images_is_an_error_beside_all_others()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "a/1.jpg", "empty/notes.txt", "void/.hidden.jpg" }) Touch(folder, name);
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root));
        Assert.Equal(["empty", "void"], error.Problems.Where(problem => problem.What.Contains("holds no image")).Select(problem => problem.Where));
        Assert.Contains(error.Problems, problem => problem.What.Contains("one class, 'a'"));
    }

    [Fact]
    public void With_a_models_classes_labels_are_its_indices_and_missing_classes_are_fine()
    {
        using var folder = new TestFolder();
        Touch(folder, "dog/1.jpg");
        var data = DatasetReader.Read(folder.Root, new ReaderOptions { Classes = ["zebra", "dog", "cat"] });
        Assert.Equal(["zebra", "dog", "cat"], data.Classes);
        Assert.Equal(1, Assert.Single(data.Samples).Label);
        Touch(folder, "horse/1.jpg");
        var error = Assert.Throws<ProblemsException>(() => DatasetReader.Read(folder.Root, new ReaderOptions { Classes = ["zebra", "dog", "cat"] }));
        Assert.Contains("'horse' (1 image) is not one of the model's", error.Message);
    }

    [Fact]
    public void A_link_that_leads_back_up_is_not_followed()
    {
        using var folder = new TestFolder();
        Touch(folder, "a/1.jpg");
        Touch(folder, "b/1.jpg");
        if (OperatingSystem.IsWindows()) return; // links need a privilege there
        Directory.CreateSymbolicLink(folder["a/back"], folder.Root);
        Assert.Equal(2, DatasetReader.Read(folder.Root).Samples.Count);
    }

    internal static void Touch(TestFolder folder, string name) => Images.Write(folder[name], []);
}
