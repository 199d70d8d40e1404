using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Annotations and lists of VOC as people have them.</summary>
public sealed class VocFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

    private void Voc(string xml, string named)
    {
        Directory.CreateDirectory(_folder["Annotations"]);
        File.WriteAllText(_folder[$"Annotations/{xml}.xml"], $"<annotation><filename>{named}</filename><object><name>ant</name>"
            + "<bndbox><xmin>5</xmin><ymin>5</ymin><xmax>50</xmax><ymax>50</ymax></bndbox></object></annotation>");
    }
}
