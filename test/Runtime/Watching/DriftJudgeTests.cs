using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests.Runtime.Watching;

/// <summary>Windows that are like the reference, and windows that are not.</summary>
public sealed class DriftJudgeTests
{
    private static readonly string[] Classes = ["one", "two", "three"];

    [Fact]
    public void Unchanged_windows_are_called_unlike_as_seldom_as_asked_for()
    {
        const double rate = 0.05;
        const int windows = 200;
        var alarms = Enumerable.Range(0, windows).Count(number =>
        {
            var random = SeededRandom.For((ulong)number, "window");
            var all = Enumerable.Range(0, 70).Select(_ => Made(random)).ToList();
            var reference = ReferenceStatistics.Of([.. all.Take(40)], null, "made up");
            var pair = new ComparedImages(reference.Images(), [.. all.Skip(40)], Classes);
            List<TwoSampleStatistic> statistics = [.. pair.Statistics()];
            Assert.Equal(9, statistics.Count);
            var outcomes = GroupResampling.Run(statistics, 40, 30, GroupResampling.Divisions(rate, statistics.Count), (ulong)number);
            return HolmCorrection.Apply([.. outcomes.Select(outcome => outcome.P)], rate).Any(test => test.IsRejected);
        });
        // 10 are expected; 20 or more come once in 300 times.
        Assert.InRange(alarms, 0, 20);
    }

    [Fact]
    public void A_darker_window_is_told_and_the_answer_names_what_and_how_much()
    {
        var random = new SeededRandom(5);
        var before = Enumerable.Range(0, 60).Select(at => Watched(Made(random), at)).ToList();
        var now = Enumerable.Range(0, 40).Select(at =>
        {
            var traits = Made(random);
            float[] values = [.. traits.Values];
            values[(int)Trait.Brightness] -= 1.5f;
            return Watched(traits with { Values = values }, 100 + at);
        }).ToList();

        var result = DriftJudge.Judge(WatchedImage.Reference(before, "made up"), now, Classes);

        Assert.Equal(DriftVerdict.Unlike, result.Verdict);
        var test = Assert.Single(result.Tests, one => one.IsUnlike);
        Assert.Equal(("brightness", "Kolmogorov-Smirnov"), (test.Subject, test.Statistic));
        Assert.True(test.Value > test.Threshold && test.P < 0.001);
        Assert.StartsWith("darker: median -1.", test.Effect);
        Assert.Equal(test, result.Tests[0]);
        Assert.Contains("brightness", result.Summary);
        Assert.Contains("only large changes", result.Notes.Single().What);
    }

    [Fact]
    public void Near_copies_count_once_and_too_few_different_images_are_no_answer()
    {
        var random = new SeededRandom(6);
        var reference = WatchedImage.Reference([.. Enumerable.Range(0, 30).Select(at => Watched(Made(random), at))], "made up");
        List<WatchedImage> one = [.. Enumerable.Range(0, 19).SelectMany(at => Enumerable.Repeat(Watched(Made(random), 50 + at), 5))];

        var result = DriftJudge.Judge(reference, one, Classes);

        Assert.Equal((DriftVerdict.TooFew, 95, 19), (result.Verdict, result.Images, result.Distinct));
        Assert.Empty(result.Tests);
        Assert.Contains("19 different of 95 images, 20 are needed", result.Summary);
        one.Add(Watched(Made(random), 99));
        Assert.NotEqual(DriftVerdict.TooFew, DriftJudge.Judge(reference, one, Classes).Verdict);
    }

    [Fact]
    public void An_image_shifted_by_a_few_pixels_is_a_near_copy()
    {
        var image = Pattern(3);
        var shifted = new RgbImage(96, 96);
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 96; x++)
                for (var channel = 0; channel < 3; channel++)
                    shifted.Pixels[(y * 96 + x) * 3 + channel] = image.Pixels[(Math.Max(0, y - 1) * 96 + Math.Min(95, x + 1)) * 3 + channel];
        Assert.True(NearCopy.Of(image).IsOf(NearCopy.Of(shifted)));
        Assert.False(NearCopy.Of(image).IsOf(NearCopy.Of(Pattern(4))));
    }

    [Fact]
    public void A_copy_of_a_copy_counts_with_both()
    {
        var traits = Made(new SeededRandom(9));
        var one = new NearCopy(0, Thumbnail.Of(Pattern(3)));
        WatchedImage[] images = [.. new[] { 0UL, 0x3FFUL, 0x3FF << 10 | 0x3FFUL, 0x3FFUL << 40 | 0x3FFUL << 20 }
            .Select(hash => new WatchedImage(traits, null, one with { Hash = hash }))];
        // Ten bits apart is near; the third is near the second alone, the last near none.
        Assert.Equal([images[0], images[3]], WatchedImage.Distinct(images));
    }

    [Fact]
    public void Class_shares_are_estimated_from_calibrated_scores()
    {
        var random = new SeededRandom(7);
        var before = Scores([0.5, 0.3, 0.2], 3000);
        float[] mean = [.. Enumerable.Range(0, 3).Select(label => before.Average(one => one.Scores[label]))];
        // The scores stand for the shares before; now most are of the last class.
        var now = Scores([0.1, 0.2, 0.7], 800);

        var (shares, accuracy) = ClassShift.Estimate([.. now.Select(one => one.Scores)], mean);

        Assert.Equal([0.1, 0.2, 0.7], shares.Select(share => Math.Round(share, 1)));
        Assert.Equal(now.Average(one => one.Label == Array.IndexOf(one.Scores, one.Scores.Max()) ? 1.0 : 0), accuracy, 0.05);
        var (same, _) = ClassShift.Estimate([.. before.Select(one => one.Scores)], mean);
        for (var label = 0; label < 3; label++) Assert.Equal(mean[label], same[label], 1e-3);

        // A number of one of three normal distributions, and the exact probabilities of the classes before.
        List<(float[] Scores, int Label)> Scores(double[] shares, int count) => [.. Enumerable.Range(0, count).Select(at =>
        {
            var u = (at + 0.5) / count;
            var label = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
            var x = label * 1.5 + random.Normal();
            double[] powers = [.. new[] { 0.5, 0.3, 0.2 }.Select((share, k) => share * Math.Exp(-(x - k * 1.5) * (x - k * 1.5) / 2))];
            return ((float[])[.. powers.Select(power => (float)(power / powers.Sum()))], label);
        })];
    }

    private static ImageTraits Made(SeededRandom random) => new ImageTraits(
        [.. Enumerable.Range(0, 8).Select(_ => (float)random.Normal())],
        [.. Enum.GetValues<Trait>().Select(trait => trait == Trait.Shape ? random.Next(3) : (float)random.Normal())],
        [new LabelAmount(random.Next(3), 1)]).Rounded();

    private static WatchedImage Watched(ImageTraits traits, int number) => new(traits, null, NearCopy.Of(Pattern(number)));

    private static RgbImage Pattern(int number) =>
        new(96, 96, ProbeImages.Make((ulong)number, TinyClassifier.Contract with { Width = 96, Height = 96 }));
}
