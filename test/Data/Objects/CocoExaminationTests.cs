using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>What is found in COCO sets whose images or objects are not as they should be.</summary>
public sealed class CocoExaminationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_of_another_size_are_left_out_where_bad_ones_are_skipped()
    {
        Write("""
            {"images":[{"id":0,"file_name":"a.jpg","width":80,"height":96},{"id":3,"file_name":"b.jpg","width":96,"height":80}],
             "categories":[{"id":1,"name":"ant"}],
             "annotations":[{"id":1,"image_id":0,"category_id":1,"bbox":[10,10,5,20]},{"id":2,"image_id":3,"category_id":1,"bbox":[20,10,20,20]}]}
            """);
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root), new ExaminationOptions { OnBadImage = OnBadImage.Skip });
        examination.ThrowIfErrors();
        Assert.Contains(examination.Problems, problem => problem.IsWarning && problem.Where.EndsWith("a.jpg") && problem.What.EndsWith("It is left out."));
        Assert.EndsWith("b.jpg", Assert.Single(examination.Usable().Samples).Name);
    }

    [Fact]
    public void Images_without_objects_and_images_that_nothing_names_are_told()
    {
        Write("""
            {"images":[{"id":1,"file_name":"a.jpg","width":96,"height":80}],"categories":[{"id":1,"name":"ant"}],"annotations":[]}
            """);
        var problems = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root)).Problems;
        Assert.Contains(problems, problem => problem.IsWarning && problem.What.StartsWith("1 image has no object and teaches that there is none: ")
            && problem.What.Contains("a.jpg"));
        Assert.Contains(problems, problem => problem.IsWarning && problem.What.Contains("named by no annotation and not used")
            && problem.What.Contains("b.jpg"));
    }

    [Fact]
    public void Annotated_images_that_the_camera_turned_are_told()
    {
        Write("""
            {"images":[{"id":1,"file_name":"a.jpg","width":80,"height":96},{"id":2,"file_name":"b.jpg","width":96,"height":80}],
             "categories":[{"id":1,"name":"ant"}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,9,9]},{"id":2,"image_id":2,"category_id":1,"bbox":[1,1,9,9]}]}
            """);
        Turn(Directory.EnumerateFiles(_folder.Root, "a.jpg", SearchOption.AllDirectories).Single());
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root));
        var told = Assert.Single(examination.Problems, problem => problem.What.Contains("orientation (EXIF)"));
        Assert.True(told.IsWarning);
        Assert.StartsWith("1 annotated image is turned", told.What);
        Assert.Contains("a.jpg", told.What);
        Assert.Equal([6, 1], examination.Images.Facts.Select(fact => fact.Orientation));
    }

    // An EXIF segment behind the start of the file: one entry, 0x0112, orientation 6.
    private static void Turn(string path)
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. bytes[..2], .. exif, .. bytes[2..]]);
    }

    [Fact]
    public void Everything_wrong_is_listed_together_and_nothing_is_lost_in_silence()
    {
        Write("""
            {"images":[{"id":1,"file_name":"a.jpg","width":80,"height":96},{"id":2,"file_name":"gone.jpg","width":9,"height":9},
              {"id":3,"file_name":"b.jpg","width":96,"height":80}],
             "categories":[{"id":1,"name":"ant"}],
             "annotations":[
              {"id":1,"image_id":1,"category_id":1,"bbox":[10,10,0,20]},
              {"id":2,"image_id":3,"category_id":1,"bbox":[200,10,20,20]},
              {"id":3,"image_id":3,"category_id":1,"bbox":[90,70,20,20]},
              {"id":4,"image_id":3,"category_id":8,"bbox":[1,1,2,2]},
              {"id":5,"image_id":44,"category_id":1,"bbox":[1,1,2,2]},
              {"id":6,"image_id":3,"category_id":1,"bbox":[1,1,5,5]},
              {"id":7,"image_id":3,"category_id":1,"bbox":[1,1,5,5]},
              {"id":8,"image_id":3,"category_id":1,"bbox":[1,1,9,9],"segmentation":[[1,1,5,5]]},
              {"id":9,"image_id":3,"category_id":1,"bbox":[1,1,50,50],"segmentation":{"size":[96,80],"counts":[7680]}},
              {"id":10,"image_id":3,"category_id":1}]}
            """);
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root));
        var message = Assert.Throws<ProblemsException>(examination.ThrowIfErrors).Message;
        foreach (var part in new[] { "Width and height are exchanged", "gone.jpg", "has no area", "lies outside", "category 8", "image 44", "Annotation 8",
            "Annotation 10", "The mask is 80 x 96" })
            Assert.Contains(part, message);
        Assert.Contains(examination.Problems, problem => problem.IsWarning && problem.What.StartsWith("1 box reaches beyond"));
        Assert.Contains(examination.Problems, problem => problem.IsWarning && problem.What.StartsWith("1 object is annotated twice"));
        Assert.Equal(1, examination.Clipped);
        var usable = examination.Usable();
        Assert.Equal("b.jpg", Assert.Single(usable.Samples).Name); // of a.jpg no object is left
        Assert.All(usable.Samples.SelectMany(sample => sample.Objects), item => Assert.False(item.Box.IsEmpty));
        Assert.Contains(usable.Samples[0].Objects, item => item.Box == new Box(90, 70, 96, 80));
    }

    [Fact]
    public void Bad_objects_can_be_left_out_with_a_warning_and_negatives_are_counted()
    {
        Write("""
            {"images":[{"id":1,"file_name":"a.jpg","width":96,"height":80},{"id":3,"file_name":"b.jpg","width":96,"height":80}],
             "categories":[{"id":1,"name":"ant"}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,10,0,20]},{"id":2,"image_id":1,"category_id":1,"bbox":[10,10,20,20]}]}
            """);
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root), new ExaminationOptions { OnBadObject = OnBadImage.Skip });
        Assert.False(examination.HasErrors);
        Assert.Equal(1, examination.Negatives);
        Assert.Contains(examination.Problems, problem => problem.IsWarning && problem.What.Contains("no area"));
        Assert.Single(examination.Usable().Samples[0].Objects);
    }

    private void Write(string json)
    {
        using var check = JsonDocument.Parse(json);
        Images.Write(_folder["a.jpg"], Images.Pattern(1));
        Images.Write(_folder["b.jpg"], Images.Pattern(2));
        File.WriteAllText(_folder["labels.json"], json);
    }
}
