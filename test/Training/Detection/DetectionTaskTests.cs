using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training.Detection;

public sealed class DetectionTaskTests
{
    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void A_detector_learns_on_images_of_several_sizes_with_empty_ones_among_them(string model)
    {
        var job = Job(model, epochs: 6);
        var result = new Trainer().Train(job);
        Assert.True(result.History[^1].TrainLoss < 0.8 * result.History[0].TrainLoss, string.Join(", ", result.History.Select(epoch => epoch.TrainLoss)));
        Assert.All(result.History, epoch => Assert.True(double.IsFinite(epoch.Validation!.Loss)));
        Assert.All(result.History, epoch => Assert.InRange(epoch.Validation![CocoMetricTable.AP50], 0, 1));
        Assert.Equal(job.Parameters.Keys.Order(), result.Best.Keys.Order());
        var head = job.Heads.SelectMany(graph => graph.Parameters).FirstOrDefault()?.Name ?? "head.classification_head.cls_logits.weight";
        Assert.NotEqual(job.Parameters[head].Data, result.Last[head].Data);
    }

    [Fact]
    public void A_resumed_training_gives_the_same_numbers_to_the_bit()
    {
        using var folder = new TestFolder();
        var whole = new Trainer().Train(Job("resnet_tiny", epochs: 2));
        using var stop = new CancellationTokenSource();
        var cancelling = new Recorder { OnStep = step => { if (step.Step == 4) stop.Cancel(); } };
        new Trainer().Train(Job("resnet_tiny", epochs: 2) with { CheckpointFolder = folder.Root }, cancelling, stop.Token);
        var resumed = new Trainer().Train(Job("resnet_tiny", epochs: 2) with { CheckpointFolder = folder.Root, Resume = true });
        TinyJob.AssertSame(whole.Last, resumed.Last);
    }

    [Fact]
    public void A_mask_head_learns_with_the_rest()
    {
        var architecture = DetectionCatalogue.Find("resnet_tiny") with { MaskHead = new MaskHeadOptions([16, 16]) };
        var job = JobOf(DetectionNetwork.Build(architecture, Squares.Classes), epochs: 6);
        var result = new Trainer().Train(job);
        Assert.Equal(CocoMetricTable.OfMasks(CocoMetricTable.AP50), job.Task.Metrics[0]); // the best epoch is the one with the best masks
        Assert.All(result.History, epoch => Assert.All(job.Task.Metrics, metric => Assert.InRange(epoch.Validation![metric], 0, 1)));
        Assert.True(result.History[^1].TrainLoss < 0.8 * result.History[0].TrainLoss, string.Join(", ", result.History.Select(epoch => epoch.TrainLoss)));
        Assert.NotEqual(job.Parameters["roi_heads.mask_predictor.mask_fcn_logits.weight"].Data,
            result.Last["roi_heads.mask_predictor.mask_fcn_logits.weight"].Data);
        Assert.True(double.IsFinite(result.History[^1].TrainLoss));
    }

    [Fact]
    public void Masks_are_learned_from_some_regions_of_each_image()
    {
        var regions = Enumerable.Range(0, 12).Select(i => new Region(i / 6, new Box(i, 0, i + 20, 20))).ToList();
        var choice = new RegionChoice(regions, [.. regions.Select((_, i) => i % 6 == 5 ? 0 : 1)], [.. regions.Select((_, i) => i % 6 == 5 ? -1 : 0)]);
        var chosen = choice.ForMasks(3);
        Assert.Equal([0, 0, 0, 1, 1, 1], chosen.Regions.Select(region => region.Image));
        Assert.All(chosen.Labels, label => Assert.Equal(1, label));
        Assert.Equal(6, chosen.Regions.Distinct().Count());
        Assert.Equal(10, choice.ForMasks(100).Regions.Count);
    }

