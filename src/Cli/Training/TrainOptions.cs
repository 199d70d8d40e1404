using System.CommandLine;
using Graft.Data;
using Graft.Training;

namespace Graft.Cli;

/// <summary>The flags of <c>graft train</c>, and the request they make. Defaults are the request's own.</summary>
internal sealed class TrainOptions
{
    private static readonly ClassifyRequest Defaults = new() { Data = "" };
    private static readonly DetectRequest Detectors = new() { Data = "" };
    private static readonly SegmentRequest Segmenters = new() { Data = "" };

    private readonly Argument<string> _data = new("DATA") { Description = DatasetOptions.AllLayouts };
    private readonly ModelOptions _model;
    private readonly Option<Strategy> _strategy = new("--strategy") { Description = "transfer strategy: probe, head, partial (see --freeze), full, gradual or scratch; gradual for classification, full for segmentation and partial otherwise unless given", HelpName = "probe|head|partial|full|gradual|scratch" };
    private readonly Option<string?> _freeze = Make<string?>("--freeze", "last frozen stage, for --strategy partial; the one of stride 4 unless given (none for classification)", null, "STAGE");
    private readonly Option<int> _epochs = new("--epochs") { Description = $"passes over the training images; {Defaults.Epochs} for classification, {Segmenters.Epochs} for segmentation and {Detectors.Epochs} otherwise unless given" };
    private readonly Option<int> _batch = new("--batch") { Description = $"images per step; {Defaults.Batch} for classification and {Detectors.Batch} otherwise unless given" };
    private readonly Option<int> _accumulate = Make("--accumulate", "batches whose gradients are accumulated for one optimizer step", Defaults.Accumulate);
    private readonly Option<double> _clipNorm = new("--clip-norm") { Description = System.FormattableString.Invariant($"maximum norm of the gradient, 0 for no clipping; {Detectors.ClipNorm} for objects and {Defaults.ClipNorm} otherwise unless given") };
    private readonly Option<double> _rate = Make("--lr", "peak learning rate of the head; 0 for the default of the task and strategy", Defaults.LearningRate);
    private readonly Option<string> _optimizer = Make("--optimizer", "adamw or sgd", Defaults.Optimizer, "adamw|sgd");
    private readonly Option<double> _weightDecay = Make("--weight-decay", "decoupled weight decay; norms and biases are exempt", Defaults.WeightDecay);
    private readonly Option<double> _warmup = Make("--warmup-epochs", "epochs over which the learning rate rises from zero", Defaults.WarmupEpochs);
    private readonly Option<double> _layerDecay = Make("--layer-decay", "factor on the learning rate for each stage further from the head; 0 for the strategy's default", Defaults.LayerDecay);
    private readonly Option<double> _smoothing = Make("--label-smoothing", "label smoothing: share of the target spread over all classes", Defaults.LabelSmoothing);
    private readonly Option<double> _mixup = Make("--mixup", "alpha of mixup; 0 turns it off", Defaults.Mixup);
    private readonly Option<double> _cutmix = Make("--cutmix", "alpha of cutmix; 0 turns it off", Defaults.Cutmix);
    private readonly Option<double> _ema = new("--ema") { Description = System.FormattableString.Invariant($"decay per step of the weights' exponential moving average, 0 turns it off; {Defaults.Ema} for classification, {Detectors.Ema} for objects and {Segmenters.Ema} for segmentation unless given") };
    private readonly Option<int> _patience = Make("--patience", "epochs without improvement before stopping; 0 never stops early", Defaults.Patience);
    private readonly Option<string?> _monitor = Make<string?>("--monitor", "validation metric that chooses the best weights and decides when to stop early: accuracy or balanced_accuracy, mean_iou, mean_dice or pixel_accuracy, AP50, AP, AP75, AR100, mask_AP50 or mask_AP, or loss; the task's first unless given", null, "FIGURE");
    private readonly Option<string> _precision = Make("--precision", "fp32 or bf16", Defaults.Precision, "fp32|bf16");
    private readonly Option<string> _augment = new("--augment") { Description = $"strength of the random augmentation: none, light, standard or strong; {Defaults.Augment} for classification and {Detectors.Augment} otherwise unless given", HelpName = "none|light|standard|strong" };
    private readonly Option<string?> _classWeights = new("--class-weights")
    {
        Description = "class weights of the loss: balanced (also without a value) or none; none for classification, balanced for segmentation unless given",
        HelpName = "balanced|none",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly DetectFlags _detect;
    private readonly SegmentFlags _segment;
    private readonly Option<double> _share = CommonOptions.ValidationShare();
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<int> _workers = DatasetOptions.Workers();
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<bool> _resume = Make("--resume", "resume from the checkpoint in the run folder", Defaults.Resume);
    private readonly RunNameOptions _run;

    public TrainOptions(Command verb)
    {
        verb.Add(_data);
        _classWeights.AcceptOnlyFromAmong("balanced", "none");
        _model = new ModelOptions(verb);
        foreach (var option in new Option[]
        {
            _strategy, _freeze, _epochs, _batch, _accumulate, _clipNorm, _rate, _optimizer, _weightDecay, _warmup, _layerDecay, _smoothing, _mixup, _cutmix, _ema,
            _patience, _monitor, _precision, _augment, _classWeights, _share, _seed, _workers, _onBadImage, _resume,
        })
            verb.Add(option);
        _detect = new DetectFlags(verb);
        _segment = new SegmentFlags(verb);
        _run = new RunNameOptions(verb, "train");
    }

    /// <summary>The folder of the data.</summary>
    public string Data(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>The name of the network.</summary>
    public string Model(ParseResult parsed) => _model.Name(parsed);

    /// <summary>The request of a classifier.</summary>
    /// <exception cref="ProblemsException">The user gave what is for other tasks only.</exception>
    public ClassifyRequest Read(ParseResult parsed) => Read(parsed, Refuse(Defaults, [.. _detect.Refused(parsed), .. _segment.Refused(parsed)])) with { Mixup = parsed.GetValue(_mixup), Cutmix = parsed.GetValue(_cutmix) };

    /// <summary>The request of another task: its default values where the user gave nothing.</summary>
    /// <exception cref="ProblemsException">The user gave what is for other tasks only.</exception>
    public T ReadOther<T>(ParseResult parsed, T defaults)
        where T : TrainRequest
    {
        List<Problem> problems = [.. new[] { _mixup, _cutmix }.Where(option => parsed.GetValue(option) > 0).Select(option => new Problem(option.Name, "It applies to classification only.", "Leave it out."))];
        problems.AddRange(defaults is SegmentRequest ? _detect.Refused(parsed) : _segment.Refused(parsed));
        var request = Read(parsed, Refuse(defaults, problems));
        return (T)(request switch
        {
            SegmentRequest segment => _segment.Read(parsed, segment),
            DetectRequest detect => _detect.Read(parsed, detect),
            _ => (TrainRequest)request,
        });
    }

    private static T Refuse<T>(T request, IReadOnlyList<Problem> problems) => problems.Count == 0 ? request : throw new ProblemsException("The training request", problems);

    private T Read<T>(ParseResult parsed, T defaults)
        where T : TrainRequest
    {
        return (T)((TrainRequest)defaults with
        {
            Data = Data(parsed),
            Model = _model.Name(parsed),
            Weights = _model.Weights(parsed),
            ImageSize = _model.ImageSize(parsed),
            Strategy = Given(_strategy, defaults.Strategy),
            Freeze = parsed.GetValue(_freeze),
            Epochs = Given(_epochs, defaults.Epochs),
            Batch = Given(_batch, defaults.Batch),
            Accumulate = Given(_accumulate, defaults.Accumulate),
            ClipNorm = Given(_clipNorm, defaults.ClipNorm),
            LearningRate = Given(_rate, defaults.LearningRate),
            Optimizer = Given(_optimizer, defaults.Optimizer),
            WeightDecay = Given(_weightDecay, defaults.WeightDecay),
            WarmupEpochs = Given(_warmup, defaults.WarmupEpochs),
            LayerDecay = Given(_layerDecay, defaults.LayerDecay),
            LabelSmoothing = Given(_smoothing, defaults.LabelSmoothing),
            Ema = Given(_ema, defaults.Ema),
            Patience = Given(_patience, defaults.Patience),
            Monitor = parsed.GetValue(_monitor),
            Precision = Given(_precision, defaults.Precision),
            Augment = Given(_augment, defaults.Augment),
            ClassWeights = parsed.IsGiven(_classWeights) ? parsed.GetValue(_classWeights) != "none" : defaults.ClassWeights,
            ValidationShare = Given(_share, defaults.ValidationShare),
            Seed = Given(_seed, defaults.Seed),
            Workers = Given(_workers, defaults.Workers),
            OnBadImage = Given(_onBadImage, defaults.OnBadImage),
            Resume = parsed.GetValue(_resume),
            Project = _run.IsProjectGiven(parsed) ? _run.Project(parsed) : defaults.Project,
            Name = _run.Name(parsed),
            ExistOk = _run.ExistOk(parsed),
        });

        TValue Given<TValue>(Option<TValue> option, TValue value) => parsed.IsGiven(option) ? parsed.GetValue(option)! : value;
    }

    private static Option<T> Make<T>(string name, string description, T value, string? words = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = words };
        // A switch without a value and an absent option need no "default" in the help.
        if (value is not (null or false)) option.DefaultValueFactory = _ => value;
        return option;
    }
}
