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
    private readonly Option<Strategy> _strategy = new("--strategy") { Description = "what is trained: probe, head, partial (see --freeze), full, gradual or scratch; gradual for classification, full for segmentation and partial otherwise unless given", HelpName = "probe|head|partial|full|gradual|scratch" };
    private readonly Option<string?> _freeze = Make<string?>("--freeze", "last stage that stays frozen, for --strategy partial; that of stride 4 unless given, but for classification", null, "STAGE");
    private readonly Option<int> _epochs = new("--epochs") { Description = $"passes over the training pictures; {Defaults.Epochs} for classification, {Segmenters.Epochs} for segmentation and {Detectors.Epochs} otherwise unless given" };
    private readonly Option<int> _batch = new("--batch") { Description = $"pictures per step; {Defaults.Batch} for classification and {Detectors.Batch} otherwise unless given" };
    private readonly Option<int> _accumulate = Make("--accumulate", "batches whose gradients are added up for one step", Defaults.Accumulate);
    private readonly Option<double> _clipNorm = new("--clip-norm") { Description = System.FormattableString.Invariant($"longest gradient of a step, 0 for no limit; {Detectors.ClipNorm} for objects and {Defaults.ClipNorm} otherwise unless given") };
    private readonly Option<double> _rate = Make("--lr", "highest learning rate of the head; 0 for the optimizer's own", Defaults.LearningRate);
    private readonly Option<string> _optimizer = Make("--optimizer", "adamw or sgd", Defaults.Optimizer, "adamw|sgd");
    private readonly Option<double> _weightDecay = Make("--weight-decay", "decoupled weight decay; never of norms and biases", Defaults.WeightDecay);
    private readonly Option<double> _warmup = Make("--warmup-epochs", "epochs over which the rate rises from zero", Defaults.WarmupEpochs);
    private readonly Option<double> _layerDecay = Make("--layer-decay", "factor on the rate for each stage further from the head; 0 for the strategy's own", Defaults.LayerDecay);
    private readonly Option<double> _smoothing = Make("--label-smoothing", "share of the target spread over all classes", Defaults.LabelSmoothing);
    private readonly Option<double> _mixup = Make("--mixup", "parameter of mixup's beta distribution; 0 is off", Defaults.Mixup);
    private readonly Option<double> _cutmix = Make("--cutmix", "parameter of cutmix's beta distribution; 0 is off", Defaults.Cutmix);
    private readonly Option<double> _ema = new("--ema") { Description = System.FormattableString.Invariant($"decay per step of the weights' moving average, 0 is off; {Defaults.Ema} for classification, {Detectors.Ema} for objects and {Segmenters.Ema} for segmentation unless given") };
    private readonly Option<int> _patience = Make("--patience", "epochs without improvement before stopping; 0 never stops early", Defaults.Patience);
    private readonly Option<string?> _monitor = Make<string?>("--monitor", "figure on the validation pictures that tells which weights are best and when to stop early: accuracy or balanced_accuracy, mean_iou, mean_dice or pixel_accuracy, AP50, AP, AP75, AR100, mask_AP50 or mask_AP, or loss; the task's first unless given", null, "FIGURE");
    private readonly Option<string> _precision = Make("--precision", "fp32 or bf16", Defaults.Precision, "fp32|bf16");
    private readonly Option<string> _augment = new("--augment") { Description = $"how much pictures are changed at random: none, light, standard or strong; {Defaults.Augment} for classification and {Detectors.Augment} otherwise unless given", HelpName = "none|light|standard|strong" };
    private readonly Option<string?> _classWeights = new("--class-weights")
    {
        Description = "weigh the loss against the frequency of the class: balanced (the word alone means it) or none; none for classification, balanced for segmentation unless given",
        HelpName = "balanced|none",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly DetectFlags _detect;
    private readonly SegmentFlags _segment;
    private readonly Option<double> _share = CommonOptions.ValidationShare();
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<int> _workers = DatasetOptions.Workers();
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<bool> _resume = Make("--resume", "go on from the checkpoint in the run's folder", Defaults.Resume);
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

    /// <summary>The request of another task: its usual values where the user gave nothing.</summary>
    /// <exception cref="ProblemsException">The user gave what is for other tasks only.</exception>
    public T ReadOther<T>(ParseResult parsed, T usual)
        where T : TrainRequest
    {
        List<Problem> problems = [.. new[] { _mixup, _cutmix }.Where(option => parsed.GetValue(option) > 0).Select(option => new Problem(option.Name, "It is for classification.", "Leave it out."))];
        problems.AddRange(usual is SegmentRequest ? _detect.Refused(parsed) : _segment.Refused(parsed));
        var request = Read(parsed, Refuse(usual, problems));
        return (T)(request switch
        {
            SegmentRequest segment => _segment.Read(parsed, segment),
            DetectRequest detect => _detect.Read(parsed, detect),
            _ => (TrainRequest)request,
        });
    }

    private static T Refuse<T>(T request, IReadOnlyList<Problem> problems) => problems.Count == 0 ? request : throw new ProblemsException("The training request", problems);

    private T Read<T>(ParseResult parsed, T usual)
        where T : TrainRequest
    {
        return (T)((TrainRequest)usual with
        {
            Data = Data(parsed),
            Model = _model.Name(parsed),
            Weights = _model.Weights(parsed),
            ImageSize = _model.ImageSize(parsed),
            Strategy = Given(_strategy, usual.Strategy),
            Freeze = parsed.GetValue(_freeze),
            Epochs = Given(_epochs, usual.Epochs),
            Batch = Given(_batch, usual.Batch),
            Accumulate = Given(_accumulate, usual.Accumulate),
            ClipNorm = Given(_clipNorm, usual.ClipNorm),
            LearningRate = Given(_rate, usual.LearningRate),
            Optimizer = Given(_optimizer, usual.Optimizer),
            WeightDecay = Given(_weightDecay, usual.WeightDecay),
            WarmupEpochs = Given(_warmup, usual.WarmupEpochs),
            LayerDecay = Given(_layerDecay, usual.LayerDecay),
            LabelSmoothing = Given(_smoothing, usual.LabelSmoothing),
            Ema = Given(_ema, usual.Ema),
            Patience = Given(_patience, usual.Patience),
            Monitor = parsed.GetValue(_monitor),
            Precision = Given(_precision, usual.Precision),
            Augment = Given(_augment, usual.Augment),
            ClassWeights = parsed.IsGiven(_classWeights) ? parsed.GetValue(_classWeights) != "none" : usual.ClassWeights,
            ValidationShare = Given(_share, usual.ValidationShare),
            Seed = Given(_seed, usual.Seed),
            Workers = Given(_workers, usual.Workers),
            OnBadImage = Given(_onBadImage, usual.OnBadImage),
            Resume = parsed.GetValue(_resume),
            Project = _run.IsProjectGiven(parsed) ? _run.Project(parsed) : usual.Project,
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
