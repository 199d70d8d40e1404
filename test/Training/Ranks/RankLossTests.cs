using Graft.Imaging;
using Graft.Networks;
using Graft.Tests.Training.Detection;
using Graft.Training;
using static Graft.Tests.Training.RankJobs;

namespace Graft.Tests.Training;

/// <summary>Losses that are no means over images come out the same on several ranks as on one.</summary>
public sealed class RankLossTests
{
    [Theory]
    [InlineData("resnet_tiny", false, 2, 12)]
    [InlineData("resnet_tiny", true, 2, 12)] // masks
    [InlineData("resnet_tiny", true, 3, 10)] // the last batch has fewer images than there are ranks
    [InlineData("retinanet_resnet_tiny", false, 2, 12)]
    public void Of_detection(string model, bool hasMasks, int size, int images)
    {
        var architecture = DetectionCatalogue.Find(model);
        if (hasMasks) architecture = architecture with { MaskHead = new MaskHeadOptions([16, 16]) };
        var job = Plain(DetectionTaskTests.JobOf(DetectionNetwork.Build(architecture, Squares.Classes), epochs: 1)) with
        { Train = new Squares(images, 1), Validation = null };
        AssertSteps(job with { Phases = [job.Phases[0] with { LearningRate = 1e-4 }] }, size, 3);
    }

    [Theory]
    [InlineData("cross-entropy", 2)]
    [InlineData("dice", 2)]
    [InlineData("dice", 4)] // a rank without images of the last batch
    [InlineData("mixed", 3)]
    public void Of_pixels(string name, int size)
    {
        SegmentationLossOptions loss = name switch
        {
            "dice" => new() { CrossEntropy = 0, Dice = 1 },
            "mixed" => new() { CrossEntropy = 1, Dice = 0.5, Focal = 2 },
            _ => new(),
        };
        var job = Plain(Pixels(loss)) with { Validation = null };
        AssertSteps(job with { Options = job.Options with { ClassWeights = name == "mixed" ? [1, 2, 4] : null } }, size, 3);
    }

    [Theory]
    [InlineData(IdentityLoss.Triplet, 2)]
    [InlineData(IdentityLoss.Triplet, 4)] // images of an identity on several ranks
    [InlineData(IdentityLoss.CosFace, 4)]
    public void Of_identities(IdentityLoss loss, int size)
    {
        var job = Plain(IdentityTaskTests.Job(loss, epochs: 1));
        AssertSteps(job with { Phases = [job.Phases[0] with { LearningRate = 1e-4 }], Validation = null }, size, 4);
    }

    [Fact]
    public void Too_few_identities_for_the_ranks_are_said_to_be_that()
    {
        var job = IdentityTaskTests.Job(IdentityLoss.Triplet, epochs: 1);
        var refusal = Assert.Throws<ProblemsException>(() => LocalRanks.Run(9, ranks => new Trainer().Train(job with { Collective = ranks })));
        Assert.Contains("A batch has 3 identities with 2 images each, which cannot be divided among 9 ranks", refusal.Message);
    }

    [Theory]
    [InlineData("detect", 2)]
    [InlineData("instances", 3)]
    [InlineData("segment", 2)]
    [InlineData("segment", 4)] // a rank without images of the last batch
    [InlineData("identities", 3)]
    public void With_norms_over_the_images_of_all_ranks(string task, int size)
    {
        var architecture = DetectionCatalogue.Find("resnet_tiny");
        if (task == "instances") architecture = architecture with { MaskHead = new MaskHeadOptions([16, 16]) };
        var job = task switch
        {
            "segment" => Pixels(new() { Dice = 1 }),
            "identities" => IdentityTaskTests.Job(IdentityLoss.Triplet, epochs: 1),
            _ => DetectionTaskTests.JobOf(DetectionNetwork.Build(architecture, Squares.Classes), epochs: 1) with { Train = new Squares(10, 1) },
        };
        job = Plain(job, NormStatistics.Moving) with { Validation = null, Ranks = new RankOptions { SynchronisesNorms = true } };
        AssertSteps(job with { Phases = [job.Phases[0] with { LearningRate = 1e-4 }] }, size, task == "identities" ? 4 : 3, tolerance: 1e-4);
    }

    internal static TrainingJob Pixels(SegmentationLossOptions loss)
    {
        var graph = SegmentationCatalogue.Build("fpn_resnet_tiny", TinyJob.Classes);
        return TinyJob.Create() with
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, 5),
            Phases = [new Phase(1, graph.Stages[0].Name, 1e-3)],
            Train = new Maps(18),
            Validation = new Maps(26),
            Task = new SegmentationTask(loss),
        };
    }

    internal static TrainingJob Plain(TrainingJob job, NormStatistics norms = NormStatistics.Fixed) => job with
    {
        Options = job.Options with
        {
            NormStatistics = norms,
            Precision = Precision.Float32,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, WeightDecay = 1e-4 },
        },
    };

    /// <summary>Images with a class for every pixel, in stripes; some pixels do not count, on some images none.</summary>
    private sealed class Maps(int count) : IImageSource
    {
        private readonly ColourImages _images = new(count, TinyJob.Classes, TinyJob.Side);

        public int Count => count;

        public string NameOf(int index) => _images.NameOf(index);

        public string? ContentHashOf(int index) => null;

        public string TargetKeyOf(int index) => NameOf(index);

        public object TargetOf(int index) => new ClassMap(TinyJob.Side, TinyJob.Side, [.. Enumerable.Range(0, TinyJob.Side * TinyJob.Side)
            .Select(i => i % 7 == index % 7 || index % 6 == 5 ? ClassMap.Ignore : (byte)(i % TinyJob.Side / (3 + index % 9) % TinyJob.Classes))]);

        public object Load(int index, int epoch, Span<byte> destination)
        {
            _images.Load(index, epoch, destination);
            return TargetOf(index);
        }
    }
}
