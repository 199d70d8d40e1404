using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Names that look the same and are other characters: one system writes a letter with its mark as one, another as two.</summary>
public sealed class SameLookTests : IDisposable
{
    private const string One = "Gr\u00f6\u00dfe \uac01", Two = "Gro\u0308\u00dfe \u1100\u1161\u11a8";
    private const string Coco = """
        {"images":[{"id":1,"file_name":"NAME.jpg","width":96,"height":80}],"categories":[{"id":1,"name":"ant"}],
         "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,30,40],"area":1200,"iscrowd":0}]}
        """;

    private const string Voc = """
        <annotation><filename>NAME.jpg</filename><size><width>96</width><height>80</height><depth>3</depth></size>
        <object><name>ant</name><bndbox><xmin>2</xmin><ymin>3</ymin><xmax>31</xmax><ymax>42</ymax></bndbox></object></annotation>
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("images/NAME.jpg", "annotations.json", Coco)]
    [InlineData("JPEGImages/NAME.jpg", "Annotations/NAME.xml", Voc)]
    [InlineData("images/NAME.jpg", "labels/NAME.txt", "0 0.5 0.5 0.25 0.5\n")]
    [InlineData("NAME.jpg", "NAME.txt", "0 0.5 0.5 0.25 0.5\n")]
    public void Objects_of_an_image_are_found_however_its_name_is_written(string image, string file, string text)
    {
        foreach (var (disk, annotation) in new[] { (One, Two), (Two, One) })
        {
            using var folder = new TestFolder();
            Images.Write(folder[image.Replace("NAME", disk)], Images.Pattern(1));
            Images.Write(folder[file.Replace("NAME", annotation)], Encoding.UTF8.GetBytes(text.Replace("NAME", annotation)));
            var dataset = ObjectReader.Read(folder.Root);
            Assert.Single(Assert.Single(dataset.Samples).Objects);
            Assert.Empty(dataset.Errors);
        }
    }

    [Fact]
    public void A_list_and_a_mask_find_their_image_however_its_name_is_written()
    {
        Images.Write(_folder[$"list/p/{Two}.jpg"], Images.Pattern(1));
        Images.Write(_folder["list/p/b.jpg"], Images.Pattern(2));
        File.WriteAllText(_folder["list/a.csv"], $"file,label\np/{One}.jpg,ant\np/b.jpg,bee\n");
        Assert.Equal(2, DatasetReader.Read(_folder["list/a.csv"]).Samples.Count);
        Images.Write(_folder[$"pairs/images/{Two}.jpg"], Images.Pattern(3));
        ClassFolderTests.Touch(_folder, $"pairs/masks/{One}.png");
        File.WriteAllText(_folder["pairs/classes.txt"], "none\nant\n");
        Assert.True(File.Exists(Assert.Single(MaskReader.Read(_folder["pairs"]).Samples).MaskPath));
    }

    [Fact]
    public void Of_two_images_that_look_the_same_each_has_its_own_mask_and_label()
    {
        foreach (var (at, name) in new[] { One, Two, "001", "001 " }.Index())
        {
            Images.Write(_folder[$"pairs/images/{name}.jpg"], Images.Pattern((ulong)at));
            ClassFolderTests.Touch(_folder, $"pairs/masks/{name}.png");
            Images.Write(_folder[$"yolo/images/{name}.jpg"], Images.Pattern((ulong)at));
            if (at != 1) Images.Write(_folder[$"yolo/labels/{name}.txt"], "0 0.5 0.5 0.25 0.5\n"u8.ToArray());
        }
        File.WriteAllText(_folder["pairs/classes.txt"], "none\nant\n");
        Assert.All(MaskReader.Read(_folder["pairs"]).Samples,
            sample => Assert.Equal(Path.GetFileNameWithoutExtension(sample.Path), Path.GetFileNameWithoutExtension(sample.MaskPath)));
        // One of two is unlabelled: the other's label is not its own.
        Assert.Equal([One, "001", "001 "], ObjectReader.Read(_folder["yolo"]).Samples.Where(sample => sample.Objects.Count > 0)
            .Select(sample => Path.GetFileNameWithoutExtension(sample.Path)).OrderBy(name => name[0] == 'G' ? 0 : name.Length));
    }

    [Fact]
    public void Labels_are_of_the_image_of_their_own_name_whatever_kind_of_file_another_is()
    {
        Images.Write(_folder["images/a\u0308.jpg"], Images.Pattern(1));
        Images.Write(_folder["images/\u00e4.png"], Images.Pattern(2));
        Images.Write(_folder["labels/a\u0308.txt"], "0 0.5 0.5 0.25 0.5\n"u8.ToArray());
        Assert.Equal(_folder["labels/a\u0308.txt"], YoloLayout.LabelOf(_folder["images/a\u0308.jpg"]));
        Assert.Equal(_folder["labels/\u00e4.txt"], YoloLayout.LabelOf(_folder["images/\u00e4.png"])); // which is not there
        File.Delete(_folder["images/a\u0308.jpg"]);
        Assert.Equal(_folder["labels/a\u0308.txt"], YoloLayout.LabelOf(_folder["images/\u00e4.png"]));
    }

    [Fact]
    public void A_list_divides_images_that_look_the_same_and_finds_one_that_is_alone_in_its_look()
    {
        var (one, two) = (One.Replace(" ", ""), Two.Replace(" ", ""));
        foreach (var (at, name) in new[] { one, two, "\u00e4" }.Index())
        {
            Images.Write(_folder[$"JPEGImages/{name}.jpg"], Images.Pattern((ulong)at));
            Images.Write(_folder[$"Annotations/{name}.xml"], Encoding.UTF8.GetBytes(Voc.Replace("NAME", name)));
        }
        Directory.CreateDirectory(_folder["ImageSets/Main"]);
        File.WriteAllText(_folder["ImageSets/Main/train.txt"], $"{one}\n");
        File.WriteAllText(_folder["ImageSets/Main/val.txt"], $"{two}\na\u0308\n");
        var splits = ObjectReader.Read(_folder.Root).Samples.ToDictionary(sample => Path.GetFileNameWithoutExtension(sample.Path), sample => sample.Split);
        Assert.Equal(("train", "val", "val", 3), (splits[one], splits[two], splits["\u00e4"], splits.Count));
    }

    [Fact]
    public void Each_folder_of_a_path_may_be_written_in_its_own_way()
    {
        Images.Write(_folder[$"J\u00f6rg/{Two}/b.jpg"], Images.Pattern(1));
        Assert.Equal(_folder[$"J\u00f6rg/{Two}/b.jpg"], NameLook.Existing(_folder[$"J\u00f6rg/{One}/b.jpg"]));
        Assert.Null(NameLook.Existing(_folder[$"J\u00f6rg/{One}/c.jpg"]));
        Assert.Null(NameLook.Existing(_folder[$"J\u00f6rg/{One}\0/b.jpg"]));
    }

    [Theory]
    [InlineData("Fl\u00e4che", "Fla\u0308che", "look the same and are written with other characters")]
    [InlineData("Schraube", "Schraube\u00a0", "look the same")]
    [InlineData("Fl\u00e4che", "FLA\u0308CHE", "differ only in case")]
    public void Classes_that_look_the_same_are_told_for_every_kind_of_data(string one, string other, string words)
    {
        foreach (var name in new[] { $"folders/{one}/1.jpg", $"folders/{other}/2.jpg" }) ClassFolderTests.Touch(_folder, name);
        Assert.Contains(DatasetReader.Read(_folder["folders"]).Warnings, warning => warning.What.Contains(words));
        Images.Write(_folder["objects/images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["objects/labels/a.txt"], "0 0.5 0.5 0.25 0.5\n1 0.5 0.5 0.25 0.25\n"u8.ToArray());
        File.WriteAllText(_folder["objects/data.yaml"], $"train: images\nnames: ['{one}', '{other}']\n");
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder["objects"]));
        Assert.Contains(examination.Problems, warning => warning.What.Contains(words));
        Images.Write(_folder["pairs/images/a.jpg"], Images.Pattern(3));
        ClassFolderTests.Touch(_folder, "pairs/masks/a.png");
        File.WriteAllText(_folder["pairs/classes.txt"], $"none\n{one}\n{other}x\n{other}\n");
        if (one[^1] == other[^1]) Assert.Contains(MaskReader.Read(_folder["pairs"]).Warnings, warning => warning.What.Contains(words));
    }

    [Fact]
    public void Of_identities_one_in_two_would_be_a_stranger_to_itself_and_is_refused()
    {
        foreach (var name in new[] { $"train/{One}/1.jpg", "train/b/2.jpg", $"test/{Two}/3.jpg", "test/B/4.jpg" }) ClassFolderTests.Touch(_folder, name);
        var refusal = Assert.Throws<ProblemsException>(() => DatasetReader.Read(_folder.Root, new ReaderOptions { AnySplitHasClasses = true }));
        Assert.Contains("look the same", Assert.Single(refusal.Problems, problem => !problem.IsWarning).What);
        Assert.Contains(refusal.Problems, problem => problem.IsWarning && problem.What.Contains("differ only in case"));
    }

    [Fact]
    public void A_class_of_another_split_that_only_looks_known_is_told_as_such()
    {
        foreach (var name in new[] { $"train/{One}/1.jpg", "train/b/2.jpg", $"val/{Two}/3.jpg", "val/b/4.jpg" }) ClassFolderTests.Touch(_folder, name);
        var refusal = Assert.Throws<ProblemsException>(() => DatasetReader.Read(_folder.Root));
        Assert.Contains("one of them looks the same", refusal.Message);
    }
}
