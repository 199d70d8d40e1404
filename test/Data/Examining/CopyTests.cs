using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Identical and nearly identical images.</summary>
public sealed class CopyTests
{
    private static readonly Examination Photos = DatasetExamination.Examine(DatasetReader.Read(Repository.At("samples", "photos")));

    [Fact]
    public void The_bundled_photos_are_all_good_and_no_two_are_taken_for_copies()
    {
        Assert.Equal(107, Photos.Facts.Count);
        Assert.All(Photos.Facts, facts => Assert.Null(facts.Error));
        Assert.Empty(Photos.DuplicateGroups);
        Assert.Empty(Photos.NearDuplicateGroups);
        Assert.False(Photos.HasErrors);
    }

    [Fact]
    public void Recompressed_resized_and_brightened_copies_are_found()
    {
        using var folder = new TestFolder();
        string[] originals = ["fish/fish1.jpg", "monument/taj_mahal.jpg", "renewable_energy/windmill5.jpg", "tool/hammer1.jpg"];
        foreach (var name in originals)
        {
            var (stem, photo) = (folder[name[..^4]], ImageFile.Decode(Repository.At("samples", "photos", name)));
            File.Copy(Repository.At("samples", "photos", name), Prepared(stem + ".jpg"));
            Images.Write(stem + "_q40.jpg", photo, quality: 40);
            Images.Write(stem + "_half.png", ImageEncoder.EncodePng(Resampler.Resize(photo, photo.Width / 2, photo.Height / 2, Interpolation.Bicubic)));
            Images.Write(stem + "_bright.jpg", Images.Map(photo, value => value * 1.15 + 5));
            Images.Write(stem + "_dark.jpg", Images.Map(photo, value => value * 0.7));
        }
        var examination = DatasetExamination.Examine(DatasetReader.Read(folder.Root));
        Assert.Empty(examination.DuplicateGroups);
        Assert.Equal(originals.Select(name => name[..^4]),
            examination.NearDuplicateGroups.Select(group => group[0].Split('.')[0]).Order(StringComparer.Ordinal));
        Assert.All(examination.NearDuplicateGroups, group => Assert.Equal(5, group.Count));
        Assert.Contains(examination.Problems, problem => problem.IsWarning && problem.What.Contains("20 images in 4 groups are nearly identical"));
    }

    [Fact]
    public void Identical_images_under_two_labels_are_an_error_and_near_ones_a_warning()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("cat", 2), ("dog", 2));
        File.Copy(folder["cat/0.jpg"], folder["dog/same.jpg"]);
        Images.Write(folder["dog/near.jpg"], ImageFile.Decode(folder["cat/1.jpg"]), quality: 50);
        var examination = DatasetExamination.Examine(DatasetReader.Read(folder.Root));
        Assert.Equal(["cat/0.jpg", "dog/same.jpg"], Assert.Single(examination.DuplicateGroups));
        Assert.Equal(["cat/1.jpg", "dog/near.jpg"], Assert.Single(examination.NearDuplicateGroups));
        var problems = examination.Problems.Where(problem => problem.What.Contains("different labels")).ToList();
        Assert.Equal([("cat/0.jpg", false), ("cat/1.jpg", true)], problems.Select(problem => (problem.Where, problem.IsWarning)));
        Assert.Contains("cat/0.jpg (cat), dog/same.jpg (dog)", problems[0].What);
    }

    [Fact]
    public void Copies_and_groups_across_the_users_splits_are_reported()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder["train"], ("cat", 2), ("dog", 2));
        Directory.CreateDirectory(folder["val/cat"]);
        File.Copy(folder["train/cat/0.jpg"], folder["val/cat/again.jpg"]);
        var dataset = DatasetReader.Read(folder.Root);
        dataset = dataset with
        {
            Samples = [.. dataset.Samples
            .Select(sample => sample with { Group = sample.Name.Contains("again") || sample.Name.Contains("dog/1") ? "burst" : null })]
        };
        var examination = DatasetExamination.Examine(dataset);
        Assert.False(examination.HasErrors);
        Assert.Contains(examination.Problems,
            problem => problem.What.Contains("train/cat/0.jpg (train), val/cat/again.jpg (val) are identical and lie in different splits"));
        Assert.Contains(examination.Problems, problem => problem.Where == "burst" && problem.What.Contains("train, val"));
    }

    [Fact]
    public void Plain_images_are_no_copies_of_one_another()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 1), ("b", 1));
        foreach (byte level in new byte[] { 0, 128, 255 }) Images.Write(folder[$"a/plain{level}.jpg"], Images.Map(new RgbImage(80, 80), _ => level));
        Assert.Empty(DatasetExamination.Examine(DatasetReader.Read(folder.Root)).NearDuplicateGroups);
    }

    [Fact]
    public void Looking_for_near_copies_can_be_turned_off()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 1), ("b", 1));
        Images.Write(folder["a/near.jpg"], ImageFile.Decode(folder["a/0.jpg"]), quality: 50);
        var dataset = DatasetReader.Read(folder.Root);
        Assert.Single(DatasetExamination.Examine(dataset).NearDuplicateGroups);
        Assert.Empty(DatasetExamination.Examine(dataset, new ExaminationOptions { NearDuplicateBits = -1 }).NearDuplicateGroups);
    }

    [Fact]
    public void Plain_images_in_colour_are_no_copies_either()
    {
        using var folder = new TestFolder();
        Images.WriteClasses(folder.Root, ("a", 1), ("b", 1));
        foreach (byte level in new byte[] { 60, 62, 64 })
        {
            var image = new RgbImage(80, 80);
            for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = i % 3 == 0 ? (byte)200 : level;
            Images.Write(folder[$"a/red{level}.png"], ImageEncoder.EncodePng(image));
        }
        Assert.Empty(DatasetExamination.Examine(DatasetReader.Read(folder.Root)).NearDuplicateGroups);
    }

    [Fact]
    public void A_fixed_camera_is_named_and_can_be_divided_where_near_copies_are_turned_off()
    {
        using var folder = new TestFolder();
        var (scene, random) = (Images.Pattern(7, 160, 120), new SeededRandom(1));
        for (var i = 0; i < 80; i++)
        {
            var frame = new RgbImage(160, 120, [.. scene.Pixels]);
            var (left, top) = (random.Next(150), random.Next(110));
            for (var y = top; y < top + 10; y++)
                for (var x = 3 * left; x < 3 * left + 30; x++) frame.Pixels[y * 480 + x] = (byte)(i % 2 == 0 ? 250 : 5);
            Images.Write(folder[$"{(i % 2 == 0 ? "there" : "gone")}/{i:00}.jpg"], frame);
        }
        var dataset = DatasetReader.Read(folder.Root);
        var examination = DatasetExamination.Examine(dataset);
        Assert.Equal(80, Assert.Single(examination.NearDuplicateGroups).Count);
        var problem = Assert.Single(examination.Problems, problem => problem.What.StartsWith("80 of 80 images show nearly the same", StringComparison.Ordinal));
        Assert.Contains("--near-copies off", problem.Cure);
        Assert.Empty(DatasetSplit.Make(dataset, examination, 0.2, 1).Validation);
        var apart = DatasetExamination.Examine(dataset, new ExaminationOptions { NearDuplicateBits = -1 });
        Assert.Equal((64, 16), DatasetSplit.Make(dataset, apart, 0.2, 1) is var split ? (split.Train.Count, split.Validation.Count) : default);
    }

    private static string Prepared(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
