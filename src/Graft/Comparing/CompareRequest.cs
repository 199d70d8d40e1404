using System.ComponentModel.DataAnnotations;

namespace Graft;

/// <summary>Which networks and strategies are compared on which data.</summary>
internal sealed record CompareRequest
{
    /// <summary>How each candidate is trained: data, epochs, augmentation, seed. Its network, strategy and size are the candidates' own.</summary>
    public required TrainRequest Training { get; init; }

    /// <summary>Networks, as <c>--model</c> takes them; empty for every one whose weights are on this machine.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Strategies; empty for those that suit the task.</summary>
    public IReadOnlyList<Strategy> Strategies { get; init; } = [];

    /// <summary>Input sizes in pixels; empty for the network's own.</summary>
    public IReadOnlyList<int> ImageSizes { get; init; } = [];

    /// <summary>Ways to make an image the network's input, each with every network; empty for that of <see cref="Training"/>. Classifiers only.</summary>
    public IReadOnlyList<ImageFit> Fits { get; init; } = [];

    /// <summary>Seconds after which no training begins; null for no limit.</summary>
    [Range(1.0, 1e7)] public double? SecondsLimit { get; init; }

    /// <summary>Folds of a repeat; fewer where a class has too few images.</summary>
    [Range(3, 20)] public int Folds { get; init; } = 5;

    /// <summary>Ways to make the folds.</summary>
    [Range(1, 50)] public int Repeats { get; init; } = 3;

    /// <summary>By how much of the metric the cheapest candidate may be worse than the best.</summary>
    [Range(0.0, 0.5)] public double Margin { get; init; } = 0.01;

    /// <summary>Whether speeds and the learning curve are measured too.</summary>
    public bool MeasuresMore { get; init; } = true;

    /// <summary>Whether validation images of the data stay unseen too, so that they can judge a network that the comparison chose.</summary>
    public bool KeepsValidation { get; init; }
}

/// <summary>A network and how it is trained.</summary>
/// <param name="Model">The network, as <c>--model</c> takes it.</param>
/// <param name="Strategy">What is trained.</param>
/// <param name="ImageSize">Input size in pixels; null for the network's own.</param>
/// <param name="Fit">How a classifier's images become its input; null for the training's own.</param>
internal sealed record CompareCandidate(string Model, Strategy Strategy, int? ImageSize, ImageFit? Fit = null)
{
    /// <summary>"efficientnet_lite2, probe, 288 px, letterbox".</summary>
    public string Name => $"{Model}, {Strategy.ToString().ToLowerInvariant()}{(ImageSize is { } size ? FormattableString.Invariant($", {size} px") : "")}"
        + (Fit is { } fit ? $", {fit.Name()}" : "");

    /// <summary>The network and what it sees: features and speed are those of all strategies.</summary>
    internal (string, int?, ImageFit?) Input => (Model, ImageSize, Fit);

    /// <summary>Whether it is solved on features that are computed once: seconds, where others take minutes.</summary>
    public bool IsSolved => Strategy == Strategy.Probe;

    /// <summary>The request that trains it; options that have no meaning for its strategy have their defaults.</summary>
    public TrainRequest Of(TrainRequest training)
    {
        var meant = Meant(training) with { Model = Model, Strategy = Strategy, ImageSize = ImageSize ?? training.ImageSize };
        return Fit is { } fit && meant is ClassifyRequest own
            ? own with { CenterCrop = fit == ImageFit.CenterCrop, Letterbox = fit == ImageFit.Letterbox } : meant;
    }

    private TrainRequest Meant(TrainRequest training)
    {
        var meant = training with { Freeze = Strategy == Strategy.Partial ? training.Freeze : null };
        return (meant, Strategy) switch
        {
            (ClassifyRequest own, Strategy.Probe) => own.WithoutSteps(),
            (ClassifyRequest own, Strategy.Head) => own with { Mixup = 0, Cutmix = 0, LayerDecay = null },
            (ClassifyRequest own, Strategy.Partial) => own with { Mixup = 0, Cutmix = 0 },
            _ => meant,
        };
    }
}
