using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Classes too small or too uneven, tiny images, and the fingerprint of the whole.</summary>
public sealed class ClassFindingsTests
{
    [Fact]
    public void Small_and_uneven_classes_are_pointed_out()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("few", 3), ("many", 11), ("one", 1));
        var examination = DatasetExamination.Examine(DatasetReader.Read(folder.Root));
        Assert.Contains(examination.Problems, problem => problem is { Where: "one", IsWarning: true });
        Assert.Contains(examination.Problems, problem => problem.What.Contains("1 class has fewer than 10 images: few (3)."));
        Assert.Contains(examination.Problems, problem => problem.What.Contains("11 images of 'many', 1 of 'one'"));
        Assert.False(examination.HasErrors);
    }

    [Fact]
    public void Tiny_images_are_pointed_out_with_their_size()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 1), ("b", 1));
        Images.Write(folder["a/icon.jpg"], Images.Pattern(7, 200, 16));
        Assert.Contains(DatasetExamination.Examine(DatasetReader.Read(folder.Root)).Problems, problem => problem.What.Contains("1 image is smaller than 64 pixels: a/icon.jpg (200 x 16)."));
    }

    [Fact]
    public void What_the_reader_noticed_is_among_the_problems()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 1), ("b", 1));
        Images.Write(folder["a/notes.txt"], [1]);
        Assert.Contains(DatasetExamination.Examine(DatasetReader.Read(folder.Root)).Problems, problem => problem.What.Contains("a/notes.txt"));
    }

    [Fact]
    public void The_fingerprint_follows_names_labels_and_contents()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 2), ("b", 2));
        var first = Fingerprint(folder);
        Assert.Equal(64, first.Length);
        Assert.Equal(first, Fingerprint(folder));
        File.Move(folder["a/0.jpg"], folder["a/zero.jpg"]);
        var renamed = Fingerprint(folder);
        File.Move(folder["a/zero.jpg"], folder["b/zero.jpg"]);
        var relabelled = Fingerprint(folder);
        Images.Write(folder["b/zero.jpg"], Images.Pattern(55));
        Assert.Equal(4, new[] { first, renamed, relabelled, Fingerprint(folder) }.Distinct().Count());
    }

    private static string Fingerprint(TestFolder folder) => DataFingerprint.Of(DatasetExamination.Examine(DatasetReader.Read(folder.Root)));
}
