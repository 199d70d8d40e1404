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
            File.Copy(Directory.GetFiles(Repository.At("samples", "photos", name), "*.jpg").Order(StringComparer.Ordinal).First(), _folder[$"photos/{name}/one.jpg"]);
        }
        var request = new ClassifyRequest { Data = _folder["photos"], Project = _folder["runs"], ImageSize = 64 };
        var failure = Assert.Throws<GraftException>(() => Classifier.Train(request));
        Assert.Contains("leaves 2 images to learn from and 0 to validate on", failure.Message);
        Assert.Contains("--val-split", failure.Cure);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void Nothing_starts_from_the_beginning_where_a_checkpoint_was_asked_for()
    {
        var request = new ClassifyRequest { Data = _folder["photos"], Project = _folder["runs"], Resume = true };
        Assert.Contains("No run of", Assert.Throws<GraftException>(() => Classifier.Train(request)).Expected);
        foreach (var run in new[] { "photos2", "birds", "done" }) Directory.CreateDirectory(_folder[$"runs/{run}"]);
        foreach (var run in new[] { "photos2", "birds" }) File.WriteAllText(_folder[$"runs/{run}/state.json"], "{}");
        Directory.CreateDirectory(_folder["runs/photos"]);

        var failure = Assert.Throws<GraftException>(() => Classifier.Train(request));

        Assert.Contains("has no checkpoint to go on from", failure.What);
        Assert.EndsWith("that have one: birds, photos2.", failure.Expected);
        Assert.Contains("--name", failure.Cure);
        foreach (var other in new Action[] { () => Segmenter.Train(new SegmentRequest { Data = "x", Project = _folder["runs"], Resume = true }), () => Detector.Train(new DetectRequest { Data = "x", Project = _folder["runs"], Resume = true }) })
            Assert.Contains("birds, photos2", Assert.Throws<GraftException>(other).Message);
    }
}