    [Fact]
    public void The_target_of_a_region_is_the_part_of_the_mask_inside_it()
    {
        using var scope = torch.NewDisposeScope();
        var mask = Mask.FromBox(40, 40, new Box(10, 10, 30, 30));
        var target = new SceneTarget { Boxes = [new Box(10, 10, 30, 30)], Labels = [0], Masks = [mask] };
        var choice = new RegionChoice([new(0, new Box(10, 10, 30, 30)), new(0, new Box(20, 10, 40, 30))], [1, 1], [0, 0]);
        var values = HostTensors.ToHost(MaskTargets.Of(choice, [target], 28)).Data;
        Assert.True(values.AsSpan(0, 784).ToArray().Average() > 0.95);
        Assert.InRange(values.AsSpan(784).ToArray().Average(), 0.45, 0.55); // the right half lies outside the object
        Assert.Equal(1, values[784 + 14 * 28 + 5]);
        Assert.Equal(0, values[784 + 14 * 28 + 22]);
        Assert.Throws<GraftException>(() => MaskTargets.Of(choice, [target with { Masks = null }], 28));
    }

    [Fact]
    public void The_gradient_of_cut_regions_reaches_the_levels()
    {
        using var scope = torch.NewDisposeScope();
        var pooling = new RegionPooling([8, 16], 112);
        Region[] regions = [new(0, new Box(3, 5, 40, 60)), new(1, new Box(0, 0, 130, 140)), new(0, new Box(20, 20, 200, 150))];
        torch.Tensor[] levels = [torch.rand(2, 4, 24, 32), torch.rand(2, 4, 12, 16)];
        var weight = torch.rand(3, 4, 7, 7);

        for (var level = 0; level < 2; level++)
        {
            var gradient = HostTensors.ToHost(pooling.Gradient(weight, levels[level], level, regions, 7)!).Data;
            // Cutting is linear: a step along the gradient changes the sum by its square.
            var moved = levels.Select((map, i) => i == level ? map.add(torch.tensor(gradient, map.shape)) : map).ToArray();
            var difference = pooling.Pool(moved, regions, 7).Pooled.mul(weight).sum().ToDouble() - pooling.Pool(levels, regions, 7).Pooled.mul(weight).sum()
                .ToDouble();
            var expected = gradient.Sum(value => (double)value * value);
            Assert.Equal(expected, difference, 1e-3 * expected);
        }
    }

    [Fact]
    public void Background_inside_a_crowd_teaches_nothing()
    {
        Box[] candidates = [new(0, 0, 10, 10), new(40, 40, 50, 50), new(80, 80, 90, 90)];
        var target = new SceneTarget { Boxes = [candidates[0]], Labels = [0], Ignored = [new Box(35, 35, 60, 60)] };
        Assert.Equal([0, Matcher.Between, Matcher.Background], AnchorLoss.Matches(Matcher.Regions, candidates, target, new()));
    }

