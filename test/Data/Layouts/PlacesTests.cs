using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Where annotation tools put images, and names that match nothing.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private ulong _seed;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("annotations/instances_Train.json", "images/Train/a.jpg", "a.jpg")]
    [InlineData("annotations/instances_Train.json", "images/Train/Data/a.jpg", "a.jpg")]
    [InlineData("annotations/instances_default.json", "images/default/a.jpg", "a.jpg")]
    [InlineData("result.json", "images/0abc-a.jpg", "images\\\\0abc-a.jpg")]
    [InlineData("result.json", "images/a.jpg", "../../label-studio/data/media/upload/1/a.jpg")]
    [InlineData("train/_annotations.coco.json", "train/a.jpg", "a.jpg")]
    [InlineData("deep/er/labels.json", "deep/er/pics/a.JPG", "a.jpg")]
    public void Coco_finds_its_images(string json, string image, string named)
    {
        Photo(image);
        Images.Write(_folder[json], System.Text.Encoding.UTF8.GetBytes($$"""
            {"images": [{"id": 1, "file_name": "{{named}}", "width": 96, "height": 80}], "categories": [{"id": 1, "name": "ant"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}]}
            """));
        Assert.Equal(DatasetFormat.Coco, DatasetLayout.Infer(_folder.Root).WithoutDoubt().Format);
        Assert.Equal(image, Assert.Single(ObjectReader.Read(_folder.Root).Samples).Name);
    }

    [Theory]
    [InlineData("[[1, 1, 5, 1, 5, 5]]", "detect instances segment")]
    [InlineData("[1, 1, 5, 1, 5, 5]", "detect instances segment")]
    [InlineData("{\"size\": [80, 96], \"counts\": [0, 7680]}", "detect instances segment")]
    [InlineData("[]", "detect")]
    public void Every_form_of_cocos_polygons_is_seen(string segmentation, string tasks)
    {
        Photo("a.jpg");
        File.WriteAllText(_folder["x.json"], $$"""
            {"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "ant"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "segmentation": {{segmentation}} }]}
            """);
        Assert.Equal(tasks, string.Join(' ', DatasetLayout.Infer(_folder.Root).Tasks.Select(task => task.Name())));
        if (tasks != "detect") Assert.Single(MaskReader.Read(_folder.Root).Samples);
    }

    [Theory]
    [InlineData("p01.jpg\n", "p02\n")]
    [InlineData("JPEGImages/p01.jpg Annotations/p01.xml\n", "VOC2007\\JPEGImages\\p02.jpg\n")]
    [InlineData("p01  1\n", "p02 -1\n")]
    public void Voc_lists_may_name_files(string train, string test)
    {
        Voc("p01", "p02");
        List("train", train);
        List("Test", test);
        Assert.Equal(["train", "test"], ObjectReader.Read(_folder.Root).Samples.Select(sample => sample.Split));
    }

    [Fact]
    public void A_list_none_of_whose_names_match_stops_and_single_ones_are_said()
    {
        Voc("p01", "p02", "p03");
        List("train", "p01\ngone\n");
        List("test", "q1\nq2\n");
        var dataset = ObjectReader.Read(_folder.Root);
        var error = Assert.Single(dataset.Errors);
        Assert.Equal(("ImageSets/Main/test.txt", true), (error.Where, error.What.StartsWith("None of its 2 names")));
        Assert.Contains(dataset.Warnings,
            warning => warning.Where == "ImageSets/Main/train.txt" && warning.What.Contains("1 name is of no annotated image: gone"));
        Assert.Contains(dataset.Warnings, warning => warning.What.Contains("2 annotated images are in no list") && warning.What.Contains("p02, p03"));
    }

    [Theory]
    [InlineData("n0", "n0.JPEG")]
    [InlineData("n0.jpg", "n0.JPEG")]
    [InlineData("stale.png", "n0.webp")]
    public void Voc_names_without_ending_or_with_another_are_found(string named, string file)
    {
        Photo($"some/place/{file}");
        Xml("some/place/n0", named);
        Assert.Equal($"some/place/{file}", Assert.Single(ObjectReader.Read(_folder.Root).Samples).Name);
    }

    [Fact]
    public void Images_that_no_annotation_names_are_counted_wherever_they_lie()
    {
        Voc("p01");
        Photo("more/x.jpg");
        Photo("SegmentationClass/p01.png");
        Assert.Contains(ObjectReader.Read(_folder.Root).Warnings,
            warning => warning.What.Contains("1 image is named by no annotation and not used: more/x.jpg."));
    }

    [Fact]
    public void A_folder_whose_name_is_not_utf8_is_named_and_ends_nothing()
    {
        if (OperatingSystem.IsWindows()) return;
        Photo("cat/a.jpg");
        Photo("dog/b.jpg");
        Shell("mkdir \"$(printf 'caf\\351')\"");
        try
        {
            var refusal = Assert.Throws<ProblemsException>(() => DatasetReader.Read(_folder.Root));
            Assert.Contains("The name of the folder 'caf\uFFFD' is not UTF-8, so it cannot be opened. Rename it.", refusal.Message);
            Assert.Equal(TaskKind.Classify, DatasetLayout.Infer(_folder.Root).Task);
        }
        finally
        {
            Shell("rmdir caf*");
        }
    }

    private void Shell(string command)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder.Root };
        using var process = System.Diagnostics.Process.Start(start)!;
        process.WaitForExit();
    }

    [Fact]
    public void A_models_class_may_be_written_in_other_capitals()
    {
        Photo("Dining Table/a.jpg");
        Photo("test/b.jpg");
        var data = DatasetReader.Read(_folder.Root, new ReaderOptions { Classes = ["Test", "diningtable"] });
        Assert.Equal([1, 0], data.Samples.Select(sample => sample.Label));
    }

    private void Voc(params string[] names)
    {
        foreach (var name in names)
        {
            Photo($"JPEGImages/{name}.jpg");
            Xml($"Annotations/{name}", name + ".jpg");
        }
    }

    private void Xml(string place, string named) => Images.Write(_folder[place + ".xml"], System.Text.Encoding.UTF8.GetBytes($"""
        <annotation><filename>{named}</filename><object><name>ant</name>
        <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>
        """));

    private void List(string split, string lines) => Images.Write(_folder[$"ImageSets/Main/{split}.txt"], System.Text.Encoding.UTF8.GetBytes(lines));

    private void Photo(string name) => Images.Write(_folder[name], Images.Pattern(++_seed));
}
