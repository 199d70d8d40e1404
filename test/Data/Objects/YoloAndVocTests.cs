using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class YoloAndVocTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("names: [ant, 'big bee'] # two\n")]
    [InlineData("names:\n  0: ant\n  1: \"big bee\"\n")]
    [InlineData("names:\n- ant\n- big bee\nnc: 2\n")]
    public void Yolo_boxes_and_polygons_are_read_with_the_names_of_any_notation(string names)
    {
        WriteYolo("train", "a", "1 0.5 0.5 0.25 0.5\n\n0 0.1 0.1 0.2 0.1 0.2 0.3\n");
        WriteYolo("val", "b", null);
        File.WriteAllText(_folder["data.yaml"], "path: .\ntrain: images/train\nval: ../images/val\n" + names);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal((string[])["ant", "big bee"], dataset.Classes);
        var objects = dataset.Samples[0].Objects;
        Assert.Equal(new Box(36, 20, 60, 60), objects[0].Box);
        Assert.Equal(1, objects[0].Label);
        Assert.Equal(3, objects[1].Polygons![0].Count);
        Assert.Equal((string?[])["train", "val"], dataset.Samples.Select(sample => sample.Split));
        Assert.Empty(dataset.Samples[1].Objects);
        Assert.Contains(dataset.Warnings,
            warning => warning.IsWarning && warning.What.StartsWith("1 image has no label file and was taken for one without objects: images/val/b"));
        Assert.Equal(TaskKind.Detect, DatasetLayout.Infer(_folder.Root).Task);
    }

    [Fact]
    public void Names_do_not_tell_where_a_list_lies_whose_images_are_elsewhere()
    {
        WriteYolo("train", "a", "1 0.5 0.5 0.25 0.5\n");
        WriteYolo("val", "b", "0 0.5 0.5 0.25 0.5\n");
        foreach (var place in new[] { "one", "two/three" })
        {
            Directory.CreateDirectory(_folder[place]);
            File.WriteAllText(_folder[$"{place}/data.yaml"], $"train: {_folder["images/train"]}\nval: {_folder["images/val"]}\nnames: [ant, bee]\n");
            Assert.Equal(["train/a.png", "val/b.png"],
                ObjectReader.Read(_folder[$"{place}/data.yaml"]).Samples.Select(sample => Path.ChangeExtension(sample.Name, ".png")));
        }
    }

    [Fact]
    public void Bad_lines_are_listed_by_file_and_line()
    {
        WriteYolo("train", "a", "0 0.5 0.5 0.2\n5 0.5 0.5 0.1 0.1\nx 1 1 1 1\n0 50 50 10 10\n0 0.5 0.5 0.1 0.1\n");
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\n");
        File.WriteAllText(_folder["labels/train/orphan.txt"], "0 0.5 0.5 0.1 0.1\n");
        var dataset = ObjectReader.Read(_folder["data.yaml"]);
        Assert.Contains(dataset.Errors, problem => problem.Where == "labels/train/a.txt, line 1" && problem.What.Contains("4 numbers"));
        Assert.Contains(dataset.Errors, problem => problem.What.Contains("'x' is not a number"));
        Assert.Contains(dataset.Errors, problem => problem.What.Contains("seem to be pixels"));
        Assert.Contains(dataset.Errors, problem => problem.What.Contains("class 5"));
        Assert.Contains(dataset.Warnings, problem => problem.What.Contains("orphan.txt"));
        Assert.Single(dataset.Samples[0].Objects);
    }

    [Fact]
    public void Voc_counts_from_one_and_keeps_difficult_and_truncated()
    {
        WriteVoc("a", 1, 1, 96, 80);
        var dataset = ObjectReader.Read(_folder.Root);
        var item = Assert.Single(dataset.Samples[0].Objects);
        Assert.Equal(new Box(0, 0, 96, 80), item.Box);
        Assert.True(item.IsDifficult && item.IsTruncated && item.IsIgnored);
        Assert.Equal("val", dataset.Samples[0].Split);
        Assert.Equal((96, 80), (dataset.Samples[0].Width, dataset.Samples[0].Height));
        Assert.Empty(dataset.Warnings);
    }

    [Fact]
    public void Voc_that_counts_from_zero_is_recognised_and_said()
    {
        WriteVoc("a", 0, 5, 50, 60);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(new Box(0, 5, 50, 60), dataset.Samples[0].Objects[0].Box);
        Assert.Contains("counted from 0", Assert.Single(dataset.Warnings).What);
    }

    [Fact]
    public void A_broken_xml_file_is_an_error_beside_the_others()
    {
        WriteVoc("a", 1, 1, 96, 80);
        File.WriteAllText(_folder["Annotations/b.xml"], "<annotation><object>");
        Assert.Contains(ObjectReader.Read(_folder.Root).Errors, problem => problem.Where == "Annotations/b.xml");
    }

    [Fact]
    public void Layouts_are_told_apart_with_their_tasks()
    {
        Assert.Equal([TaskKind.Detect, TaskKind.Instances, TaskKind.Segment], DatasetLayout.Infer(Scenes.Root).Tasks);
        Assert.Equal(DatasetFormat.Coco, DatasetLayout.Infer(Scenes.Root).Format);
        Assert.Equal([TaskKind.Classify, TaskKind.Identities], DatasetLayout.Infer(Repository.At("samples", "photos")).Tasks);
        WriteVoc("a", 1, 1, 96, 80);
        Assert.Equal(DatasetFormat.Voc, DatasetLayout.Infer(_folder.Root).Format);
        Assert.Throws<GraftException>(() => DatasetLayout.Infer(_folder["nowhere"]));
        Assert.Contains("no annotated objects", Assert.Throws<GraftException>(() => ObjectReader.Read(Repository.At("samples", "photos"))).Message);
    }

    private void WriteYolo(string split, string name, string? labels)
    {
        Images.Write(_folder[$"images/{split}/{name}.jpg"], Images.Pattern((ulong)name[0]));
        Directory.CreateDirectory(_folder[$"labels/{split}"]);
        if (labels is not null) File.WriteAllText(_folder[$"labels/{split}/{name}.txt"], labels);
    }

    private void WriteVoc(string name, int x1, int y1, int x2, int y2)
    {
        Images.Write(_folder[$"JPEGImages/{name}.jpg"], Images.Pattern(1));
        Directory.CreateDirectory(_folder["Annotations"]);
        Directory.CreateDirectory(_folder["ImageSets/Main"]);
        File.WriteAllText(_folder["ImageSets/Main/val.txt"], name + "\n");
        File.WriteAllText(_folder[$"Annotations/{name}.xml"], $"""
            <annotation><filename>old name.png</filename><size><width>96</width><height>80</height><depth>3</depth></size>
            <object><name>ant</name><truncated>1</truncated><difficult>1</difficult>
            <bndbox><xmin>{x1}</xmin><ymin>{y1}</ymin><xmax>{x2}</xmax><ymax>{y2}</ymax></bndbox></object></annotation>
            """);
    }
}
