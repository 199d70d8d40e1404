using Graft.Imaging;

namespace Graft.Tests;

public sealed class BackboneChoiceTests
{
    private static string Photos => Repository.At("samples", "photos");

    [Fact]
    public void Networks_on_this_machine_are_ranked_and_the_others_listed()
    {
        var answer = BackboneChoice.Run(new RecommendRequest { Data = Photos, Sample = 24 });
        Assert.Equal((24, 4), (answer.Images, answer.Classes.Count));
        Assert.Superset(
            new HashSet<string> { "efficientnet_lite0.IMAGENET1K_V1", "efficientnet_lite2.IMAGENET1K_V1" },
            answer.Rows.Select(row => row.Name).ToHashSet());
        Assert.Equal(answer.Rows.Select(row => row.LogMe).OrderDescending(), answer.Rows.Select(row => row.LogMe));
        Assert.DoesNotContain("efficientnet_lite0", answer.NotOnDisk);
        Assert.All(answer.Rows, row =>
        {
            Assert.InRange(row.ProbeAccuracy!.Value, 0.5, 1);
            Assert.True(row.Cost.ImagesPerSecond > 0 && row.Cost.EpochSeconds > row.Cost.FeatureSeconds);
            Assert.True(row.Cost.TrainingBytes > row.Cost.PredictionBytes && row.Cost.PredictionBytes > 4 * row.Cost.Parameters);
        });
        Assert.Equal(answer.Available, Directory.GetFiles(Photos, "*.jpg", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scores()
    {
        var request = new RecommendRequest { Data = Photos, Sample = 12, Models = ["efficientnet_lite0"] };
        var (one, other) = (BackboneChoice.Run(request).Rows.Single(), BackboneChoice.Run(request).Rows.Single());
        Assert.Equal((one.LogMe, one.ProbeAccuracy), (other.LogMe, other.ProbeAccuracy));
    }

    [Fact]
    public void Near_copies_do_not_answer_for_one_another_where_labels_are_random()
    {
        using var folder = new TestFolder();
        var random = new SeededRandom(4);
        for (var i = 0; i < 30; i++)
        {
            var coarse = new RgbImage(8, 8);
            for (var at = 0; at < coarse.Pixels.Length; at++) coarse.Pixels[at] = (byte)(40 + random.Next(150));
            var image = Resampler.Resize(coarse, 128, 96, Interpolation.Bicubic);
            var place = Directory.CreateDirectory(folder[random.Next(2) == 0 ? "heads" : "tails"]).FullName;
            foreach (var quality in new[] { 95, 70, 40 })
                File.WriteAllBytes(Path.Combine(place, $"{i}-{quality}.jpg"), ImageEncoder.EncodeJpeg(image, quality));
            File.WriteAllBytes(Path.Combine(place, $"{i}-small.png"), ImageEncoder.EncodePng(Resampler.Resize(image, 96, 72, Interpolation.Bicubic)));
        }
        var answer = BackboneChoice.Run(new RecommendRequest { Data = folder.Root, Models = ["efficientnet_lite0"] });
        Assert.Equal(120, answer.Images);
        Assert.InRange(answer.Rows.Single().ProbeAccuracy!.Value, 0.2, 0.8);
    }

    [Fact]
    public void What_cannot_be_compared_is_said_before_the_work()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["only"]);
        File.Copy(Directory.GetFiles(Photos, "*.jpg", SearchOption.AllDirectories)[0], folder["only/a.jpg"]);
        Assert.Contains("one class", Assert.Throws<ProblemsException>(() => BackboneChoice.Run(new RecommendRequest { Data = folder.Root })).Message);
        Assert.Throws<ProblemsException>(() => BackboneChoice.Run(new RecommendRequest { Data = Photos, Sample = 1 }));
        Assert.Contains("resnet18",
            Assert.Throws<GraftException>(() => BackboneChoice.Run(new RecommendRequest { Data = Photos, Models = ["resnet19"] })).Message);
    }
}
