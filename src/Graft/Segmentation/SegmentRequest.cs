using System.ComponentModel.DataAnnotations;
using Graft.Data;
using Graft.Training;

namespace Graft;

/// <summary>Everything that decides the training of a segmentation network; the command line's flags are these properties.</summary>
public sealed record SegmentRequest
{
    /// <summary>Folder with images/ and masks/, or a data set of outlines (COCO, YOLO).</summary>
    public required string Data { get; init; }

    /// <summary>A network of <see cref="Graft.Networks.SegmentationCatalogue"/>; a backbone's name alone gets a feature pyramid decoder.</summary>
    public string Model { get; init; } = Pretrained.DefaultModel;

    /// <summary>A .safetensors or .pth file of the whole network or of its backbone, to use instead of the published weights.</summary>
    public string? Weights { get; init; }

    /// <summary>What is trained; probe is for classification only.</summary>
    public TransferStrategy Strategy { get; init; } = TransferStrategy.Full;

    /// <summary>Last stage that stays frozen, for <see cref="TransferStrategy.Partial"/>.</summary>
    public string? Freeze { get; init; }

    /// <summary>Passes over the training pictures.</summary>
    [Range(1, 10_000)] public int Epochs { get; init; } = 30;

    /// <summary>Crops per step. Every pixel teaches, so many small steps do more than a few large ones.</summary>
    [Range(1, 4096)] public int Batch { get; init; } = 4;

    /// <summary>Shorter side, in pixels, at which the network sees whole pictures; 0 for the usual one of the data, at most 512.</summary>
    [Range(0, 8192)] public int ImageSize { get; init; }

    /// <summary>Highest learning rate of the head; 0 for the optimizer's default.</summary>
    [Range(0.0, 100.0)] public double LearningRate { get; init; }

    /// <summary><c>adamw</c> or <c>sgd</c>.</summary>
    [RegularExpression("adamw|sgd")] public string Optimizer { get; init; } = "adamw";

    /// <summary>Decoupled weight decay; not applied to normalisation and biases.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>Epochs over which the rate rises from zero.</summary>
    [Range(0.0, 1000.0)] public double WarmupEpochs { get; init; } = 1;

    /// <summary>Factor on the rate for each stage further from the head; 0 for the usual one: 0.5, and 1 from scratch.</summary>
    [Range(0.0, 1.0)] public double LayerDecay { get; init; }

    /// <summary>How the rate falls: <c>poly</c> or <c>cosine</c>.</summary>
    [RegularExpression("poly|cosine")] public string Schedule { get; init; } = "poly";

    /// <summary>The loss: cross-entropy and Dice alike, so that small classes are not left out.</summary>
    public SegmentationLossOptions Loss { get; init; } = new() { Dice = 1 };

    /// <summary>Share of the target spread over all classes.</summary>
    [Range(0.0, 0.9)] public double LabelSmoothing { get; init; }

    /// <summary>Weight of the auxiliary classifier's loss, for networks that have one.</summary>
    [Range(0.0, 10.0)] public double AuxiliaryWeight { get; init; } = 0.5;

    /// <summary>Weigh the cross-entropy by the inverse square root of the class's share of pixels.</summary>
    public bool ClassWeights { get; init; } = true;

    /// <summary>Decay per step of the moving average of the weights; 0 is off.</summary>
    [Range(0.0, 0.99999)] public double Ema { get; init; } = 0.99;

    /// <summary>Epochs without improvement before stopping; 0 never stops early.</summary>
    [Range(0, 10_000)] public int Patience { get; init; }

    /// <summary><c>fp32</c> or <c>bf16</c>.</summary>
    [RegularExpression("fp32|bf16")] public string Precision { get; init; } = "fp32";

    /// <summary><c>none</c> (centre crops), <c>light</c>, <c>standard</c> or <c>strong</c>.</summary>
    [RegularExpression("none|light|standard|strong")] public string Augment { get; init; } = "standard";

    /// <summary>Decides every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that decode and augment; 0 for one per core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>Share of pictures kept for validation where the data has no split of its own.</summary>
    [Range(0.05, 0.9)] public double ValidationShare { get; init; } = 0.2;

    /// <summary>What to do with pictures or masks that cannot be used.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Folder the run's folder is made in.</summary>
    public string Project { get; init; } = Path.Combine("runs", "segment");

    /// <summary>Name of the run; the data folder's name unless given.</summary>
    public string? Name { get; init; }

    /// <summary>Write into a run folder that is there already.</summary>
    public bool ExistOk { get; init; }

    /// <summary>Go on from the checkpoint in the run folder of this name.</summary>
    public bool Resume { get; init; }

    /// <summary>Stop training after this many seconds; 0 for no limit.</summary>
    [Range(0.0, 1e7)] public double SecondsLimit { get; init; }

    /// <summary>Checks all ranges at once.</summary>
    /// <exception cref="ProblemsException">Lists every value out of range.</exception>
    public void Validate()
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        Validator.TryValidateObject(Loss, new ValidationContext(Loss), results, validateAllProperties: true);
        var problems = results.Select(result => new Problem(string.Join(", ", result.MemberNames), result.ErrorMessage!, "See `graft train --help`.")).ToList();
        if (Strategy == TransferStrategy.Probe)
            problems.Add(new Problem(nameof(Strategy), "There is no probe for segmentation.", "Use --strategy head: it trains the decoder alone."));
        if (Strategy == TransferStrategy.Partial && Freeze is null)
            problems.Add(new Problem(nameof(Freeze), "The partial strategy needs the last stage to keep frozen.", "Add --freeze STAGE; the stages are those of the backbone."));
        if (Freeze is not null && Strategy != TransferStrategy.Partial)
            problems.Add(new Problem(nameof(Freeze), $"--freeze has no meaning for the strategy '{Strategy.ToString().ToLowerInvariant()}'.", "Use --strategy partial."));
        if (problems.Count > 0) throw new ProblemsException("The training request", problems);
    }
}
