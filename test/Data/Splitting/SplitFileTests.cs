using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>split.json.</summary>
public sealed class SplitFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ImageDataset _dataset = MadeUp.Dataset(10, 8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_again()
    {
        var split = DatasetSplit.Make(_dataset, null, 0.3, ulong.MaxValue);
        SplitFile.Write(_folder["split.json"], _dataset, split, "f1");
        var read = SplitFile.Read(_folder["split.json"], _dataset);
        Assert.Equal(split.Train, read.Train);
        Assert.Equal(split.Validation, read.Validation);
        Assert.Equal(split.Test, read.Test);
        Assert.Equal(ulong.MaxValue, read.Seed);
        var record = SplitFile.ReadRecord(_folder["split.json"]);
        Assert.Equal(("f1", 1), (record.Fingerprint, record.Format));
        Assert.Equal(_dataset.Classes, record.Classes);
    }

    [Fact]
    public void Other_images_and_classes_are_refused_with_everything_that_differs()
    {
        SplitFile.Write(_folder["split.json"], _dataset, DatasetSplit.Make(_dataset, null, 0.3, 1));
        var other = MadeUp.Dataset(9, 9, 1);
        var error = Assert.Throws<ProblemsException>(() => SplitFile.Read(_folder["split.json"], other));
        Assert.Contains("class0, class1, the data has class0, class1, class2", error.Message);
        Assert.Contains("1 image is in the record but not in the data: class0/0009.jpg", error.Message);
        Assert.Contains("2 images are in the data but not in the record: class1/0008.jpg, class2/0000.jpg", error.Message);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"seed":1,"classes":[],"train":[],"validation":[],"test":[],"format":2}""")]
    public void A_file_that_is_no_split_is_refused_by_name(string text)
    {
        File.WriteAllText(_folder["split.json"], text);
        Assert.Contains("split.json", Assert.Throws<GraftException>(() => SplitFile.ReadRecord(_folder["split.json"])).What);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name() =>
        Assert.Contains("nothing.json", Assert.Throws<GraftException>(() => SplitFile.ReadRecord(_folder["nothing.json"])).What);
}
