using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class PolygonExaminationTests
{
    private static readonly ObjectAnnotation Boxed = new(new Box(10, 10, 60, 60), 0);
    private static readonly ObjectAnnotation Outlined = Boxed with { Box = new Box(70, 10, 120, 60), Polygons = [Polygon.Of(new Box(70, 10, 120, 60))] };

    [Fact]
    public void A_data_set_of_boxes_alone_is_an_error_even_when_bad_objects_are_skipped()
    {
        foreach (var choice in new[] { OnBadImage.Fail, OnBadImage.Skip })
        {
            var problem = Assert.Single(PolygonExamination.Require(Examined(Boxed), choice).Problems, problem => problem.What.Contains("no polygons"));
            Assert.False(problem.IsWarning);
            Assert.Contains("--task detect", problem.Cure);
        }
    }

    [Fact]
    public void Single_objects_without_a_polygon_are_named_and_count_as_difficult()
    {
        var strict = PolygonExamination.Require(Examined(Boxed, Outlined), OnBadImage.Fail);
        var problem = Assert.Single(strict.Problems, problem => problem.What.Contains("no polygon"));
        Assert.False(problem.IsWarning);
        Assert.Contains("thing 1", problem.What);
        Assert.Contains("--on-bad-image skip", problem.Cure);

        var lenient = PolygonExamination.Require(Examined(Boxed, Outlined), OnBadImage.Skip);
        Assert.False(lenient.HasErrors);
        Assert.Equal([true, false], lenient.Usable().Samples[0].Objects.Select(item => item.IsDifficult));
        Assert.True(PolygonExamination.HasPolygons(lenient.Dataset));
    }

    [Fact]
    public void Nothing_is_said_where_all_have_polygons()
    {
        var examination = Examined(Outlined, Boxed with { IsCrowd = true });
        Assert.Same(examination, PolygonExamination.Require(examination, OnBadImage.Fail));
    }

    private static ObjectExamination Examined(params ObjectAnnotation[] objects)
    {
        var path = Directory.GetFiles(Repository.At("samples", "scenes", "images", "val"), "*.jpg").Order().First();
        var dataset = ObjectReader.Read(Repository.At("samples", "scenes"));
        var sample = dataset.Samples.First(sample => sample.Path == Path.GetFullPath(path)) with { Objects = objects, Split = null };
        return ObjectDatasetExamination.Examine(dataset with { Samples = [sample], Classes = ["thing"], CategoryIds = [1] });
    }
}
