using System.Globalization;
using System.Text.Json;
using Graft.Tests;

namespace Graft.Tasks.Tests;

/// <summary>Against eng/reference/face_statistics.py.</summary>
public class FaceStatisticsTests
{
    private static readonly JsonElement _expected =
        JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", "faces", "statistics.json"))).RootElement;

    private static readonly string[][] _probes = Rows("probes.csv");

    internal static ComparisonScores Scores { get; } =
        new(26, Rows("scores.csv").Select(row => new ComparisonScore(int.Parse(row[0]), int.Parse(row[1]), Number(row[2]))));

    [Fact]
    public void Error_rates_and_the_variance_over_people_are_the_scripts()
    {
        var error = new FalseMatchError(Scores);
        Assert.Equal(_expected.GetProperty("mated").GetInt32(), Scores.Mated.Length);
        foreach (var row in _expected.GetProperty("thresholds").EnumerateArray())
        {
            var threshold = Of(row, "threshold");
            Assert.Equal(Of(row, "falseMatch"), Scores.FalseMatchRate(threshold), 1e-12);
            Assert.Equal(Of(row, "falseNonMatch"), Scores.FalseNonMatchRate(threshold), 1e-12);
            var errors = Scores.FalseMatches(threshold);
            if (errors < 30) continue;
            var effective = Scores.NonMated.Length / Of(row, "designEffect") * FalseMatchError.Student(Of(row, "freedom"), 0.95);
            var expected = PeopleInterval.OfShare(errors / (double)Scores.NonMated.Length, effective);
            Assert.Equal(expected.High, error.Interval(threshold).High, 1e-9);
            Assert.Equal(expected.Low, error.Interval(threshold).Low, 1e-9);
        }
    }

    [Fact]
    public void The_equal_error_and_the_true_accept_rates_are_the_scripts()
    {
        var report = VerificationReport.Of(Scores, new BootstrapOptions { Resamples = 100 });
        Assert.Equal(Of(_expected, "equalError"), report.EqualError.Value, 1e-12);
        Assert.Equal(Of(_expected, "equalErrorThreshold"), Scores.EqualError().Threshold, 1e-12);
        var rows = _expected.GetProperty("trueAccepts").EnumerateArray().ToList();
        Assert.Equal(rows.Select(row => Of(row, "falseAccept")), report.TrueAccepts.Select(row => row.FalseAccept));
        Assert.Equal(rows.Select(row => Of(row, "threshold")), report.TrueAccepts.Select(row => row.Threshold));
        Assert.All(rows.Zip(report.TrueAccepts), pair => Assert.Equal(Of(pair.First, "trueAccept"), pair.Second.TrueAccept.Value, 1e-12));
        Assert.All(report.TrueAccepts, row => Assert.InRange(row.TrueAccept.Value, row.TrueAccept.Interval!.Low, row.TrueAccept.Interval.High));
    }

    [Fact]
    public void Open_set_rates_are_the_scripts()
    {
        var strangers = _probes.Where(row => row[1] == "").Select(row => (Person: int.Parse(row[0]), Nearest: Number(row[2]))).ToList();
        var known = _probes.Where(row => row[1] != "").Select(row => new KnownProbe(int.Parse(row[0]), Number(row[1]), Number(row[2]))).ToList();
        var rates = new OpenSetRates(known);
        foreach (var row in _expected.GetProperty("openSet").EnumerateArray())
        {
            var threshold = Of(row, "threshold");
            // In a gallery of all the people: a stranger is taken for somebody if anybody is nearer.
            var positive = OpenSetRates.InGalleryOf(strangers.Select(probe => (probe.Person, probe.Nearest < threshold ? 1 : 0)), 1, 1);
            var negative = rates.FalseNegatives(threshold);
            Assert.Equal(Of(row, "falsePositive"), positive.Share, 1e-12);
            Assert.Equal(Of(row, "falseNegative"), negative.Share, 1e-12);
            Assert.Equal(PeopleInterval.OfShare(positive.Share, Of(row, "falsePositiveTrials")).High, positive.Interval.High, 1e-9);
            Assert.Equal(PeopleInterval.OfShare(negative.Share, Of(row, "falseNegativeTrials")).Low, negative.Interval.Low, 1e-9);
            var nearer = Enumerable.Range(0, 26).Select(person => (person, Scores.NonMated.Where(score => score.Distance < threshold)
                .Where(score => score.First == person || score.Second == person).Select(score => score.First == person ? score.Second : score.First)
                    .Distinct().Count()));
            Assert.Equal(Of(row, "inGalleryOf9"), OpenSetRates.InGalleryOf(nearer, 25, 9).Share, 1e-12);
        }
    }

    [Fact]
    public void The_accuracy_of_view_two_is_the_scripts()
    {
        // The script takes pairs in the order of the file, so does this.
        var rows = Rows("scores.csv").Select(row => new ComparisonScore(int.Parse(row[0]), int.Parse(row[1]), Number(row[2]))).ToList();
        var ordered = rows.Where(row => row.IsMated).Concat(rows.Where(row => !row.IsMated).Where((_, at) => at % 40 == 0))
            .Select((score, at) => (at % 10, score.IsMated, score.Distance)).ToList();
        var (accuracy, error) = VerificationReport.ViewTwo(ordered);
        Assert.Equal(Of(_expected, "viewTwo"), accuracy, 1e-12);
        Assert.Equal(Of(_expected, "viewTwoError"), error, 1e-12);
    }

    [Fact]
    public void Groups_have_rates_of_their_own_and_a_ratio()
    {
        string?[] groups = [.. Enumerable.Range(0, 26).Select(person => person < 12 ? "a" : person < 24 ? "b" : null)];
        var report = GroupRates.Of(Scores, groups, 0.5, new BootstrapOptions { Resamples = 200 });
        Assert.Equal(["a", "b"], report.Groups.Select(group => group.Name));
        Assert.Equal(12, report.Groups[0].People);
        var own = Scores.NonMated.Where(score => score.First < 12 && score.Second < 12).ToList();
        Assert.Equal(own.Count(score => score.Distance < 0.5) / (double)own.Count, report.Groups[0].FalseMatch.Value, 1e-12);
        Assert.InRange(report.MatchRatio.Value, 1, 10);
        Assert.InRange(report.MatchRatio.Value, report.MatchRatio.Interval!.Low, report.MatchRatio.Interval.High);
    }

    private static double Of(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string[][] Rows(string name) =>
        [.. File.ReadAllLines(Repository.At("test", "reference", "faces", name)).Skip(1).Select(line => line.Split(','))];
}
