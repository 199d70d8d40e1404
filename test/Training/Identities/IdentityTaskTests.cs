using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class IdentityTaskTests
{
    private const int Identities = 4, Dimension = 6;

    [Theory]
    [InlineData(nameof(IdentityLoss.CosFace))]
    [InlineData(nameof(IdentityLoss.ArcFace))]
    [InlineData(nameof(IdentityLoss.Triplet))]
    public void Descriptors_of_identities_that_were_not_trained_on_are_learned(string loss)
    {
        var job = Job(Enum.Parse<IdentityLoss>(loss), epochs: 8);
        var result = new Trainer().Train(job);
        Assert.True(result.History[^1].TrainLoss < 0.7 * result.History[0].TrainLoss, $"{result.History[0].TrainLoss} to {result.History[^1].TrainLoss}");
        Assert.True(result.BestMetrics!["rank1"] > 0.9, $"{result.BestMetrics["rank1"]}");
        Assert.True(double.IsFinite(result.BestMetrics.Loss));
    }

    [Fact]
    public void A_descriptor_has_length_1()
    {
        var job = Job(IdentityLoss.CosFace, epochs: 1);
        using var model = new TorchGraph(job.Graph, job.Parameters);
        using var scope = torch.NewDisposeScope();
        var output = model.Forward(torch.randn([3, 3, TinyJob.Side, TinyJob.Side]), isTraining: false).Output;
        Assert.Equal([3L, Dimension], output.shape);
        Assert.All(HostTensors.ToHost(output.mul(output).sum(1)).Data, square => Assert.Equal(1, square, 1e-5));
    }

    [Fact]
    public void Stopped_and_resumed_the_training_ends_with_the_same_numbers_prototypes_included()
    {
        using var folder = new TestFolder();
        var job = Job(IdentityLoss.ArcFace, epochs: 3);
        var whole = new Trainer().Train(job);
        using var stop = new CancellationTokenSource();
        new Trainer().Train(job with { CheckpointFolder = folder.Root }, new StopAfter(3, stop), stop.Token);
        var resumed = new Trainer().Train(job with { CheckpointFolder = folder.Root, Resume = true });
        TinyJob.AssertSame(whole.Last, resumed.Last);
        Assert.Contains(IdentityTask.Prototypes, resumed.Last.Keys);
    }

    [Theory]
    [InlineData(9, 2)] // no multiple
    [InlineData(2, 2)] // one identity
    [InlineData(10, 2)] // five of four
    [InlineData(8, 1)] // no pair
    public void A_batch_that_is_no_P_times_K_is_refused(int batch, int each)
    {
        var job = Job(IdentityLoss.CosFace, epochs: 1) with { Train = new Colours(24, Identities, each) };
        Assert.Throws<ProblemsException>(() => Trainer.Examine(job with { Options = job.Options with { BatchSize = batch } }));
    }

    internal static TrainingJob Job(IdentityLoss loss, int epochs)
    {
        var graph = DescriptorGraph.Of(ModelCatalogue.Build("resnet_tiny", 2), Dimension);
        var heads = IdentityTask.HeadsOf(loss, graph, Identities);
        var parameters = ParameterInitialiser.Create(graph, 5);
        foreach (var head in heads)
            foreach (var (name, values) in ParameterInitialiser.Create(head, 5)) parameters.Set(name, values);
        return TinyJob.Create() with
        {
            Graph = graph,
            Heads = heads,
            Parameters = parameters,
            Phases = [new Phase(epochs, graph.Stages[0].Name, 0.01)],
            Task = new IdentityTask(new(loss) { Scale = 10 }),
            Classes = Identities,
            IsPretrained = false,
            Train = new Colours(24, Identities, 2),
            Validation = new ColourImages(12, 3, TinyJob.Side),
            Options = new TrainingOptions { BatchSize = 6, Layout = MemoryLayout.ChannelsLast, Workers = 2 },
        };
    }

    private sealed class Colours(int count, int identities, int each) : IIdentityImages
    {
        private readonly ColourImages _images = new(count, identities, TinyJob.Side) { IsAugmented = true };

        public int Count => _images.Count;

        public int ImagesPerIdentity => each;

        public int LabelOf(int index) => _images.LabelOf(index);

        public string NameOf(int index) => _images.NameOf(index);

        public string? ContentHashOf(int index) => null;

        public object Load(int index, int epoch, Span<byte> destination) => _images.Load(index, epoch, destination);
    }

    private sealed class StopAfter(int steps, CancellationTokenSource stop) : ITrainingObserver
    {
        private int _left = steps;

        public void StepTaken(StepResult step)
        {
            if (--_left == 0) stop.Cancel();
        }
    }
}
