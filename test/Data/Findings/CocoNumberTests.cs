using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>COCO files as tools write them: other kinds of numbers and ids, and single entries of which nothing can be made.</summary>
public sealed class CocoNumberTests : IDisposable
{
    private const string Categories = "\"categories\":[{\"id\":1,\"name\":\"ant\"},{\"id\":2,\"name\":\"bee\"}]";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"id":1.0,"file_name":"a.jpg","width":96.0,"height":"80"}""",
        """{"id":1.0,"image_id":"1","category_id":1.0,"bbox":["1",1,9,9.0]}""")]
    [InlineData("""{"id":"p01","file_name":"a.jpg","width":null,"height":0}""",
        """{"id":"a0","image_id":"p01","category_id":"1","bbox":[1,1,9,9]}""")]
    [InlineData("""{"id":7,"file_name":"a.jpg","group":{"name":"x"}},null""",
        """null,{"image_id":7,"category_id":1,"bbox":[1,1,9,9],"iscrowd":{},"area":"?"}""")]
    public void Numbers_and_ids_are_taken_where_they_can_mean_one_thing(string images, string annotations)
    {
        var dataset = Read($$"""{"images":[{{images}}],{{Categories}},"annotations":[{{annotations}}]}""");
        Assert.Empty(dataset.Errors);
        var sample = Assert.Single(dataset.Samples);
        Assert.Equal("ant", dataset.Classes[Assert.Single(sample.Objects).Label]);
        Assert.Equal(new Imaging.Box(1, 1, 10, 10), sample.Objects[0].Box);
        Assert.Null(sample.Group);
        Assert.False(ObjectDatasetExamination.Examine(dataset).HasErrors);
    }

    [Fact]
    public void Categories_named_by_text_are_numbered_and_it_is_said()
    {
        var dataset = Read("""
            {"images":[{"id":1,"file_name":"a.jpg"}],"categories":[{"id":"b","name":"bee"},{"id":"a","name":"ant"}],
            "annotations":[{"image_id":1,"category_id":"b","bbox":[1,1,9,9]}]}
            """);
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal([1, 2], dataset.CategoryIds);
        Assert.Equal(1, dataset.Samples[0].Objects[0].Label);
        Assert.Contains(dataset.Warnings, warning => warning.What.Contains("numbered from 1"));
    }

    [Theory]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"bbox":[1e10,1,9,9]}""", "1E+10")]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9,1e999]}""", "no image reaches")]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9]}""", "3 numbers")]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"bbox":{"x":1}}""", "1 numbers")]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9,"wide"]}""", "no number")]
    [InlineData("""{"id":1,"image_id":1,"bbox":[1,1,9,9]}""", "of which category")]
    [InlineData("""{"id":1,"category_id":1,"bbox":[1,1,9,9]}""", "of which image")]
    [InlineData("""{"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,5,5]]}""", "4 numbers")]
    public void An_object_of_which_nothing_can_be_made_is_left_out_where_bad_images_are(string annotation, string word)
    {
        var dataset = Read($$"""
            {"images":[{"id":1,"file_name":"a.jpg"}],{{Categories}},
            "annotations":[{{annotation}},{"id":2,"image_id":1,"category_id":2,"bbox":[1,1,9,9]}]}
            """);
        Assert.Single(dataset.Samples[0].Objects);
        var strict = ObjectDatasetExamination.Examine(dataset);
        Assert.Contains(strict.Problems, problem => !problem.IsWarning && problem.What.Contains(word));
        var lenient = ObjectDatasetExamination.Examine(dataset, Skipping);
        Assert.False(lenient.HasErrors);
        Assert.Contains(lenient.Problems, problem => problem.IsWarning && problem.What.Contains(word));
    }

    [Fact]
    public void A_file_without_categories_beside_masks_names_no_classes_and_breaks_nothing()
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        var map = new Imaging.ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => (byte)(i / 96 / 40))]);
        Images.Write(_folder["masks/a.png"], Imaging.IndexPng.Write(map));
        File.WriteAllText(_folder["labels.json"], "{\"images\":[],\"annotations\":[]}");
        Assert.Equal(["background", "class 1"], MaskReader.Read(_folder.Root).Classes);
    }

    [Theory]
    [InlineData("\"width\":320.5,\"height\":80", "320.5 x 80")]
    [InlineData("\"width\":-1,\"height\":80", "-1 x 80")]
    public void A_size_that_is_no_number_of_pixels_is_told_with_its_field(string size, string word)
    {
        var dataset = Read($$"""
            {"images":[{"id":1,"file_name":"a.jpg",{{size}}}],{{Categories}},
            "annotations":[{"id":2,"image_id":1,"category_id":2,"bbox":[1,1,9,9]}]}
            """);
        Assert.Contains(dataset.Errors, problem => problem.IsOfOne && problem.What.Contains(word));
        Assert.False(ObjectDatasetExamination.Examine(dataset, Skipping).HasErrors);
    }

    private static ExaminationOptions Skipping => new() { OnBadImage = OnBadImage.Skip, OnBadObject = OnBadImage.Skip };

    private ObjectDataset Read(string json)
    {
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        File.WriteAllText(_folder["labels.json"], json);
        return ObjectReader.Read(_folder["labels.json"]);
    }
}
