using System.Text.Json;
using Graft.Runtime;

namespace Graft.Faces.Tests;

/// <summary>Galleries of descriptors that are not the bundled network's.</summary>
public class DescriptorGalleryTests
{
    private static FaceContract Other { get; } = new("other", new string('c', 64), new string('d', 64), "arcface112", "cosine", 128)
    {
        Licence = "CC-BY-NC-4.0",
        Source = "https://example.org/other.onnx",
    };

    [Fact]
    public void The_terms_of_a_network_are_kept_and_cannot_be_changed()
    {
        using var folder = new TestFolder();
        using (FaceGallery.Create(folder["g"], Other with { Threshold = 0.4 })) { }
        using (var gallery = FaceGallery.Open(folder["g"]))
        {
            Assert.Equal(Other with { Threshold = 0.4 }, gallery.Contract);
            Assert.Equal("other (CC-BY-NC-4.0 (forbids commercial use))", gallery.Contract.Described);
            Assert.Equal((0.4, "the setting in its contract; nobody has measured here how often a stranger reaches it"),
                (gallery.CurrentThreshold().Match, gallery.CurrentThreshold().Evidence));
        }
        // Terms are no part of what can be compared.
        using (FaceGallery.Open(folder["g"], Other with { Licence = "MIT" })) { }
        foreach (var (from, to) in new[] { ("CC-BY-NC-4.0", "MIT"), ("example.org", "example.com"), ("0.4", "0.5") })
        {
            RawDatabase.Execute(folder["g"], $"UPDATE gallery SET contract = replace(contract, '{from}', '{to}')");
            Assert.Contains("its contract was changed", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["g"])).Message);
            RawDatabase.Execute(folder["g"], $"UPDATE gallery SET contract = replace(contract, '{to}', '{from}')");
        }
        using (FaceGallery.Open(folder["g"])) { }
    }

    [Fact]
    public void A_gallery_of_one_network_refuses_another_and_says_which_flag_names_it()
    {
        using var folder = new TestFolder();
        using (FaceGallery.Create(folder["g"], Other)) { }
        using (FaceGallery.Create(folder["bundled"], SyntheticPeople.Contract)) { }
        Assert.Contains("as --descriptor", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["g"], SyntheticPeople.Contract)).Message);
        Assert.Contains("without --descriptor", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["bundled"], Other)).Message);
        Assert.Contains("holds descriptors of other",
            Assert.Throws<GraftException>(() => FaceGallery.Open(folder["g"], Other with { WeightsHash = new string('e', 64) })).Message);
        Assert.Contains("holds descriptors of other", Assert.Throws<GraftException>(() =>
            FaceGallery.Open(folder["g"], Other with { PreprocessHash = new string('e', 64) })).Message);
    }

    [Fact]
    public void Without_any_threshold_people_are_enrolled_and_searched_and_nobody_is_named()
    {
        using var folder = new TestFolder();
        using var gallery = FaceGallery.Create(folder["g"], Other);
        for (var person = 0; person < 3; person++) SyntheticPeople.Enroll(gallery, person, 2);
        var face = DecisionTests.FaceOf(1, 5);
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(face.Descriptor.Span)[0].Name);
        Assert.Contains("Run `graft faces calibrate` first", Assert.Throws<GraftException>(() => gallery.Decide(face)).Message);
        List<EnrolmentCandidate> candidates = [new("own.jpg", SyntheticPeople.HashOf("own"), face),
            new("other.jpg", SyntheticPeople.HashOf("other"), DecisionTests.FaceOf(2, 5))];
        var refused = new EnrolmentReview(gallery, isStrict: false).Run(SyntheticPeople.NameOf(1), candidates);
        Assert.Contains("nearer to 'Person Number 2'", Assert.Single(refused).Reason);
        Assert.Throws<GraftException>(() => new EnrolmentReview(gallery, isStrict: true).Run(SyntheticPeople.NameOf(1), candidates));
        Assert.Contains("there is no threshold", Assert.Single(GalleryAudit.Run(gallery, DateTimeOffset.Now)).ToString());
    }

    [Fact]
    public void A_calibration_for_another_score_is_named_where_there_is_no_other_threshold()
    {
        using var folder = new TestFolder();
        using (var calibrated = FaceGallery.Create(folder["g"], Other)) calibrated.Store(CalibrationTests.Made(0.4, 0.6));
        using var gallery = FaceGallery.Open(folder["g"], Other, new() { Score = PersonScore.Mean });
        Assert.EndsWith("the calibration is for the score 'best', not for 'mean'", gallery.ThresholdEvidence);
        var refused = Assert.Throws<GraftException>(() => gallery.Decide(DecisionTests.FaceOf(1, 5)));
        Assert.Contains("is for the score 'best', not for 'mean'", refused.What);
        Assert.Contains("--score best", refused.Cure);
        Assert.Contains("the calibration is for the score", Assert.Single(GalleryAudit.Run(gallery, DateTimeOffset.Now)).ToString());
    }

    [Theory]
    [InlineData("euclidean", 1, 0.6, 1)]
    [InlineData("euclidean", 0.05, 0.03, 1)] // every two faces of a person are within the distance of copies of the bundled network
    [InlineData("euclidean", 100, 60.0, 1)]
    [InlineData("euclidean", 0.05, null, 0)]
    [InlineData("cosine", 1, 0.6, 1)]
    [InlineData("cosine", 1, null, 0)]
    public void What_a_copy_is_depends_on_the_threshold_of_the_network(string metric, double scale, double? threshold, int copies)
    {
        using var folder = new TestFolder();
        using var gallery = FaceGallery.Create(folder["g"], Other with { Metric = metric, Threshold = threshold });
        List<EnrolmentCandidate> candidates = [Candidate("a", 0, 0), Candidate("b", 1, 0), Candidate("copy", 0, 0.001f)];
        Assert.Equal(copies, new EnrolmentReview(gallery, isStrict: false).Run("Ann", candidates).Count(item => item.Reason == "it is a copy of a"));
        Assert.Equal(3 - copies, candidates.Count);

        EnrolmentCandidate Candidate(string file, int number, float nudge) => new(file, SyntheticPeople.HashOf(file), DecisionTests.FaceOf(1, number) with
        {
            Descriptor = SyntheticPeople.Face(1, number).Select((value, at) => (float)scale * (value + (at % 2 == 0 ? nudge : -nudge))).ToArray(),
        });
    }

    [Fact]
    public void Faces_are_grouped_by_direction_where_the_metric_is_the_cosine()
    {
        var faces = (from person in Enumerable.Range(0, 3)
                     from number in Enumerable.Range(0, 3)
                     select SyntheticPeople.Face(person, number).Select(value => value * (1 + number)).ToArray()).ToList();
        // The largest distance within a person is below 0.1, the smallest between two above 0.6.
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], FaceClustering.Run(faces, [.. Enumerable.Range(0, 9)], 0.3, isCosine: true));
        Assert.Equal(9, FaceClustering.Run(faces, [.. Enumerable.Range(0, 9)], 0.001, isCosine: true).Count(group => group < 0));
    }

    [Fact]
    public void An_export_says_which_network_made_the_descriptors_and_under_which_terms()
    {
        using var folder = new TestFolder();
        using var gallery = FaceGallery.Create(folder["g"], Other);
        SyntheticPeople.Enroll(gallery, 1, 1);
        var contract = JsonDocument.Parse(gallery.Export(SyntheticPeople.NameOf(1))!).RootElement.GetProperty("contract");
        Assert.Equal("CC-BY-NC-4.0", contract.GetProperty("licence").GetString());
    }
}
