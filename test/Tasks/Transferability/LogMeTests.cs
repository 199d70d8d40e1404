using System.Text.Json;

namespace Graft.Tasks.Tests;

/// <summary>Against the evidence computed with dense matrices and maximised by a general optimiser (eng/reference/logme.py).</summary>
public class LogMeTests
{
    private static readonly Case[] Cases = JsonSerializer.Deserialize<Answers>(
        File.ReadAllText(Graft.Tests.Repository.At("test", "reference", "logme.json")), Json.Options)!.Cases;

    public static TheoryData<string> Names => [.. Cases.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_score_is_the_maximum_evidence(string name)
    {
        var row = Cases.Single(candidate => candidate.Name == name);
        Assert.Equal(row.Score, LogMe.Score(Features(row), ClassificationFixture.Labels(row.Rows, row.Classes)), 1e-6);
    }

    [Fact]
    public void Features_that_tell_the_classes_apart_score_higher()
    {
        var labels = ClassificationFixture.Labels(60, 3);
        double Score(double strength) => LogMe.Score(Features(new("", 60, 40, 3, 9, strength, 0)), labels);
        Assert.True(Score(1) > Score(0.5) && Score(0.5) > Score(0));
    }

    [Fact]
    public void The_order_of_images_and_features_does_not_matter()
    {
        var (features, labels) = (Features(Cases[1]), ClassificationFixture.Labels(30, 4));
        var turned = new float[features.Length];
        for (var i = 0; i < 30; i++)
            for (var j = 0; j < 80; j++) turned[(29 - i) * 80 + (79 - j)] = features[i * 80 + j];
        Assert.Equal(LogMe.Score(features, labels), LogMe.Score(turned, [.. labels.Reverse()]), 1e-9);
    }

    [Fact]
    public void A_feature_that_is_always_zero_and_a_row_that_is_there_twice_do_no_harm()
    {
        var labels = ClassificationFixture.Labels(20, 2);
        var features = Features(new("", 20, 6, 2, 3, 0.5, 0));
        for (var i = 0; i < 20; i++) features[i * 6 + 5] = 0;
        features.AsSpan(0, 6).CopyTo(features.AsSpan(6));
        Assert.True(double.IsFinite(LogMe.Score(features, labels)));
        Assert.True(double.IsFinite(LogMe.Score(new float[120], labels)));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(200)]
    public void Copies_are_as_much_evidence_as_one_image(int width)
    {
        var labels = ClassificationFixture.Labels(40, 3);
        var features = Features(new("", 40, width, 3, 9, 0.5, 0));
        float[] four = [.. Enumerable.Range(0, 4).SelectMany(_ => features)];
        int[] fourLabels = [.. Enumerable.Range(0, 4).SelectMany(_ => labels)], units = [.. Enumerable.Range(0, 160).Select(row => row % 40)];
        var once = LogMe.Score(features, labels);
        Assert.Equal(once, LogMe.Score(four, fourLabels, units), 1e-6);
        Assert.True(Math.Abs(LogMe.Score(four, fourLabels) - once) > 0.05);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Near_copies_that_differ_a_little_score_as_one_image(int copies)
    {
        var labels = ClassificationFixture.Labels(50, 3);
        var features = Features(new("", 50, 200, 3, 9, 0.5, 0));
        var noise = ClassificationFixture.Noise(features.Length * copies, 5);
        float[] all = [.. Enumerable.Range(0, copies)
            .SelectMany(copy => features.Select((value, at) => value + 0.01f * (float)noise[copy * features.Length + at]))];
        int[] allLabels = [.. Enumerable.Range(0, copies).SelectMany(_ => labels)], units = [.. Enumerable.Range(0, 50 * copies).Select(row => row % 50)];
        Assert.Equal(LogMe.Score(features, labels), LogMe.Score(all, allLabels, units), 0.02);
    }

    [Fact]
    public void What_cannot_be_scored_is_refused()
    {
        Assert.Contains("fewer than two classes", Assert.Throws<GraftException>(() => LogMe.Score([1, 2], [0, 0])).Message);
        Assert.Contains("3 features", Assert.Throws<GraftException>(() => LogMe.Score([1, 2, 3], [0, 1])).Message);
        Assert.Contains("not a finite", Assert.Throws<GraftException>(() => LogMe.Score([1, float.NaN], [0, 1])).Message);
    }

    private static float[] Features(Case row)
    {
        var noise = ClassificationFixture.Noise(row.Rows * row.Width, row.Salt);
        var labels = ClassificationFixture.Labels(row.Rows, row.Classes);
        for (var i = 0; i < row.Rows; i++) noise[i * row.Width + labels[i]] += row.Strength;
        return [.. noise.Select(value => (float)value)];
    }

    private sealed record Answers(Case[] Cases);

    private sealed record Case(string Name, int Rows, int Width, int Classes, uint Salt, double Strength, double Score);
}
