using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Polygons that masks are painted from are checked as those of objects are.</summary>
public sealed class PolygonMaskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_of_another_size_than_its_polygons_is_an_error()
    {
        Write(200, 80, "[10,10,40,10,40,40,10,40]", "[10,10,30,30]");
        Assert.Contains("annotated at 200 x 80", Assert.Throws<ProblemsException>(Examine().ThrowIfErrors).Message);
    }

    [Fact]
    public void Polygons_outside_and_of_no_area_are_errors_and_can_be_left_out()
    {
        Write(96, 80, "[300,300,340,300,340,340]", "[300,300,40,40]");
        Assert.Contains("lies outside the image", Assert.Throws<ProblemsException>(Examine().ThrowIfErrors).Message);
        Write(96, 80, "[10,10,40,10,70,10]", "[10,10,60,5]");
        Assert.Contains("encloses nothing", Assert.Throws<ProblemsException>(Examine().ThrowIfErrors).Message);
        var skipped = Examine(new ExaminationOptions { OnBadObject = OnBadImage.Skip });
        Assert.False(skipped.HasErrors);
        Assert.Single(skipped.Usable().Samples[0].Objects!, item => !item.IsIgnored);
    }

    [Fact]
    public void More_classes_than_a_byte_tells_apart_are_refused()
    {
        Write(96, 80, "[10,10,40,10,40,40,10,40]", "[10,10,30,30]", classes: 260);
        Assert.Contains("261 classes", Assert.Throws<GraftException>(() => Examine()).Message);
        ObjectAnnotation[] objects = [new(new(2, 2, 4, 4), 254) { Polygons = [Imaging.Polygon.Of(new(2, 2, 4, 4))] }];
        Assert.Contains("255", Assert.Throws<GraftException>(() => MaskPainting.Paint(10, 6, objects)).Message);
    }

    private MaskExamination Examine(ExaminationOptions? options = null) =>
        MaskDatasetExamination.Examine(MaskReader.Read(_folder["annotations.json"]), options);

    private void Write(int width, int height, string polygon, string box, int classes = 1)
    {
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        File.WriteAllText(_folder["annotations.json"], $$"""
            {"images":[{"id":1,"file_name":"a.jpg","width":{{width}},"height":{{height}}}],
             "categories":[{{string.Join(",", Enumerable.Range(1, classes).Select(id => $"{{\"id\":{id},\"name\":\"class {id}\"}}"))}}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":[[5,5,60,5,60,60,5,60]],"bbox":[5,5,55,55],"area":3025,"iscrowd":0},
                            {"id":2,"image_id":1,"category_id":1,"segmentation":[{{polygon}}],"bbox":{{box}},"area":900,"iscrowd":0}]}
            """);
    }
}
