using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Label files of YOLO and VOC as people have them.</summary>
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

    [Theory]
    [InlineData("n0", "n0.JPEG")]
    [InlineData("n0.png", "n0.jpg")]
    [InlineData("N0.JPG", "n0.jpg")]
    [InlineData("v1.2", "v1.2.jpeg")]
    public void Names_with_other_capitals_or_another_ending_are_found_and_told(string named, string file)
    {
        Voc("other name", named);
        Images.Write(_folder[$"JPEGImages/{file}"], Images.Pattern(1));
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal($"JPEGImages/{file}", Assert.Single(dataset.Samples).Name);
        Assert.Contains($"'{named}' is {file}", Assert.Single(dataset.Warnings, warning => warning.What.Contains("another ending")).What);
    }

    [Fact]
    public void A_name_that_two_files_could_have_is_not_guessed()
    {
        Voc("other name", "n0");
        Images.Write(_folder["JPEGImages/n0.jpg"], Images.Pattern(1));
        Images.Write(_folder["JPEGImages/n0.jpeg"], Images.Pattern(2));
        Assert.True(ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root)).HasErrors);
    }

    [Fact]
    public void A_list_of_names_with_endings_is_a_split_and_one_of_which_no_name_fits_stops()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Voc(name, name + ".jpg");
            Images.Write(_folder[$"JPEGImages/{name}.jpg"], Images.Pattern(name[0]));
        }
        Directory.CreateDirectory(_folder["ImageSets/Main"]);
        File.WriteAllText(_folder["ImageSets/Main/train.txt"], "a.jpg\n");
        File.WriteAllText(_folder["ImageSets/Main/test.txt"], "JPEGImages\\b.jpg\ngone\n");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(["train", "test", null], dataset.Samples.Select(sample => sample.Split));
        Assert.Contains(dataset.Warnings, warning => warning.Where.EndsWith("test.txt") && warning.What.Contains("gone"));
        Assert.Contains(dataset.Warnings, warning => warning.Where == "ImageSets/Main"
            && warning.What.Contains("is in no list") && warning.What.Contains(": c."));
        File.WriteAllText(_folder["ImageSets/Main/test.txt"], "p01\np02\n");
        Assert.Contains(ObjectReader.Read(_folder.Root).Errors, error => !error.IsOfOne && error.Where.EndsWith("test.txt") && error.What.Contains("None"));
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

    [Theory]
    [InlineData("<annotation><object>", "not XML")]
    [InlineData("<annotation><object><bndbox><xmin>1</xmin></bndbox></object></annotation>", "no name")]
    [InlineData("<annotation><object><name>ant</name></object></annotation>", "no bndbox")]
    [InlineData(
        "<annotation><object><name>ant</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>1e10</xmax><ymax>9</ymax></bndbox></object></annotation>", "1E+10")]
    [InlineData("<annotation><size><width>9.5</width><height>-2</height></size></annotation>", "9.5 x -2")]
    [InlineData("NESTED", "64 levels deep")]
    public void A_broken_annotation_is_a_finding_of_its_own(string xml, string word)
    {
        Directory.CreateDirectory(_folder["Annotations"]);
        if (xml == "NESTED") xml = "<annotation>" + string.Concat(Enumerable.Repeat("<a>", 100_000));
        File.WriteAllText(_folder["Annotations/b.xml"], xml);
        Voc("a", "a.jpg");
        Images.Write(_folder["JPEGImages/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["JPEGImages/b.jpg"], Images.Pattern(2));
        Assert.Contains(ObjectReader.Read(_folder.Root).Errors, error => error.IsOfOne && error.Where == "Annotations/b.xml" && error.What.Contains(word));
    }

    private void Yolo(string name, string labels)
    {
        Images.Write(_folder[$"images/train/{name}.jpg"], Images.Pattern(name[0]));
        Directory.CreateDirectory(_folder["labels/train"]);
        File.WriteAllText(_folder[$"labels/train/{name}.txt"], labels);
    }

    private void Voc(string xml, string named)
    {
        Directory.CreateDirectory(_folder["Annotations"]);
        File.WriteAllText(_folder[$"Annotations/{xml}.xml"], $"<annotation><filename>{named}</filename><object><name>ant</name>"
            + "<bndbox><xmin>5</xmin><ymin>5</ymin><xmax>50</xmax><ymax>50</ymax></bndbox></object></annotation>");
    }
}
