using System.Diagnostics;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Polygons and runs of COCO files that are broken, in part or as a whole, and areas that are wrong.</summary>
public sealed class CocoPolygonTests : IDisposable
{
    private const string Categories = "\"categories\":[{\"id\":1,\"name\":\"ant\"},{\"id\":2,\"name\":\"bee\"}]";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[[1,1,5,5]]", "4 numbers")]
    [InlineData("[[]]", "0 numbers")]
    [InlineData("{}", "neither polygons nor runs")]
    [InlineData("[[1,1,1e10,1,5,5]]", "1E+10")]
    [InlineData("[[1,1,-1e10,1,5,5]]", "-1E+10")]
    [InlineData("[null]", "neither polygons nor runs")]
    [InlineData("\"x\"", "neither polygons nor runs")]
    [InlineData("{\"size\":[480],\"counts\":[1]}", "neither polygons nor runs")]
    [InlineData("{\"size\":[80,96],\"counts\":[1,2]}", "covers 3 pixels")]
    [InlineData("{\"size\":[96,80],\"counts\":[7680]}", "The mask is 80 x 96")]
    [InlineData("[[1,1,1,1,1,1]]", "encloses nothing")]
    public void The_box_of_a_broken_polygon_is_good_for_detection_and_the_polygon_a_finding_of_those_who_need_it(string segmentation, string word)
    {
        var watch = Stopwatch.StartNew();
        var dataset = Read($$"""
            {"images":[{"id":1,"file_name":"a.jpg"}],{{Categories}},"annotations":[
            {"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9,9],"segmentation":{{segmentation}}},
            {"id":2,"image_id":1,"category_id":2,"bbox":[20,20,9,9],"segmentation":[[20,20,29,20,29,29]]}]}
            """);
        var boxes = ObjectDatasetExamination.Examine(dataset);
        Assert.False(boxes.HasErrors);
        Assert.Contains(boxes.Problems, problem => problem.IsWarning && problem.What.Contains(word));
        Assert.Equal(2, boxes.Usable().Samples[0].Objects.Count);

        var strict = PolygonExamination.Require(boxes, OnBadImage.Fail);
        Assert.Contains(strict.Problems, problem => !problem.IsWarning && problem.What.Contains(word));
        Assert.DoesNotContain(strict.Problems, problem => problem.What.Contains("the box is taken"));
        var lenient = PolygonExamination.Require(boxes, OnBadImage.Skip);
        Assert.False(lenient.HasErrors);
        Assert.Equal([true, false], lenient.Usable().Samples[0].Objects.Select(item => item.IsDifficult));

        var painted = MaskDatasetExamination.Examine(MaskReader.Read(_folder["labels.json"]), Skipping);
        Assert.False(painted.HasErrors);
        Assert.True(painted.IgnoredPixels > 0);
        Assert.Contains(painted.Problems, problem => problem.IsWarning && problem.What.Contains(word));
        Assert.True(MaskDatasetExamination.Examine(MaskReader.Read(_folder["labels.json"])).HasErrors);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Good_parts_of_a_polygon_are_kept_where_another_is_broken()
    {
        var dataset = Read($$"""
            {"images":[{"id":1,"file_name":"a.jpg"}],{{Categories}},"annotations":[
            {"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9,9],"segmentation":[[1,1],[1,1,9,1,9,9]]}]}
            """);
        var examination = PolygonExamination.Require(ObjectDatasetExamination.Examine(dataset), OnBadImage.Skip);
        Assert.False(examination.HasErrors);
        Assert.False(Assert.Single(examination.Usable().Samples[0].Objects).IsDifficult);
        Assert.True(PolygonExamination.Require(ObjectDatasetExamination.Examine(dataset), OnBadImage.Fail).HasErrors);
    }

    [Fact]
    public void An_area_of_0_decides_neither_what_is_painted_over_what_nor_what_is_small()
    {
        var dataset = Read($$"""
            {"images":[{"id":1,"file_name":"a.jpg"}],{{Categories}},"annotations":[
            {"id":1,"image_id":1,"category_id":1,"bbox":[0,0,60,60],"area":0,"segmentation":[[0,0,60,0,60,60,0,60]]},
            {"id":2,"image_id":1,"category_id":2,"bbox":[10,10,9,9],"area":-5,"segmentation":[[10,10,19,10,19,19,10,19]]}]}
            """);
        Assert.Equal([3600, 81], dataset.Samples[0].Objects.Select(item => item.EvaluatedArea));
        var map = DecodedMaskSample.Load(MaskReader.Read(_folder["labels.json"]).Samples[0]).Map;
        Assert.Equal((1, 2), (map.Values[5 * 96 + 5], map.Values[15 * 96 + 15]));
    }

    private static ExaminationOptions Skipping => new() { OnBadImage = OnBadImage.Skip, OnBadObject = OnBadImage.Skip };

    private ObjectDataset Read(string json)
    {
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        File.WriteAllText(_folder["labels.json"], json);
        return ObjectReader.Read(_folder["labels.json"]);
    }
}
