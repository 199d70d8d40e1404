using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class CocoReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_scenes_are_read_with_their_splits_classes_and_masks()
    {
        var dataset = Scenes.Objects;
        Assert.Equal(["bird", "hoofed", "vehicle", "instrument"], dataset.Classes);
        Assert.Equal(24, dataset.Samples.Count(sample => sample.Split == "train"));
        Assert.Equal(12, dataset.Samples.Count(sample => sample.Split == "val"));
        Assert.Equal(80, dataset.CountPerClass().Sum());
        Assert.True(dataset.HasMasks);
        Assert.All(dataset.Samples, sample => Assert.True(File.Exists(sample.Path)));
        Assert.Equal("images/train/train_0000.jpg", dataset.Samples[0].Name);
        Assert.All(dataset.Samples.SelectMany(sample => sample.Objects), item => Assert.Equal(item.AnnotatedArea, item.Mask!.Area));
        Assert.DoesNotContain(ObjectDatasetExamination.Examine(dataset).Problems, problem => !problem.IsWarning);
    }

    [Fact]
    public void Gaps_in_numbers_crowds_and_several_polygons_are_kept()
    {
        Write("""
            {"images":[{"id":70,"file_name":"a.jpg","width":96,"height":80}],
             "categories":[{"id":90,"name":"zebra"},{"id":3,"name":"ant"}],
             "annotations":[
              {"id":1,"image_id":70,"category_id":90,"bbox":[10,10,20,20],"area":99.5,"iscrowd":0,"segmentation":[[10,10,20,10,20,20],[22,22,30,22,30,30]]},
              {"id":2,"image_id":70,"category_id":3,"bbox":[0,0,96,1],"area":96,"iscrowd":1,"segmentation":{"size":[80,96],"counts":[0,1,7679]}}]}
            """);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal((string[])["ant", "zebra"], dataset.Classes);
        Assert.Equal((int[])[3, 90], dataset.CategoryIds);
        var (zebra, crowd) = (dataset.Samples[0].Objects[0], dataset.Samples[0].Objects[1]);
        Assert.Equal((1, new Box(10, 10, 30, 30), 99.5), (zebra.Label, zebra.Box, zebra.Area));
        Assert.Equal(2, zebra.Polygons!.Count);
        Assert.True(crowd.IsCrowd);
        Assert.Equal(1, crowd.Mask!.Area);
        Assert.Single(dataset.Samples[0].Counted);
    }

    [Fact]
    public void Labels_follow_the_classes_of_a_trained_model()
    {
        var dataset = ObjectReader.Read(Scenes.Root, new ReaderOptions { Classes = ["instrument", "vehicle", "hoofed", "bird"] });
        Assert.Equal(Scenes.Objects.CountPerClass().Reverse(), dataset.CountPerClass());
        Assert.Empty(dataset.Errors);
        Assert.Contains(ObjectReader.Read(Scenes.Root, new ReaderOptions { Classes = ["bird"] }).Errors, problem => problem.What.Contains("'vehicle'"));
    }

    [Fact]
    public void What_is_no_coco_file_is_refused_by_name()
    {
        File.WriteAllText(_folder["bad.json"], "{\"images\": [ {");
        Assert.Contains("bad.json", Assert.Throws<GraftException>(() => ObjectReader.Read(_folder["bad.json"])).Message);
    }

    private void Write(string json)
    {
        using var check = JsonDocument.Parse(json);
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        Images.Write(_folder["b.jpg"], Images.Pattern(2));
        File.WriteAllText(_folder["labels.json"], json);
    }
}
