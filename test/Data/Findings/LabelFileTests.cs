using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Label files of YOLO as people have them.</summary>
public sealed class LabelFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kpt_shape: [2, 3]\n", "0 0.5 0.5 0.5 0.5 0.4 0.4 2 0.6 0.6 0", "kpt_shape: [2, 3]")]
    [InlineData("kpt_shape: [4, 2]\n", "0 0.5 0.5 0.5 0.5 0.4 0.4 0.6 0.6 0.5 0.5 0 0", "kpt_shape: [4, 2]")]
    [InlineData("", "0 0.5 0.5 0.5 0.5 0.4 0.4 2 0.6 0.6 0", "every third number is 0, 1 or 2")]
    [InlineData("", "0 0.5 0.5 0.5 0.5 0.4 0.4 1", "every third number is 0, 1 or 2")]
    public void Key_points_are_no_polygon_and_the_box_before_them_is_taken(string shape, string line, string evidence)
    {
        Yolo("a", $"{line}\n{line}\n");
        File.WriteAllText(_folder["data.yaml"], $"train: images/train\nnames: [ant]\n{shape}");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Empty(dataset.Errors);
        Assert.All(dataset.Samples[0].Objects, item => Assert.Equal((new Box(24, 20, 72, 60), false), (item.Box, item.HasMask)));
        Assert.Contains(dataset.Warnings, warning => warning.What.Contains(evidence) && warning.What.Contains("key point"));
    }

    [Fact]
    public void Polygons_of_as_many_numbers_as_key_points_stay_polygons()
    {
        Yolo("a", "0 0.1 0.1 0.5 0.1 0.5 0.5 0.3 0.6 0.1 0.5\n0 0.2 0.1 0.5 0.1 0.5 0.5 0.3 0.6 0.1 0.5\n");
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\n");
        Assert.All(ObjectReader.Read(_folder.Root).Samples[0].Objects, item => Assert.True(item.HasMask));
    }

    [Fact]
    public void A_line_of_another_length_than_the_key_points_is_left_out_where_bad_images_are()
    {
        Yolo("a", "0 0.5 0.5 0.5 0.5 0.4 0.4 2\n0 0.5 0.5 0.5 0.5\n0 0.5 0.5 0.5 0.5 0.4 0.4 2 0.6 0.6 0\n");
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\nkpt_shape: [2, 3]\n");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(2, dataset.Samples[0].Objects.Count);
        Assert.Contains("expected 11", Assert.Single(dataset.Errors, error => error.IsOfOne).What);
    }

    [Fact]
    public void Bad_lines_are_left_out_where_bad_images_are()
    {
        Yolo("a", "0 0.5 0.5 0.2\nx 1 1 1 1\n0 50 50 10 10\n7 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1\n");
        Yolo("b", "0 0.5 0.5 0.1 0.1\n");
        File.WriteAllBytes(_folder["labels/train/b.txt"], [0xFF, 0xFE, 0x30, 0]);
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\n");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(5, dataset.Errors.Count);
        Assert.True(ObjectDatasetExamination.Examine(dataset).HasErrors);
        var lenient = ObjectDatasetExamination.Examine(dataset, new ExaminationOptions { OnBadImage = OnBadImage.Skip, OnBadObject = OnBadImage.Skip });
        Assert.False(lenient.HasErrors);
        Assert.Single(lenient.Usable().Samples[0].Objects);
    }

    [Fact]
    public void Two_classes_of_one_name_are_refused()
    {
        Yolo("a", "0 0.5 0.5 0.1 0.1\n");
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant, bee, ant]\n");
        Assert.Contains("The classes 0 and 2 are both called 'ant'", Assert.Single(ObjectReader.Read(_folder.Root).Errors).What);
    }

    [Fact]
    public void Many_bad_lines_are_shown_by_the_first_and_counted()
    {
        Yolo("a", string.Concat(Enumerable.Repeat("x\n", 300)));
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\n");
        var errors = ObjectReader.Read(_folder.Root).Errors;
        Assert.Equal(51, errors.Count);
        Assert.Contains("250 more", errors[^1].What);
    }

    [Fact]
    public void Images_that_nothing_names_are_counted_wherever_they_lie()
    {
        Yolo("a", "0 0.5 0.5 0.1 0.1\n");
        Images.Write(_folder["more/photos/z.jpg"], Images.Pattern(9));
        File.WriteAllText(_folder["data.yaml"], "train: images/train\nnames: [ant]\n");
        Assert.Contains(ObjectReader.Read(_folder.Root).Warnings,
            warning => warning.What.Contains("more/photos/z.jpg") && warning.What.StartsWith("1 image is named by"));
    }

    private void Yolo(string name, string labels)
    {
        Images.Write(_folder[$"images/train/{name}.jpg"], Images.Pattern(name[0]));
        Directory.CreateDirectory(_folder["labels/train"]);
        File.WriteAllText(_folder[$"labels/train/{name}.txt"], labels);
    }
}
