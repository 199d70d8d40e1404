using Graft.Imaging;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

public class DecisionTests
{
    [Fact]
    public void A_person_is_named_and_a_stranger_is_not()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 10, 3);
        var known = gallery.Decide(FaceOf(4, 50));
        Assert.Equal((FaceOutcome.Match, SyntheticPeople.NameOf(4)), (known.Outcome, known.Name));
        Assert.Contains("author's setting for LFW", known.Evidence);
        Assert.Null(known.StrangerRate);
        var stranger = gallery.Decide(FaceOf(400, 1));
        Assert.Equal((FaceOutcome.Unknown, null), (stranger.Outcome, stranger.Name));
        Assert.NotNull(stranger.Nearest);
        Assert.Equal(30, gallery.SampleCount); // nothing is learned
    }

    [Fact]
    public void Without_a_descriptor_and_below_the_floor_it_is_undecided_with_the_reason()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 3, 2);
        var small = gallery.Decide(FaceOf(1, 50) with { Quality = SyntheticPeople.Quality with { EyeDistance = 9 } });
        Assert.Equal(FaceOutcome.Undecided, small.Outcome);
        Assert.Equal("eye distance is 9, 30 is the limit", small.Reason);
        Assert.Null(small.Name);
        var refused = gallery.Decide(new Face(new Box(0, 0, 10, 10), 0.9) { Refusal = "landmarks out of order" });
        Assert.Equal(FaceOutcome.Undecided, refused.Outcome);
        Assert.Contains("landmarks out of order", refused.Reason);
    }

    [Fact]
    public void A_person_is_on_a_photograph_once_at_most()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 5, 3);
        Face[] faces = [FaceOf(2, 60, 0.03), FaceOf(2, 61), FaceOf(3, 60), FaceOf(900, 1)];
        var once = gallery.Identify(faces);
        Assert.Equal([null, SyntheticPeople.NameOf(2), SyntheticPeople.NameOf(3), null], once.Select(answer => answer.Name));
        Assert.Contains("another face on this photograph", once[0].Reason);
        Assert.Equal([SyntheticPeople.NameOf(2), SyntheticPeople.NameOf(2), SyntheticPeople.NameOf(3), null],
            gallery.Identify(faces, allowTwice: true).Select(answer => answer.Name));
        Assert.Empty(gallery.Identify([]));
    }

    [Fact]
    public void A_face_below_the_floor_takes_nobody_away_from_another()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 5, 3);
        var small = FaceOf(2, 61) with { Quality = SyntheticPeople.Quality with { EyeDistance = 9 } };
        var answers = gallery.Identify([FaceOf(2, 60, 0.03), small]);
        Assert.Equal((SyntheticPeople.NameOf(2), null), (answers[0].Name, answers[0].Reason));
        Assert.Equal((FaceOutcome.Undecided, "eye distance is 9, 30 is the limit"), (answers[1].Outcome, answers[1].Reason));
        Assert.Equal(SyntheticPeople.NameOf(2), answers[1].Nearest!.Name);
    }

    [Fact]
    public void The_assignment_has_the_smallest_cost_there_is()
    {
        var random = new SeededRandom(8);
        for (var trial = 0; trial < 300; trial++)
        {
            var cost = new double[1 + random.Next(5), 1 + random.Next(5)];
            for (var i = 0; i < cost.GetLength(0); i++)
                for (var j = 0; j < cost.GetLength(1); j++) cost[i, j] = random.Uniform(-1, 0.5);
            var answer = Assignment.Solve(cost);
            Assert.Equal(answer.Where(column => column >= 0).Count(), answer.Where(column => column >= 0).Distinct().Count());
            var sum = answer.Index().Where(pair => pair.Item >= 0).Sum(pair => cost[pair.Index, pair.Item]);
            Assert.Equal(Best(cost, 0, []), sum, 1e-9);
        }
    }

    [Fact]
    public void A_recognised_face_is_added_only_when_it_is_confirmed()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 3, 2);
        Assert.True(gallery.Confirm(SyntheticPeople.NameOf(1), FaceOf(1, 70), SyntheticPeople.HashOf("70"), "party.jpg"));
        Assert.False(gallery.Confirm(SyntheticPeople.NameOf(1), FaceOf(1, 70), SyntheticPeople.HashOf("70"), "party.jpg"));
        Assert.Equal(3, gallery.Persons()[1].Samples);
        Assert.Equal([false, false, true], gallery.Samples().Where(sample => sample.Person.Name == SyntheticPeople.NameOf(1))
            .Select(sample => sample.Detail.IsConfirmed));
        Assert.Equal(AuditLog.Confirmed, gallery.Log()[^1].Action);
        Assert.Contains("not recognised",
            Assert.Throws<GraftException>(() => gallery.Confirm(SyntheticPeople.NameOf(2), FaceOf(1, 71), SyntheticPeople.HashOf("71"))).Message);
        Assert.Contains("not recognised",
            Assert.Throws<GraftException>(() => gallery.Confirm(SyntheticPeople.NameOf(2), FaceOf(99, 1), SyntheticPeople.HashOf("x"))).Message);
    }

    [Theory]
    [InlineData(PersonScore.Best)]
    [InlineData(PersonScore.Mean)]
    [InlineData(PersonScore.Centroid)]
    public void Every_score_finds_the_person(PersonScore score)
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 20, 4, new FaceGalleryOptions { Score = score });
        for (var person = 0; person < 20; person++) Assert.Equal(SyntheticPeople.NameOf(person), gallery.Decide(FaceOf(person, 80)).Name);
        gallery.Remove(SyntheticPeople.NameOf(3));
        Assert.NotEqual(SyntheticPeople.NameOf(3), gallery.Search(SyntheticPeople.Face(3, 80), 1)[0].Name);
    }

    [Theory]
    [InlineData(PersonScore.Best)]
    [InlineData(PersonScore.Mean)]
    [InlineData(PersonScore.Centroid)]
    public void A_gallery_measures_cosine_distances_as_a_calibration_does(PersonScore score)
    {
        using var folder = new TestFolder();
        var contract = SyntheticPeople.Contract with { Metric = FaceContract.Cosine };
        using var gallery = FaceGallery.Create(folder["g"], contract, new() { Score = score });
        List<KnownFace> faces = [];
        for (var person = 0; person < 5; person++)
            for (var i = 0; i < 4; i++)
                faces.Add(new(person, $"{i}", Unit(SyntheticPeople.Face(person, i, 0.05)), i < 3 ? FaceRole.Enrolled : FaceRole.Asking));
        foreach (var own in faces.Where(face => face.Role == FaceRole.Enrolled).GroupBy(face => face.Person))
            gallery.Enroll($"{own.Key}", [.. own.Select(face => new FaceSample(face.Descriptor.Select(value => 7 * value).ToArray(),
                SyntheticPeople.HashOf($"{own.Key} {face.File}")))]);
        var set = new FaceSet(["0", "1", "2", "3", "4"], faces, new int[5]);
        var measured = set.AgainstPersons((first, second) => contract.Distance(first, second), score, 3, _ => true);
        var asking = faces.Where(face => face.Role == FaceRole.Asking).ToList();
        foreach (var (probe, scores) in asking.Zip(measured.Probes))
            Assert.All(gallery.Search(probe.Descriptor, 5), match =>
                Assert.Equal(scores.Single(one => $"{one.Second}" == match.Name).Distance, match.Distance, 1e-5));

        static float[] Unit(float[] values)
        {
            GalleryIndex.Normalise(values);
            return values;
        }
    }

    internal static Face FaceOf(int person, int number, double noise = 0.02) =>
        new(new Box(0, 0, 100, 100), 0.99) { Descriptor = SyntheticPeople.Face(person, number, noise), Quality = SyntheticPeople.Quality };

    private static double Best(double[,] cost, int row, HashSet<int> taken)
    {
        if (row == cost.GetLength(0)) return 0;
        var best = Best(cost, row + 1, taken);
        for (var column = 0; column < cost.GetLength(1); column++)
        {
            if (!taken.Add(column)) continue;
            best = Math.Min(best, Math.Min(cost[row, column], 0) + Best(cost, row + 1, taken));
            taken.Remove(column);
        }
        return best;
    }
}
