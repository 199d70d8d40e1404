using Graft.Tasks;
using Graft.Tests;

namespace Graft.Faces.Tests;

/// <summary>Several people under one name, and tables that hold no distances.</summary>
public class SeveralPeopleTests
{
    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(3, 2, 3)]
    [InlineData(2, 2, 0)]
    public void Of_groups_that_are_apart_the_larger_is_enrolled_and_of_two_alike_none(int ann, int bob, int enrolled)
    {
        using var set = new Photographs();
        for (var i = 0; i < ann; i++) set.Add("Mixed", $"a{i}.jpg", DecisionTests.FaceOf(1, i));
        for (var i = 0; i < bob; i++) set.Add("Mixed", $"b{i}.jpg", DecisionTests.FaceOf(2, i));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        var refused = new Enrolment(gallery, set, new()).Run(set.People(), null, default).Where(item => item.Status == EnrolmentStatus.Refused).ToList();
        Assert.Equal((enrolled, ann + bob - enrolled), (gallery.SampleCount, refused.Count));
        Assert.All(refused, item => Assert.Contains("of groups that are", item.Reason));
        Assert.All(refused, item => Assert.True(item.Value >= 0.6));
    }

    [Fact]
    public void Those_who_are_enrolled_decide_whose_name_it_is()
    {
        using var set = new Photographs();
        for (var i = 0; i < 2; i++) set.Add("Ann", $"a{i}.jpg", DecisionTests.FaceOf(1, i));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        new Enrolment(gallery, set, new()).Run(set.People(), null, default);
        for (var i = 0; i < 5; i++) set.Add("Ann", $"b{i}.jpg", DecisionTests.FaceOf(2, i));
        set.Add("Ann", "a7.jpg", DecisionTests.FaceOf(1, 7));
        var items = new Enrolment(gallery, set, new()).Run(set.People(), null, default);
        Assert.Equal(5, items.Count(item => item.Status == EnrolmentStatus.Refused));
        Assert.Equal(3, gallery.SampleCount);
    }

    [Fact]
    public void An_audit_names_the_photographs_of_each_group()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 3, 3);
        gallery.Enroll(SyntheticPeople.NameOf(0), [SyntheticPeople.Sample(60, 0), SyntheticPeople.Sample(60, 1)]);
        var found = Assert.Single(GalleryAudit.Run(gallery, DateTimeOffset.UtcNow), problem => problem.What.Contains("2 groups"));
        Assert.Equal(SyntheticPeople.NameOf(0), found.Where);
    }

    [Fact]
    public void Similarities_in_place_of_distances_are_refused()
    {
        List<ComparisonScore> scores = [];
        for (var person = 0; person < 100; person++)
        {
            for (var i = 0; i < 5; i++) scores.Add(new(person, person, 0.3 + 0.01 * i));
            for (var other = 0; other < person; other++) scores.Add(new(person, other, 0.8 + 0.001 * other));
        }
        var run = new CalibrationRun(new CalibrationRequest { FalseMatchRate = 0.5 }, TimeProvider.System);
        string[] names = [.. Enumerable.Range(0, 100).Select(SyntheticPeople.NameOf)];
        Assert.True(run.Run(new ComparisonScores(100, scores), names).Calibration.IsOfGivenScores);
        var similar = scores.Select(score => score with { Distance = 1 - score.Distance });
        Assert.Contains("Distances are expected", Assert.Throws<GraftException>(() => run.Run(new ComparisonScores(100, [.. similar]), names)).Message);
    }
}