    [Fact]
    public void The_focal_loss_over_anchors_is_that_of_single_values()
    {
        using var scope = torch.NewDisposeScope();
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("retinanet_resnet_tiny"), 2);
        using var trunk = new TorchGraph(network.Trunk, DetectionInitialiser.Create(network, 1));
        var grid = new AnchorGrid(network, trunk.Forward(torch.rand(1, 3, 64, 64), isTraining: false).Outputs, (64, 64));
        var loss = AnchorLoss.OneStage(grid, [new SceneTarget { Boxes = [], Labels = [] }], new(), 2, BoxLoss.L1).ToDouble();
        var expected = HostTensors.ToHost(grid.Scores()).Data.Sum(logit => 0.75 * Math.Pow(Sigmoid(logit), 2) * Math.Log(1 + Math.Exp(logit)));
        Assert.Equal(expected, loss, 1e-4 * expected);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    // Values and gradients of generalized_box_iou_loss and BoxCoder of torchvision 0.14.
    [Fact]
    public void The_overlap_loss_and_its_gradient_are_torchvisions()
    {
        using var scope = torch.NewDisposeScope();
        Box[] anchors = [new(10, 20, 50, 80), new(100, 100, 164, 132), new(0, 0, 32, 32), new(30, 40, 62, 104)];
        Box[] truth = [new(12, 25, 48, 90), new(90, 110, 150, 150), new(40, 40, 80, 90), new(30, 40, 62, 104)];
        var codes = HostTensors.From([.1f, -.05f, .2f, .1f, 0, 0, 0, 0, .5f, .3f, -.2f, .4f, 0, 0, 0, 9], 4, 4).requires_grad_();
        double[] expected = [0.48155713, 0.76658076, 1.39113343, 0.98400003];
        for (var row = 0; row < 4; row++)
            Assert.Equal(expected[row], OverlapLoss.Of(codes.narrow(0, row, 1), [anchors[row]], [truth[row]]).ToDouble(), 1e-6);
        var loss = OverlapLoss.Of(codes, anchors, truth);
        Assert.Equal(expected.Sum(), loss.ToDouble(), 1e-5);
        loss.backward();
        double[] gradients = [0, -1.11353087, 0.59323812, -0.14695923, 0.96076828, -0.78159356, -0.05033234, -0.16421729, -0.35084948, -0.23673248,
            -0.11502725, -0.08146136, 0, 0, -0.48412800, 0];
        Assert.All(HostTensors.ToHost(codes.grad!).Data.Zip(gradients), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void The_overlap_loss_finds_boxes_that_do_not_touch()
    {
        Box anchor = new(0, 0, 20, 20), truth = new(30, 40, 60, 60);
        var code = new float[4];
        var loss = 2.0; // the least on the way: steps of one length overshoot at the end
        for (var step = 0; step < 800; step++)
        {
            using var scope = torch.NewDisposeScope();
            var codes = HostTensors.From(code, 1, 4).requires_grad_();
            var found = OverlapLoss.Of(codes, [anchor], [truth]);
            found.backward();
            loss = Math.Min(loss, found.ToDouble());
            var gradient = HostTensors.ToHost(codes.grad!).Data;
            for (var i = 0; i < 4; i++) code[i] -= 0.02f * gradient[i];
        }
        Assert.True(loss < 0.1, $"{loss}");
    }

    [Fact]
    public void Only_the_second_RetinaNet_learns_by_overlap()
    {
        Assert.Equal(BoxLoss.GeneralizedIoU, DetectionCatalogue.Find("retinanet_resnet50_fpn_v2").BoxLoss);
        Assert.Equal(BoxLoss.L1, DetectionCatalogue.Find("retinanet_resnet50_fpn").BoxLoss);
    }

    [Fact]
    public void Classes_that_do_not_fit_are_refused_before_the_first_step()
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 2);
        var job = JobOf(network, 1) with { Task = new DetectionTask(network, ["a", "b", "c"]) };
        Assert.Throws<ProblemsException>(() => new Trainer().Train(job));
    }

    private static TrainingJob Job(string model, int epochs) => JobOf(DetectionNetwork.Build(DetectionCatalogue.Find(model), Squares.Classes), epochs);

    internal static TrainingJob JobOf(DetectionNetwork network, int epochs) => new()
    {
        Graph = network.Trunk,
        Heads = network.Heads,
        Parameters = DetectionInitialiser.Create(network, 1),
        Phases = [new Phase(epochs, "stem", 0.003)],
        Task = new DetectionTask(network, ["red", "blue"],
            new DetectionTaskOptions
            {
                RegionsPerImage = 32,
                Training = new() { BeforeSuppression = 100, AfterSuppression = 50 },
                Predicting = new() { BeforeSuppression = 100, AfterSuppression = 50 }
            }),
        Options = new TrainingOptions { BatchSize = 4, Layout = MemoryLayout.ChannelsLast, Workers = 2, ClipNorm = 10 },
        Train = new Squares(20, 1),
        Validation = new Squares(8, 2),
        Preprocess = Preprocess.ImageNet(Squares.Side, Squares.Side),
        Classes = Squares.Classes,
        IsPretrained = false,
    };
}
