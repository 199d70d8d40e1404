using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft.Tests;

public sealed class DefaultStrategyTests : IDisposable, IProgress<RunEvent>
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        if (value is RunEvent.Message message) _said.Add(message.Text);
    }

    public static TheoryData<ClassifyRequest> OfSteps => new(
        new ClassifyRequest("x") { Epochs = 10 },
        new ClassifyRequest("x") { Epochs = 3 },
        new ClassifyRequest("x") { Batch = 4 },
        new ClassifyRequest("x") { Augmentation = AugmentationOptions.Strong },
        new ClassifyRequest("x") { SecondsLimit = 60 },
        new ClassifyRequest("x") { Precision = Precision.Bfloat16 },
        new ClassifyRequest("x") { Ranks = 2 });

    [Theory]
    [MemberData(nameof(OfSteps))]
    public void Whoever_sets_what_only_steps_use_gets_steps_and_may_still_choose(ClassifyRequest request)
    {
        Assert.Equal((Strategy.Gradual, false), (request.Strategy, request.IsStrategyGiven));
        var chosen = request with { Strategy = Strategy.Full };
        Assert.Equal((Strategy.Full, true), (chosen.Strategy, chosen.IsStrategyGiven));
    }

    [Fact]
    public void The_default_of_a_classifier_is_a_probe_with_whatever_a_probe_can_use()
    {
        var request = new ClassifyRequest("x") { ClassWeights = true, Seed = 3, ImageSize = 64, Letterbox = true, TestShare = 0.2, Precision = Precision.Int8 };
        Assert.Equal((Strategy.Probe, false), (request.Strategy, request.IsStrategyGiven));
        request.Validate();
        Assert.Equal([], AutoModel.ComparisonOf(request).Strategies);
        Assert.Equal([], AutoModel.ComparisonOf(request with { Epochs = 3 }).Strategies);
        Assert.Equal([Strategy.Gradual], AutoModel.ComparisonOf(request with { Strategy = Strategy.Gradual }).Strategies);
    }

    [Theory]
    [InlineData(1, Strategy.Gradual, "dogs: It has 1 training image, and a probe needs 2 of each class. The strategy is gradual")]
    [InlineData(2, Strategy.Probe, "The strategy is the default, a probe; `graft compare` measures")]
    public void Where_a_probe_cannot_be_the_default_is_training_in_steps_and_it_is_said(int dogs, Strategy expected, string said)
    {
        foreach (var (split, name, count) in new[] { ("train", "cats", 4), ("train", "dogs", dogs), ("val", "cats", 2), ("val", "dogs", 2) })
            for (var at = 0; at < count; at++)
            {
                var place = _folder[$"few/{split}/{name}/{at}.png"];
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                var seed = (ulong)(at + 10 * count + (split == "val" ? 50 : 0) + (name == "dogs" ? 500 : 0));
                File.WriteAllBytes(place, ImageEncoder.EncodePng(TinyScenes.Make(seed, 72, 64).Image));
            }
        var run = new ClassifierRun(new ClassifyRequest(_folder["few"]) { ImageSize = 64 });
        Assert.Equal(Strategy.Probe, run.Request.Strategy);
        run.Prepare(this, TestContext.Current.CancellationToken);
        Assert.Equal(expected, run.Request.Strategy);
        Assert.Contains(said, string.Join('\n', _said));
    }
}
