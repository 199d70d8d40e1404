using Graft.Tasks;
using Graft.Tests;

namespace Graft.Faces.Tests;

public class CalibrationTests
{
    [Fact]
    public void A_calibrated_gallery_keeps_the_rate_and_says_what_it_rests_on()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 10, 3);
        var report = Calibrate(gallery, new CalibrationRequest { FalsePositiveRate = 0.05, Persons = 10 }, 120);
        gallery.Store(report.Calibration);
        Assert.InRange(report.Threshold, 0.35, 1.4);
        Assert.Equal((60, 60), (report.Calibration.ChoosingPeople, report.Calibration.ReportingPeople));
        Assert.Equal(0, report.FalseNegative!.Value);
        Assert.Equal(1, report.RankOne!.Value);
        Assert.All(report.Growth.Where(row => row.Measured is not null), row => Assert.InRange(row.Measured!.Value, 0, 2 * row.Computed + 1e-9));
        Assert.True(report.Growth.Zip(report.Growth.Skip(1)).All(pair => pair.Second.Threshold <= pair.First.Threshold));
        using var again = FaceGallery.Open(folder["g"]);
        var answer = again.Decide(DecisionTests.FaceOf(4, 50));
        Assert.Equal(SyntheticPeople.NameOf(4), answer.Name);
        Assert.Equal(report.Threshold, answer.Threshold, 1e-12);
        Assert.Contains("chosen on 60 people", answer.Evidence);
        Assert.InRange(answer.StrangerRate!.Value, 0, 0.05);
        Assert.Equal(AuditLog.Calibrated, again.Log()[^1].Action);
    }

    [Fact]
    public void Between_two_thresholds_it_is_undecided()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 5, 3);
        gallery.Store(Made(0.2, 0.9));
        var answer = gallery.Decide(DecisionTests.FaceOf(2, 70));
        Assert.Equal(FaceOutcome.Undecided, answer.Outcome);
        Assert.Contains("between the thresholds", answer.Reason);
        Assert.Equal(SyntheticPeople.NameOf(2), answer.Nearest!.Name);
    }

    [Fact]
    public void A_gallery_that_outgrew_its_evidence_says_so_in_every_answer()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 30, 1);
        gallery.Store(Made(0.4, 0.6) with { Rate = 0.02 });
        Assert.Contains("outgrown", gallery.Decide(DecisionTests.FaceOf(2, 70)).Evidence);
        Assert.Contains(GalleryAudit.Run(gallery, DateTimeOffset.UtcNow), problem => problem.What.Contains("outgrown"));
        for (var person = 10; person < 30; person++) gallery.Remove(SyntheticPeople.NameOf(person));
        Assert.DoesNotContain("outgrown", gallery.Decide(DecisionTests.FaceOf(2, 70)).Evidence);
    }

    [Fact]
    public void The_threshold_tightens_as_the_gallery_grows()
    {
        var calibration = new FaceCalibration
        {
            Score = PersonScore.Best,
            Measure = "fpir",
            Rate = 0.01,
            MeasuredAt = default,
            ChoosingPeople = 9,
            ReportingPeople = 9,
            NoMatchThreshold = 0.7,
            Curve = [new(0.3, 0, 1e-6), new(0.4, 0, 1e-4), new(0.5, 5e-4, 1e-3), new(0.6, 4e-3, 9e-3)],
        };
        Assert.Equal([0.6, 0.5, 0.4, 0.3, 0.3], new[] { 1, 10, 100, 10_000, 1_000_000 }.Select(calibration.ThresholdFor));
        Assert.True(calibration.Holds(10_000));
        Assert.False(calibration.Holds(1_000_000));
        Assert.Equal(1 - Math.Pow(1 - 1e-3, 10), calibration.StrangerRate(0.45, 10).High, 1e-12);
        Assert.Equal(1, calibration.StrangerRate(0.65, 10).High, 1e-12);
    }

    [Fact]
    public void For_another_score_the_calibration_does_not_hold()
    {
        using var folder = new TestFolder();
        using (var gallery = SyntheticPeople.Gallery(folder["g"], 3, 2)) gallery.Store(Made(0.5, 0.5));
        using var mean = FaceGallery.Open(folder["g"], null, new() { Score = PersonScore.Mean });
        Assert.Contains("author's setting", mean.Decide(DecisionTests.FaceOf(1, 50)).Evidence);
        RawDatabase.Execute(folder["g"], "UPDATE setting SET value = replace(value, '0.5', '0.9')");
        Assert.Contains("changed by something other", Assert.Throws<GraftException>(() => mean.Calibration).Message);
    }

    [Fact]
    public void A_rate_that_cannot_be_bounded_is_refused_with_the_number_of_people()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 3, 1);
        var failure = Assert.Throws<GraftException>(() => Calibrate(gallery, new CalibrationRequest { FalsePositiveRate = 1e-4, Persons = 100 }, 40));
        Assert.Contains("20 people cannot bound FPIR 0.0001 in a gallery of 100", failure.Message);
        Assert.Matches(@"about [\d,]+ people in all are needed", failure.Message);
        Assert.Contains("At least 4", Assert.Throws<GraftException>(() => Calibrate(gallery, new(), 3)).Message);
        var beyond = Calibrate(gallery, new CalibrationRequest { FalsePositiveRate = 1e-3, Persons = 10, Extrapolates = true }, 40);
        Assert.True(beyond.Calibration.IsExtrapolated);
        gallery.Store(beyond.Calibration);
        Assert.Contains("extrapolated", gallery.Decide(DecisionTests.FaceOf(1, 50)).Evidence);
    }

    [Fact]
    public void Who_is_enrolled_who_asks_and_who_is_a_stranger_can_be_said()
    {
        List<KnownFace> faces = [];
        for (var person = 0; person < 80; person++)
            for (var i = 0; i < 3; i++)
                if (person < 40 || i > 0) faces.Add(new(person, $"{person}/{i}", SyntheticPeople.Face(person, i), i == 0 ? FaceRole.Enrolled
                    : FaceRole.Asking));
        var set = new FaceSet([.. Enumerable.Range(0, 80).Select(SyntheticPeople.NameOf)], faces, new int[80]);
        var report = new CalibrationRun(new() { FalsePositiveRate = 0.1, Persons = 5 }, TimeProvider.System).Run(set, (first, second) =>
            FaceScan.Distance(first, second));
        Assert.Equal((40, 40), (report.Calibration.ChoosingPeople, report.Calibration.ReportingPeople));
        Assert.Equal(16, report.Growth.Where(row => row.Measured is not null).Max(row => row.Persons));
        Assert.Equal(0, report.FalseNegative!.Value);
    }

    [Fact]
    public void Tables_of_scores_and_pairs_of_LFW_are_read_and_their_mistakes_named()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["s.csv"], "distance,first,second\n0.3,ann,ann\n0.9,ann,bob\n");
        var (scores, names) = ScoreFile.Read(folder["s.csv"]);
        Assert.Equal(["ann", "bob"], names);
        Assert.Equal((1, 1), (scores.Mated.Length, scores.NonMated.Length));
        File.WriteAllText(folder["s.csv"], "distance,first,second\n0,3,ann,ann\n");
        Assert.Contains("line 2", Assert.Throws<GraftException>(() => ScoreFile.Read(folder["s.csv"])).Message);
        File.WriteAllText(folder["pairs.txt"], "2\t1\nAnn_B\t1\t4\nAnn_B\t1\tCy\t12\nCy\t2\t3\nCy\t1\tAnn_B\t2\n");
        var pairs = PairsFile.Read(folder["pairs.txt"]);
        Assert.Equal(new FacePair(0, "Ann_B/Ann_B_0001", "Cy/Cy_0012", false), pairs[1]);
        Assert.Equal([0, 0, 1, 1], pairs.Select(pair => pair.Fold));
        File.WriteAllText(folder["pairs.txt"], "2\t1\nAnn_B\t1\t4\n");
        Assert.Contains("has 1 pair.", Assert.Throws<GraftException>(() => PairsFile.Read(folder["pairs.txt"])).Message);
    }

    [Theory]
    [InlineData("1\t1\nAnn\t1\t4\nAnn\t1\tCy\t2\n")]
    [InlineData("2\nAnn\t1\t4\nAnn\t1\t3\nAnn\t1\tCy\t2\nAnn\t1\tCy\t3\n")]
    [InlineData("0\t0\n")]
    [InlineData("10\t0\n")]
    [InlineData("-1\t-1\nAnn\t1\t4\nAnn\t1\tCy\t2\n")]
    public void Pairs_in_fewer_than_two_folds_are_refused(string text)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["pairs.txt"], text);
        Assert.Contains("Two folds or more", Assert.Throws<GraftException>(() => PairsFile.Read(folder["pairs.txt"])).ToString());
    }

    [Fact]
    public void A_photograph_under_two_names_is_left_out()
    {
        using var folder = new TestFolder();
        foreach (var (name, text) in new[] { ("a1", "one"), ("a2", "two"), ("a3", "two"), ("b1", "one"), ("b2", "six"), ("c1", "one") })
            File.WriteAllText(folder[name], text);
        var shared = SharedPhotographs.Of([new("Ann", [folder["a1"], folder["a2"], folder["a3"]]), new("Bob", [folder["b1"], folder["b2"]]),
            new("Cy", [folder["c1"]])]);
        Assert.Equal([folder["a1"], folder["b1"], folder["c1"]], shared.LeftOut.Select(one => one.File));
        Assert.All(shared.LeftOut, one => Assert.Equal(["Ann", "Bob", "Cy"], one.Names));
        Assert.Equal(["Ann", "Bob"], shared.People.Select(person => person.Name));
        Assert.Equal([[folder["a2"], folder["a3"]], [folder["b2"]]], shared.People.Select(person => person.Files));
    }

    [Fact]
    public void A_photograph_that_cannot_be_read_is_left_to_whoever_describes_it()
    {
        using var folder = new TestFolder();
        foreach (var (name, text) in new[] { ("a1", "one"), ("a2", "two"), ("b1", "one"), ("b2", "two") }) File.WriteAllText(folder[name], text);
        List<string> broken = [folder["gone"]];
        if (!OperatingSystem.IsWindows()) broken.Add(File.CreateSymbolicLink(folder["dangling"], folder["nowhere"]).FullName);
        using var held = new FileStream(folder["b2"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var shared = SharedPhotographs.Of([new("Ann", [folder["a1"], folder["a2"], .. broken]), new("Bob", [folder["b1"], folder["b2"], .. broken])]);
        Assert.Equal([folder["a1"], folder["b1"]], shared.LeftOut.Select(one => one.File));
        Assert.Equal([[folder["a2"], .. broken], [folder["b2"], .. broken]], shared.People.Select(person => person.Files));
    }

    [Fact]
    public void Only_people_who_are_compared_in_their_half_are_counted()
    {
        // 200 people, each compared with one other: of about half of these pairs both are in one half.
        List<ComparisonScore> scores = [.. Enumerable.Range(0, 100).Select(i => new ComparisonScore(2 * i, 2 * i + 1, 1 + i / 1000.0))];
        var run = new CalibrationRun(new() { FalseMatchRate = 0.4 }, TimeProvider.System);
        var calibration = run.Run(new ComparisonScores(200, scores), [.. Enumerable.Range(0, 200).Select(SyntheticPeople.NameOf)]).Calibration;
        Assert.InRange(calibration.ChoosingPeople, 20, 80);
        Assert.InRange(calibration.ReportingPeople, 20, 80);
    }

    [Fact]
    public void Where_nobody_is_compared_with_another_nothing_is_chosen()
    {
        var faces = Enumerable.Range(0, 8).Select(person => new KnownFace(person, $"{person}", SyntheticPeople.Face(person, 0), FaceRole.Asking)).ToList();
        var set = new FaceSet([.. Enumerable.Range(0, 8).Select(SyntheticPeople.NameOf)], faces, new int[8]);
        var run = new CalibrationRun(new() { FalseMatchRate = 0.4 }, TimeProvider.System);
        var failure = Assert.Throws<GraftException>(() => run.Run(set, (first, second) => FaceScan.Distance(first, second)));
        Assert.Contains("compared with another", failure.Message);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.01, 7)]
    [InlineData(0.05, 3000)]
    [InlineData(0.001, 10_000_000)]
    [InlineData(0.3, 100_000_000)]
    public void The_rate_that_was_asked_for_holds_for_the_persons_that_it_was_asked_for(double rate, int persons)
    {
        var pairs = new CalibrationRequest { FalsePositiveRate = rate, Persons = persons }.RateOfPairs;
        var calibration = Made(0.4, 0.6) with { Rate = rate, Curve = [new(0.4, 0, pairs)] };
        Assert.True(calibration.Holds(persons));
        Assert.False(calibration.Holds(persons + Math.Max(1, persons / 1000)));
        Assert.Equal(rate, calibration.StrangerRate(0.4, persons).High, 1e-9 * rate);
        Assert.InRange(calibration.StrangerRate(0.4, 1).High / pairs, 1 - 1e-12, 1 + 1e-12);
    }

    [Fact]
    public void A_calibration_is_read_as_it_is_written_and_as_it_was_written_before()
    {
        var text = System.Text.Json.JsonSerializer.Serialize(Made(0.4, 0.6), FacesJson.Compact.FaceCalibration);
        Assert.Contains("\"score\":\"best\"", text);
        foreach (var one in new[] { text, text.Replace("\"best\"", "\"Best\"") })
            Assert.Equal(PersonScore.Best, System.Text.Json.JsonSerializer.Deserialize(one, FacesJson.Compact.FaceCalibration)!.Score);
    }

    private static CalibrationReport Calibrate(FaceGallery gallery, CalibrationRequest request, int people) =>
        new CalibrationRun(request, TimeProvider.System).Run(
        new FaceSet([.. Enumerable.Range(1000, people).Select(SyntheticPeople.NameOf)],
            [.. from person in Enumerable.Range(0, people) from i in Enumerable.Range(0, 4) select new KnownFace(person, $"{person}/{i}",
                SyntheticPeople.Face(1000 + person, i))],
            new int[people]), (first, second) => gallery.Contract.Distance(first, second));

    internal static FaceCalibration Made(double match, double noMatch) => new()
    {
        Score = PersonScore.Best,
        Measure = "fpir",
        Rate = 0.05,
        MeasuredAt = DateTimeOffset.UnixEpoch,
        ChoosingPeople = 50,
        ReportingPeople = 50,
        NoMatchThreshold = noMatch,
        Curve = [new(match, 0, 0.001), new(1.1, 0.2, 0.3)],
    };
}
