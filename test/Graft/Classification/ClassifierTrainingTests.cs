namespace Graft.Tests.Classification;

public sealed class ClassifierTrainingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_that_leaves_nothing_to_validate_with_is_refused_before_anything_is_trained()
    {
        foreach (var name in new[] { "fish", "tool" })
        {
            Directory.CreateDirectory(_folder[$"photos/{name}"]);
            File.Copy(
                Directory.GetFiles(Repository.At("samples", "photos", name), "*.jpg").Order(StringComparer.Ordinal).First(),
                _folder[$"photos/{name}/one.jpg"]);
        }
        var request = new ClassifyRequest { Data = _folder["photos"], Project = _folder["runs"], ImageSize = 64 };
        var failure = Assert.Throws<GraftException>(() => Classifier.Train(request));
        Assert.Contains("leaves 2 images to learn from and 0 to validate on", failure.Message);
        Assert.Contains("Add images", failure.Cure);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 64)]
    [InlineData(false, true, 0)]
    public void The_whole_image_is_seen_unless_its_centre_is_asked_for(bool isCropped, bool isLetterboxed, int shorter)
    {
        var request = new ClassifyRequest
        {
            Data = Repository.At("samples", "photos"),
            Project = _folder["runs"],
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 56,
            CenterCrop = isCropped,
            Letterbox = isLetterboxed,
        };
        var contract = new ClassifierRun(request).Prepare(null, TestContext.Current.CancellationToken).Preprocess;
        Assert.Equal((56, 56, shorter, isLetterboxed), (contract.Width, contract.Height, contract.ResizeShorter, contract.Letterbox));
    }

    [Fact]
    public void Nothing_starts_from_the_beginning_where_a_run_was_to_be_resumed()
    {
        Assert.Contains("is not the folder of a run", Assert.Throws<GraftException>(() => Classifier.Resume(_folder["runs/photos"])).What);
        Directory.CreateDirectory(_folder["runs/photos"]);
        Assert.Contains("is not the folder of a run", Assert.Throws<GraftException>(() => Segmenter.Resume(_folder["runs/photos"])).What);
        Assert.Contains("is not the folder of a run", Assert.Throws<GraftException>(() => Detector.Resume(_folder["runs/photos"])).What);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["runs/photos"]));
    }
}
