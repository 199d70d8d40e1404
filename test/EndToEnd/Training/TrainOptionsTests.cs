using System.CommandLine;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class TrainOptionsTests
{
    [Fact]
    public void Without_flags_the_request_has_its_own_defaults()
    {
        var request = Read("photos");
        Assert.Equal(new ClassifyRequest { Data = "photos" }, request);
    }

    [Theory]
    [InlineData("photos", false, true)]
    [InlineData("photos --class-weights balanced", true, true)]
    [InlineData("photos --class-weights none", false, false)]
    public void Class_weights_are_each_tasks_own_unless_given(string words, bool classify, bool segment)
    {
        Assert.Equal((classify, segment), (Read(words).ClassWeights, ReadOther(words, new SegmentRequest { Data = "" }).ClassWeights));
    }

    [Fact]
    public void An_image_is_cut_or_letterboxed_and_not_both()
    {
        Assert.True(((ClassifyRequest)Read("photos --letterbox")).Letterbox);
        var both = new ClassifyRequest("photos") { CenterCrop = true, Letterbox = true };
        Assert.Contains("kept whole", Assert.Throws<ProblemsException>(both.Validate).Message);
    }

    [Fact]
    public void Every_flag_reaches_the_request()
    {
        var request = Read("photos --model resnet50.IMAGENET1K_V1 --weights w.pth --strategy partial --freeze stage2 --epochs 3 --batch 4 --imgsz 128 " +
            "--lr 0.1 --optimizer sgd --weight-decay 0.02 --warmup-epochs 0.5 --layer-decay 0.6 --label-smoothing 0.1 --center-crop " +
            "--mixup 0.2 --cutmix 1 --ema 0.99 " +
            "--patience 5 --accumulate 2 --clip-norm 0.5 --monitor balanced_accuracy --precision bf16 --augment strong " +
            "--class-weights balanced --seed 9 --workers 2 --val-split 0.3 --test-split 0.1 --on-bad-image skip --near-copies off --max-seconds 60 " +
            "--keep-state " +
            "--project p --name n --exist-ok");
        Assert.Equal(new ClassifyRequest
        {
            Data = "photos",
            Model = "resnet50.IMAGENET1K_V1",
            Weights = "w.pth",
            Strategy = Strategy.Partial,
            Freeze = "stage2",
            Epochs = 3,
            Batch = 4,
            ImageSize = 128,
            LearningRate = 0.1,
            Optimizer = Graft.Training.OptimizerKind.Sgd,
            WeightDecay = 0.02,
            WarmupEpochs = 0.5,
            LayerDecay = 0.6,
            LabelSmoothing = 0.1,
            CenterCrop = true,
            Mixup = 0.2,
            Cutmix = 1,
            Ema = 0.99,
            Patience = 5,
            Accumulate = 2,
            ClipNorm = 0.5,
            Monitor = "balanced_accuracy",
            Precision = Graft.Training.Precision.Bfloat16,
            Augmentation = Graft.Data.AugmentationOptions.Strong,
            ClassWeights = true,
            Seed = 9,
            Workers = 2,
            ValidationShare = 0.3,
            TestShare = 0.1,
            OnBadImage = OnBadImage.Skip,
            NearDuplicateBits = -1,
            SecondsLimit = 60,
            KeepState = true,
            Project = "p",
            Name = "n",
            ExistOk = true,
        }, request);
    }

    [Fact]
    public void Every_property_of_every_request_is_a_flag_of_its_tasks()
    {
        var flags = new TrainOptions(new Command("train")).Flags;
        foreach (var row in TaskTable.Rows)
        {
            var properties = row.RequestType.GetProperties()
                .Where(property => property.CanWrite && property.Name != nameof(TrainRequest.Data))
                .Select(property => property.Name);
            Assert.Equal(properties.Order(), flags.Where(flag => flag.Tasks.Contains(row.Kind)).Select(flag => flag.Property).Distinct().Order());
        }
    }

    [Fact]
    public void Another_task_has_its_own_default_values_and_what_is_given_replaces_them()
    {
        Assert.Equal(new DetectRequest { Data = "scenes" }, ReadOther("scenes", new DetectRequest { Data = "" }));
        Assert.Equal(new InstanceRequest { Data = "scenes" }, ReadOther("scenes", new InstanceRequest { Data = "" }));
        Assert.Equal(new SegmentRequest { Data = "scenes" }, ReadOther("scenes", new SegmentRequest { Data = "" }));

        // The classifier's usual numbers are numbers like any other.
        var request = ReadOther("scenes --epochs 10 --batch 16 --ema 0 --augment light --class-weights none", new SegmentRequest { Data = "" });
        var expected = new SegmentRequest
        {
            Data = "scenes",
            Epochs = 10,
            Batch = 16,
            Ema = 0,
            Augmentation = Graft.Data.MaskAugmentationOptions.Light,
            ClassWeights = false,
        };
        Assert.Equal(expected, request);

        Assert.Equal(new DetectRequest { Data = "scenes", Accumulate = 4, ClipNorm = 5, Monitor = "ap" },
            ReadOther("scenes --accumulate 4 --clip-norm 5 --monitor ap", new DetectRequest { Data = "" }));
    }

    [Fact]
    public void What_only_segmentation_has_reaches_its_request_and_is_refused_elsewhere()
    {
        const string line = "scenes --loss ce=0.5,dice=2,focal=1,gamma=3 --schedule cosine --aux-weight 0.3 --crop 256";
        Assert.Equal(new SegmentRequest
        {
            Data = "scenes",
            Loss = new() { CrossEntropy = 0.5, Dice = 2, Focal = 1, FocalGamma = 3 },
            Schedule = Graft.Training.RateDecay.Cosine,
            AuxiliaryWeight = 0.3,
            CropSize = 256,
        }, ReadOther(line, new SegmentRequest { Data = "" }));
        Assert.Equal((0, 1), ReadOther("scenes --loss dice=1", new SegmentRequest { Data = "" }).Loss is var loss ? (loss.CrossEntropy, loss.Dice) : default);
        foreach (var read in new Action[] { () => Read(line), () => ReadOther(line, new DetectRequest { Data = "" }) })
            foreach (var flag in new[] { "--loss", "--schedule", "--aux-weight", "--crop" })
                Assert.Contains(flag, Assert.Throws<ProblemsException>(read).Message);
        Assert.Contains("'dice' is not a share",
            Assert.Throws<GraftException>(() => ReadOther("scenes --loss dice", new SegmentRequest { Data = "" })).Message);
    }

    [Fact]
    public void The_pyramid_of_objects_reaches_their_requests_and_is_refused_elsewhere()
    {
        const string line = "scenes --fpn-width 64 --fpn-strides 4,8,16 --fpn-extra p6p7";
        foreach (var defaults in new[] { new DetectRequest { Data = "" }, new InstanceRequest { Data = "" } })
        {
            var pyramid = ReadOther(line, defaults).Pyramid!;
            Assert.Equal((64, Graft.Networks.PyramidExtra.P6P7), (pyramid.Width, pyramid.Extra));
            Assert.Equal([4, 8, 16], pyramid.Strides);
        }
        Assert.Equal(new Graft.Networks.PyramidChoice { Width = 64 }, ReadOther("scenes --fpn-width 64", new DetectRequest { Data = "" }).Pyramid);
        foreach (var read in new Action[] { () => Read(line), () => ReadOther(line, new SegmentRequest { Data = "" }) })
            foreach (var flag in new[] { "--fpn-width", "--fpn-strides", "--fpn-extra" })
                Assert.Contains(flag, Assert.Throws<ProblemsException>(read).Message);
        Assert.Contains("'8;16' is not a stride",
            Assert.Throws<GraftException>(() => ReadOther("scenes --fpn-strides 8;16", new DetectRequest { Data = "" })).Message);
    }

    [Fact]
    public void Mixing_images_is_refused_where_it_has_no_meaning() =>
        Assert.Contains("--mixup", Assert.Throws<ProblemsException>(() => ReadOther("scenes --mixup 0.2", new DetectRequest { Data = "" })).Message);

    private static ClassifyRequest Read(string line) => Parsed(line, (options, parsed) => options.Read(parsed, new ClassifyRequest(options.Data(parsed))));

    private static T ReadOther<T>(string line, T defaults)
        where T : TrainRequest => Parsed(line, (options, parsed) => options.Read(parsed, defaults) with { Data = options.Data(parsed) });

    private static T Parsed<T>(string line, Func<TrainOptions, ParseResult, T> read)
    {
        var command = new Command("train");
        var options = new TrainOptions(command);
        var parsed = command.Parse(line);
        Assert.Empty(parsed.Errors);
        return read(options, parsed);
    }
}
