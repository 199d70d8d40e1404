using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>file,label[,split][,group].</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public ManifestTests()
    {
        foreach (var name in new[] { "p/1.jpg", "p/2.jpg", "p/3.jpg", "p/4, really.jpg" }) ClassFolderTests.Touch(_folder, name);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_labels_splits_and_groups_are_read_relative_to_the_manifest()
    {
        var data = Read("file,label,split,group\np/2.jpg, dog ,train,g1\np/1.jpg,cat,validation,\n\"p/4, really.jpg\",dog,test,g2\np/3.jpg,cat,train,\n");
        Assert.Equal(["cat", "dog"], data.Classes);
        Assert.Equal(
            [("p/1.jpg", 0, "val", null), ("p/2.jpg", 1, "train", "g1"), ("p/3.jpg", 0, "train", null), ("p/4, really.jpg", 1, "test", "g2")],
            data.Samples.Select(sample => (sample.Name, sample.Label, sample.Split, sample.Group)));
        Assert.All(data.Samples, sample => Assert.True(File.Exists(sample.Path)));
        Assert.Equal(_folder.Root, data.Root);
    }

    [Theory]
    [InlineData("lists/list.csv", "../p/")]
    [InlineData("a/b/list.csv", "../../p/")]
    [InlineData("p/list/list.csv", "../")]
    public void Names_do_not_tell_where_a_manifest_lies_whose_images_are_elsewhere(string place, string there)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[place])!);
        File.WriteAllText(_folder[place], $"file,label\n{there}2.jpg,dog\n{there}1.jpg,cat\n");
        var data = DatasetReader.Read(_folder[place]);
        Assert.Equal(["1.jpg", "2.jpg"], data.Samples.Select(sample => sample.Name));
        Assert.Equal(_folder["p"], data.Root);
    }

    [Theory]
    [InlineData("file;label\np/1.jpg;cat\np/2.jpg;dog\n")]
    [InlineData("file\tlabel\r\np/1.jpg\tcat\r\np/2.jpg\tdog\r\n")]
    [InlineData("\uFEFFLabel,FILE\ncat,p/1.jpg\n\ndog,p\\2.jpg")]
    public void Spreadsheets_write_it_in_several_ways(string text)
    {
        var data = Read(text);
        Assert.Equal([("p/1.jpg", "cat"), ("p/2.jpg", "dog")], data.Samples.Select(sample => (sample.Name, data.ClassOf(sample))));
    }

    [Fact]
    public void Every_bad_line_is_reported_with_its_number()
    {
        var error = Assert.Throws<ProblemsException>(() => Read("""
            file,label,split
            p/1.jpg,cat,train
            p/9.jpg,cat,train
            p/2.jpg,,train
            ,dog,train
            p/3.jpg,dog,holdout
            p/1.jpg,dog,train
            p/1.jpg,cat,train
            p/4, really.jpg,dog,train
            p/2.jpg,"dog"s,train
            p/3.jpg,dog,train
            """));
        Assert.Equal(
        [
            "list.csv, line 3: There is no file 'p/9.jpg'.",
            "list.csv, line 4: 'p/2.jpg' has no label.",
            "list.csv, line 5: There is no file.",
            "list.csv, line 6: 'holdout' is not a split.",
            "list.csv, line 7: 'p/1.jpg' is 'dog' here and 'cat' on line 2.",
            "list.csv, line 8: 'p/1.jpg' was already on line 2.",
            "list.csv, line 9: There are 4 fields for 3 columns.",
            "list.csv, line 10: The quotes do not match.",
        ], error.Problems.Where(problem => !problem.IsWarning).Select(problem => $"{problem.Where}: {problem.What}"));
        Assert.All(error.Problems, problem => Assert.NotEmpty(problem.Cure));
    }

    [Fact]
    public void Missing_columns_are_named()
    {
        var error = Assert.Throws<GraftException>(() => Read("path,class\np/1.jpg,cat\n"));
        Assert.Contains("no column 'file' and no column 'label'; the line reads 'path,class'", error.What);
        Assert.Contains("file,label", error.Expected);
    }

    [Fact]
    public void A_split_for_some_lines_only_is_refused_with_the_others() =>
        Assert.Contains("2 lines have no split while others have one: line 3, line 4.",
            Assert.Throws<ProblemsException>(() => Read("file,label,split\np/1.jpg,cat,train\np/2.jpg,dog,\np/3.jpg,dog\n")).Message);

    [Fact]
    public void Columns_that_are_not_used_are_reported() =>
        Assert.Contains(Read("file,label,camera\np/1.jpg,cat,x\np/2.jpg,dog,y\n").Warnings, warning => warning.What.Contains("1 column is not used: camera"));

    [Fact]
    public void An_empty_manifest_and_one_without_lines_are_refused()
    {
        Assert.Contains("no column 'file'", Assert.Throws<GraftException>(() => Read("")).Message);
        Assert.Contains("No image was found", Assert.Throws<ProblemsException>(() => Read("file,label\n")).Message);
    }

    [Fact]
    public void Very_many_bad_lines_are_counted_and_the_first_ones_shown()
    {
        var error = Assert.Throws<ProblemsException>(() => Read("file,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"none{i}.jpg,cat\n"))));
        Assert.Equal(51, error.Problems.Count);
        Assert.Contains("30 more lines are bad", error.Problems[^1].What);
    }

    [Fact]
    public void An_image_given_as_data_set_is_refused() =>
        Assert.Contains("not a CSV manifest", Assert.Throws<GraftException>(() => DatasetReader.Read(_folder["p/1.jpg"])).Message);

    private ImageDataset Read(string text)
    {
        File.WriteAllText(_folder["list.csv"], text);
        return DatasetReader.Read(_folder["list.csv"]);
    }
}
