namespace Graft.Tests;

public class ImageFitTests
{
    [Theory]
    [InlineData(null, true, false, "efficientnet_lite0, probe")]
    [InlineData("whole", false, false, "efficientnet_lite0, probe, whole")]
    [InlineData("letterbox", false, true, "efficientnet_lite0, probe, letterbox")]
    [InlineData("Center-Crop", true, false, "efficientnet_lite0, probe, center-crop")]
    public void A_candidate_sees_images_in_its_own_way_and_otherwise_as_the_training_does(string? word, bool isCropped, bool isLetterboxed, string name)
    {
        ImageFit? fit = word is null ? null : Assert.Single(ImageFits.Of([word, word]));
        var candidate = new CompareCandidate("efficientnet_lite0", Strategy.Probe, null, fit);
        var request = Assert.IsType<ClassifyRequest>(candidate.Of(new ClassifyRequest("x") { CenterCrop = true }));
        Assert.Equal((isCropped, isLetterboxed, name), (request.CenterCrop, request.Letterbox, candidate.Name));
        request.Validate();
    }

    [Fact]
    public void A_word_that_is_no_way_is_refused_with_the_ways() =>
        Assert.Contains("whole, letterbox, center-crop", Assert.Throws<GraftException>(() => ImageFits.Of(["stretch"])).Message);
}
