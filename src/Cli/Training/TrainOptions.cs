using System.CommandLine;
using Graft.Data;
using Graft.Training;

namespace Graft.Cli;

/// <summary>The flags of <c>graft train</c>, and the request they make. Defaults are the request's own.</summary>
internal sealed class TrainOptions
{
    private static readonly TrainRequest Defaults = new() { Data = "" };

    private readonly Argument<string> _data = new("DATA") { Description = DatasetOptions.Layouts };
    private readonly ModelOptions _model;
    private readonly Option<TransferStrategy> _strategy = Make("--strategy", "what is trained: probe, head, partial (see --freeze), full, gradual or scratch", Defaults.Strategy, "probe|head|partial|full|gradual|scratch");
    private readonly Option<string?> _freeze = Make<string?>("--freeze", "last stage that stays frozen, for --strategy partial", null, "STAGE");
    private readonly Option<int> _epochs = Make("--epochs", "passes over the training pictures", Defaults.Epochs);
    private readonly Option<int> _batch = Make("--batch", "pictures per step", Defaults.Batch);
    private readonly Option<double> _rate = Make("--lr", "highest learning rate of the head; 0 for the optimizer's own", Defaults.LearningRate);
    private readonly Option<string> _optimizer = Make("--optimizer", "adamw or sgd", Defaults.Optimizer, "adamw|sgd");
    private readonly Option<double> _weightDecay = Make("--weight-decay", "decoupled weight decay; never of norms and biases", Defaults.WeightDecay);
    private readonly Option<double> _warmup = Make("--warmup-epochs", "epochs over which the rate rises from zero", Defaults.WarmupEpochs);
    private readonly Option<double> _layerDecay = Make("--layer-decay", "factor on the rate for each stage further from the head; 0 for the strategy's own", Defaults.LayerDecay);
    private readonly Option<double> _smoothing = Make("--label-smoothing", "share of the target spread over all classes", Defaults.LabelSmoothing);
    private readonly Option<double> _mixup = Make("--mixup", "parameter of mixup's beta distribution; 0 is off", Defaults.Mixup);
    private readonly Option<double> _cutmix = Make("--cutmix", "parameter of cutmix's beta distribution; 0 is off", Defaults.Cutmix);
    private readonly Option<double> _ema = Make("--ema", "decay per step of the weights' moving average; 0 is off", Defaults.Ema);
    private readonly Option<int> _patience = Make("--patience", "epochs without improvement before stopping; 0 never stops early", Defaults.Patience);
    private readonly Option<string> _precision = Make("--precision", "fp32 or bf16", Defaults.Precision, "fp32|bf16");
    private readonly Option<string> _augment = Make("--augment", "how much pictures are changed at random: none, light, standard or strong", Defaults.Augment, "none|light|standard|strong");
    private readonly Option<string?> _classWeights = new("--class-weights")
    {
        Description = "weigh the loss against the frequency of the class: balanced (the word alone means it) or none; none for classification, balanced for segmentation unless given",
        HelpName = "balanced|none",
        Arity = ArgumentArity.ZeroOrOne,
    };

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
            _strategy, _freeze, _epochs, _batch, _rate, _optimizer, _weightDecay, _warmup, _layerDecay, _smoothing, _mixup, _cutmix, _ema,
            _patience, _precision, _augment, _classWeights, _share, _seed, _workers, _onBadImage, _resume,
        })
            verb.Add(option);
        _run = new RunNameOptions(verb, "train");
    }

    public TrainRequest Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(_data),
        Model = _model.Name(parsed),
        Weights = _model.Weights(parsed),
        ImageSize = _model.ImageSize(parsed),
        Strategy = parsed.GetValue(_strategy),
        Freeze = parsed.GetValue(_freeze),
        Epochs = parsed.GetValue(_epochs),
        Batch = parsed.GetValue(_batch),
        LearningRate = parsed.GetValue(_rate),
        Optimizer = parsed.GetRequiredValue(_optimizer),
        WeightDecay = parsed.GetValue(_weightDecay),
        WarmupEpochs = parsed.GetValue(_warmup),
        LayerDecay = parsed.GetValue(_layerDecay),
        LabelSmoothing = parsed.GetValue(_smoothing),
        Mixup = parsed.GetValue(_mixup),
        Cutmix = parsed.GetValue(_cutmix),
        Ema = parsed.GetValue(_ema),
        Patience = parsed.GetValue(_patience),
        Precision = parsed.GetRequiredValue(_precision),
        Augment = parsed.GetRequiredValue(_augment),
        ClassWeights = parsed.GetResult(_classWeights) is { Implicit: false } && parsed.GetValue(_classWeights) != "none",
        ValidationShare = parsed.GetValue(_share),
        Seed = parsed.GetValue(_seed),
        Workers = parsed.GetValue(_workers),
        OnBadImage = parsed.GetValue(_onBadImage),
        Resume = parsed.GetValue(_resume),
        Project = _run.Project(parsed),
        Name = _run.Name(parsed),
        ExistOk = _run.ExistOk(parsed),
    };

    /// <summary>The request of a segmentation network: its own defaults where the user gave nothing.</summary>
    public SegmentRequest ReadSegment(ParseResult parsed)
    {
        var given = Read(parsed);
        var usual = SegmentDefaults.Of(given);
        return usual with
        {
            Strategy = IsGiven(_strategy) ? given.Strategy : usual.Strategy,
            Epochs = IsGiven(_epochs) ? given.Epochs : usual.Epochs,
            Ema = IsGiven(_ema) ? given.Ema : usual.Ema,
            Augment = IsGiven(_augment) ? given.Augment : usual.Augment,
            Batch = IsGiven(_batch) ? given.Batch : usual.Batch,
            ClassWeights = IsGiven(_classWeights) ? given.ClassWeights : usual.ClassWeights,
            Project = _run.IsProjectGiven(parsed) ? given.Project : usual.Project,
        };

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    /// <summary>The request of a detector, with masks or without: its own defaults where the user gave nothing.</summary>
    public TrainRequest ReadDetector(ParseResult parsed, bool hasMasks)
    {
        var given = Read(parsed);
        var usual = hasMasks ? InstanceDefaults.Apply(given) : DetectorDefaults.Apply(given);
        return usual with
        {
            Strategy = IsGiven(_strategy) ? given.Strategy : usual.Strategy,
            Epochs = IsGiven(_epochs) ? given.Epochs : usual.Epochs,
            Batch = IsGiven(_batch) ? given.Batch : usual.Batch,
            Augment = IsGiven(_augment) ? given.Augment : usual.Augment,
            Ema = IsGiven(_ema) ? given.Ema : usual.Ema,
            Project = _run.IsProjectGiven(parsed) ? given.Project : usual.Project,
        };

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    private static Option<T> Make<T>(string name, string description, T value, string? words = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = words };
        // A switch without a value and an absent option need no "default" in the help.
        if (value is not (null or false)) option.DefaultValueFactory = _ => value;
        return option;
    }
}
