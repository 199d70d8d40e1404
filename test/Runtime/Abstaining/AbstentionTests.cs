using System.Text.Json;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests.Runtime;

public sealed class AbstentionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> EveryTask => [.. Enum.GetValues<TaskKind>()];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_answered_unsure_or_unlike()
    {
        var model = TinyClassifier.Write(_folder["m.onnx"]);
        var images = Images();
        using var plain = ClassificationPredictor.Open(model, new RuntimeOptions { TellsEmbedding = true });
        var seen = images.Select(plain.Predict).ToList();
        Assert.All(seen, one => Assert.True(one.Embedding.Length > 0 && one.Decision is null));
        var scores = seen.Take(4).Select(one => one.Score).Order().ToList();
        // Of four images two are answered, and the last one alone is like none of the training.
        var (dimensions, rows) = NearestTrained.Pack([.. seen.Take(4).Select(one => one.Embedding)]);
        var nearest = new NearestTrained(seen[4].Embedding.Length, dimensions, rows);
        Keep(model, seen.Take(4), threshold: scores[2], unlike: nearest.Distance(seen[4].Embedding) / 2);

        using var predictor = ClassificationPredictor.Open(model, new RuntimeOptions { Abstain = 0.1 });
        var decisions = images.Select(image => predictor.Predict(image).Decision).ToList();
        Assert.Equal(seen.Take(4).Select(one => one.Score >= scores[2] ? "answer" : "unsure").Append("unlike"), decisions);
        var last = predictor.Predict(images[4]);
        Assert.Contains("unlike", last.ToString());
        Assert.Equal("unlike", JsonDocument.Parse(last.ToJson()).RootElement.GetProperty("decision").GetString());
        var facts = PredictionDto.Of(last, predictor.Manifest.Classes, 0);
        Assert.Equal((null, "unlike", last.Score), (facts.Class, facts.Decision, facts.Score));
        Assert.Equal(3, facts.Scores!.Count);
        // Without a rate the same file answers as before.
        using var answering = ClassificationPredictor.Open(model);
        Assert.All(images, image => Assert.Null(answering.Predict(image).Decision));
    }

    [Fact]
    public void A_file_that_cannot_keep_a_rate_is_refused_with_the_images_that_it_would_take()
    {
        var model = TinyClassifier.Write(_folder["m.onnx"]);
        Keep(model, [], threshold: 0.5f, unlike: null);
        var refused = Assert.Throws<GraftException>(() => ClassificationPredictor.Open(model, new RuntimeOptions { Abstain = 0.02 }));
        Assert.StartsWith("60 images that the network did not learn from cannot bound the errors by 2 %, not even without one.", refused.Message);
        Assert.Contains("It takes 149 at least", refused.Message);
        Assert.Contains("Ask for 0.05 or more", refused.Message);
        Assert.Throws<GraftException>(() => new RuntimeOptions { Abstain = 1.5 });
    }

    [Fact]
    public void A_file_without_a_calibration_is_refused_with_what_to_do()
    {
        var refused = Assert.Throws<GraftException>(() =>
            ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), new RuntimeOptions { Abstain = 0.1 }));
        Assert.Contains("does not know when it is wrong", refused.Message);
        Assert.Contains("Train it again", refused.Message);
    }

    [Theory, MemberData(nameof(EveryTask))]
    public void Every_task_abstains_or_says_in_a_sentence_why_not(TaskKind task)
    {
        if (task == TaskKind.Classify)
        {
            Assert.Null(AbstainingTasks.WhyNot(task));
            AbstainingTasks.Require(task, 0.1);
            return;
        }
        Assert.EndsWith(".", AbstainingTasks.WhyNot(task));
        AbstainingTasks.Require(task, null);
        var refused = Assert.Throws<GraftException>(() => AbstainingTasks.Require(task, 0.1));
        Assert.StartsWith(AbstainingTasks.WhyNot(task)!, refused.Message);
    }

    [Fact]
    public void A_detector_is_not_opened_to_abstain()
    {
        var refused = Assert.Throws<GraftException>(() =>
            DetectionPredictor.Open(TinyDetector.Write(_folder["d.onnx"]), new RuntimeOptions { Abstain = 0.1 }));
        Assert.Contains("A detector gives each object its own score", refused.Message);
    }

    [Fact]
    public void The_nearest_image_of_the_training_is_found_in_a_few_bytes()
    {
        var random = new SeededRandom(3);
        float[][] embeddings = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 1000).Select(_ => (float)random.NextDouble()).ToArray())];
        var (dimensions, rows) = NearestTrained.Pack(embeddings);
        Assert.Equal((256, 40 * 256), (dimensions, rows.Length));
        var nearest = new NearestTrained(1000, dimensions, rows);
        Assert.All(embeddings, embedding => Assert.InRange(nearest.Distance(embedding), -1e-3, 1e-3));
        Assert.True(nearest.Distance(embeddings[7], row => row == 7) > 0.05);
        Assert.Equal(double.PositiveInfinity, nearest.Distance(embeddings[7], _ => true));
        Assert.Equal(nearest.Distance(embeddings[0], row => row == 0),
            nearest.Distance([.. embeddings[0].Select(value => 5 * value)], row => row == 0), 1e-5);
    }

    // 60 right answers from the threshold on and ten wrong ones below it.
    private static void Keep(string model, IEnumerable<ClassificationPrediction> trained, float threshold, double? unlike)
    {
        var answers = Enumerable.Repeat(new HeldOutAnswer(threshold, 0, true), 60).ToList();
        if (unlike is not null) answers.AddRange(Enumerable.Repeat(new HeldOutAnswer(threshold / 2, 0, false), 10));
        var (confidences, labels) = Abstention.Pack(answers);
        var embeddings = trained.Select(one => one.Embedding).ToList();
        var (dimensions, rows) = embeddings.Count > 0 ? NearestTrained.Pack(embeddings) : (0, []);
        var data = new AbstentionData
        {
            Source = "made up",
            Confidences = confidences,
            Labels = labels,
            Dimensions = dimensions,
            Embeddings = rows,
            UnlikeDistance = unlike,
            Distances = 4,
        };
        ModelFile.WriteAdditions(model, additions => additions with { Abstention = data.ToJson() });
        Assert.Equal(data.ToJson(), ModelFile.ReadAbstention(model)!.ToJson());
    }

    private static List<RgbImage> Images() => [.. Enumerable.Range(1, 5).Select(seed => Image((ulong)seed))];

    private static RgbImage Image(ulong seed)
    {
        var image = new RgbImage(72, 64);
        ProbeImages.Make(seed, TinyClassifier.Contract).CopyTo(image.Pixels, 0);
        return image;
    }
}
