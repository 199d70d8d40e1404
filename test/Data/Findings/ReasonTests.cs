using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>What a finding names is the reason, and its numbers are those of what is used.</summary>
public sealed class ReasonTests : IDisposable
{
    private const string Box = """<box label="ant" xtl="1" ytl="1" xbr="9" ybr="9"/>""";
    private static readonly ExaminationOptions Skipping = new() { OnBadImage = OnBadImage.Skip, OnBadObject = OnBadImage.Skip };
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_all_is_passed_over_the_error_says_what()
    {
        Cvat("""<track id="0" label="ant"><box frame="0" xtl="1" ytl="1" xbr="9" ybr="9"/></track>""");
        var refusal = Assert.Throws<ProblemsException>(() => ObjectReader.Read(_folder.Root));
        var error = Assert.Single(refusal.Problems, problem => !problem.IsWarning);
        Assert.StartsWith("A track of a video is left out, once, as in x.xml.", error.What);
        Assert.Contains("CVAT for images", error.Cure);
        Assert.DoesNotContain("track", string.Join('\n', refusal.Problems.Where(problem => problem.IsWarning)));
    }

    [Fact]
    public void Where_shapes_alone_are_passed_over_it_is_said_of_them()
    {
        Cvat("""<image name="a.jpg"><polyline label="ant" points="1,1;5,5"/></image>""");
        var problem = Nothing(ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root), Skipping));
        Assert.Contains("of 1 annotation none can be used. Shapes of the type 'polyline' are left out, once", problem.What);
    }

    [Fact]
    public void Where_nothing_is_annotated_it_is_not_said_to_be_difficult()
    {
        Cvat("""<image name="a.jpg"/>""");
        Assert.Contains("nothing is annotated on the 1 image", Nothing(ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root))).What);
    }

    [Fact]
    public void Attributes_of_which_none_is_known_to_be_the_class_are_named_once()
    {
        Via("{\"hue\":\"red\",\"note\":\"x\"}", "{\"hue\":\"red\",\"note\":\"y\"}");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Contains("(hue, note)", Assert.Single(dataset.Errors).What);
        Assert.Equal(2, Assert.Single(dataset.Samples).LostObjects);
        var problem = Nothing(ObjectDatasetExamination.Examine(dataset, Skipping));
        Assert.StartsWith("No object can be learned: of 2 annotations none can be used. The regions have several attributes (hue, note)", problem.What);
        Assert.Contains("'class'", problem.Cure);
    }

    [Fact]
    public void The_attribute_that_is_taken_is_named_where_there_are_others()
    {
        Via("{\"type\":\"ant\",\"hue\":\"red\"}", "{\"type\":\"bee\"}");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Contains(dataset.Warnings, warning => warning.What.Contains("attribute 'type'; they also have hue"));
        Assert.Empty(dataset.PassedOver);
    }

    [Fact]
    public void Objects_that_are_left_out_do_not_count_among_those_of_their_class()
    {
        Cvat($"""
            <image name="a.jpg">{Box}<box label="ant" xtl="500" ytl="1" xbr="509" ybr="9"/></image><image name="b.jpg" width="9" height="9">{Box}</image>
            <image name="gone.jpg">{Box}</image>
            """, "a.jpg", "b.jpg");
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root), Skipping);
        Assert.Equal([1], examination.Usable().CountPerClass());
        Assert.Contains(examination.Problems, problem => problem.What.Contains("fewer than 10 objects: ant (1)"));
        var gone = Assert.Single(examination.Problems, problem => problem.Where == "gone.jpg");
        Assert.Equal("The file cannot be read: there is no such file.", gone.What);
    }

    [Fact]
    public void Exchanged_sides_are_the_cameras_only_where_the_file_has_an_orientation()
    {
        Cvat($"""<image name="a.jpg" width="80" height="96">{Box}</image>""");
        var error = Assert.Single(ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root)).Problems, problem => !problem.IsWarning);
        Assert.EndsWith("Width and height are exchanged.", error.What);
        Assert.DoesNotContain("EXIF", error.ToString());
        Assert.DoesNotContain("orientation", error.ToString());

        var photo = File.ReadAllBytes(_folder["a.jpg"]);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        File.WriteAllBytes(_folder["a.jpg"], [.. photo[..2], .. exif, .. photo[2..]]);
        Cvat($"""<image name="a.jpg" width="96" height="80">{Box}</image>""", []);
        error = Assert.Single(ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root)).Problems, problem => !problem.IsWarning);
        Assert.EndsWith("The camera's rotation (EXIF) was not applied when it was annotated.", error.What);
    }

    private static Problem Nothing(ObjectExamination examination) =>
        Assert.Single(examination.Problems, problem => problem.What.StartsWith("No object can be learned"));

    private void Cvat(string images) => Cvat(images, "a.jpg");

    private void Cvat(string images, params string[] photos)
    {
        foreach (var (at, photo) in photos.Index()) Images.Write(_folder[photo], Images.Pattern((ulong)at + 1));
        Images.Write(_folder["x.xml"], Encoding.UTF8.GetBytes($"<annotations>{images}</annotations>"));
    }

    private void Via(params string[] attributes)
    {
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        var regions = attributes.Select(one => $$"""{"shape_attributes":{"name":"rect","x":5,"y":6,"width":3,"height":2},"region_attributes":{{one}}}""");
        Images.Write(_folder["x.json"], Encoding.UTF8.GetBytes("{\"a.jpg1\":{\"filename\":\"a.jpg\",\"regions\":[" + string.Join(',', regions) + "]}}"));
    }
}
