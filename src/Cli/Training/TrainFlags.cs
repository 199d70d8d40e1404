using System.CommandLine;
using System.Globalization;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft.Cli;

/// <summary>
/// Every flag of <c>graft train</c>, one row each.
/// Defaults are those of the requests; a flag that a task does not have is refused there by name.
/// </summary>
internal static partial class TrainFlags
{
    /// <summary>A fresh table: options belong to one command line.</summary>
    public static IReadOnlyList<TrainFlag> Make() =>
    [
        Flag<TrainRequest, string>(
            "--model", nameof(TrainRequest.Model),
            "a network of `graft models`, with a tag for other weights than its default: resnet50.IMAGENET1K_V1; or "
                + "hf-hub:OWNER/NAME, or a folder in timm's layout; or auto, which compares networks and strategies and trains the best",
            (request, value) => request with { Model = value }),
        new TrainFlag<TrainRequest, string?>(
            TimeOption.Make($"time for the comparison of --model auto, after which no training of it begins; {AutoModel.DefaultTime} by default"),
            nameof(TrainRequest.CompareSeconds),
            (request, value) => request with { CompareSeconds = TimeOption.Seconds(value) }),
        Flag<TrainRequest, string>(
            "--add", nameof(TrainRequest.Add),
            "more images to train on, of the same classes; the split of DATA stays as it is, and copies of its validation and test images are left out",
            (request, value) => request with { Add = value }, "DATA"),
        Flag<TrainRequest, string>(
            "--against", nameof(TrainRequest.Against),
            "model file that is to be replaced, or the folder of its run: both are measured on the same images; exit code 1 if the new one is worse",
            (request, value) => request with { Against = value }, "MODEL"),
        Flag<TrainRequest, string>(
            "--weights", nameof(TrainRequest.Weights),
            "a .safetensors or .pth file, or a folder in timm's layout, to use instead of the published weights",
            (request, value) => request with { Weights = value }),
        Flag<TrainRequest, int>(
            "--imgsz", nameof(TrainRequest.ImageSize),
            "input size in pixels (for segmentation the shorter side); the model's own by default",
            (request, value) => request with { ImageSize = value }),
        Flag<TrainRequest, Strategy>(
            "--strategy", nameof(TrainRequest.Strategy),
            "what is trained: the probe (logistic regression on the frozen network's features), the head, a part (see --freeze), everything, head and "
                + "then everything, or everything from scratch; for identities adapt (a discriminant behind the frozen network) in place of probe and "
                + "scratch. By default the task's own; for classification probe, or gradual where an option of training steps is given, such as --epochs",
            (request, value) => request with { Strategy = value }, "probe|head|partial|full|gradual|scratch|adapt"),
        Flag<TrainRequest, string>(
            "--freeze", nameof(TrainRequest.Freeze),
            "last frozen stage, for --strategy partial; by default the last one of stride 4, except for classification",
            (request, value) => request with { Freeze = value }, "STAGE"),
        Flag<TrainRequest, int>(
            "--epochs", nameof(TrainRequest.Epochs),
            "passes over the training images",
            (request, value) => request with { Epochs = value }),
        Flag<TrainRequest, int>("--batch", nameof(TrainRequest.Batch), "images per step", (request, value) => request with { Batch = value }),
        Flag<TrainRequest, int>(
            "--accumulate", nameof(TrainRequest.Accumulate),
            "batches whose gradients are accumulated for one optimizer step",
            (request, value) => request with { Accumulate = value }),
        Flag<TrainRequest, double>(
            "--clip-norm", nameof(TrainRequest.ClipNorm),
            "maximum norm of a step's gradient, 0 for no limit",
            (request, value) => request with { ClipNorm = value }),
        Flag<TrainRequest, double>(
            "--lr", nameof(TrainRequest.LearningRate),
            "highest learning rate of the head in the last phase (a phase of the head alone takes five times as much); by default "
                + "chosen by task, strategy and optimizer",
            (request, value) => request with { LearningRate = value }),
        Choice<TrainRequest, OptimizerKind>(
            "--optimizer", nameof(TrainRequest.Optimizer),
            "the optimizer",
            (request, value) => request with { Optimizer = value }, ("adamw", OptimizerKind.AdamW), ("sgd", OptimizerKind.Sgd)),
        Flag<TrainRequest, double>(
            "--weight-decay", nameof(TrainRequest.WeightDecay),
            "decoupled weight decay; norms and biases are exempt",
            (request, value) => request with { WeightDecay = value }),
        Flag<TrainRequest, double>(
            "--warmup-epochs", nameof(TrainRequest.WarmupEpochs),
            "epochs over which the learning rate rises from zero",
            (request, value) => request with { WarmupEpochs = value }),
        Flag<TrainRequest, double>(
            "--layer-decay", nameof(TrainRequest.LayerDecay),
            "factor on the learning rate for each stage further from the head; by default chosen by task and strategy",
            (request, value) => request with { LayerDecay = value }),
        Flag<TrainRequest, double>(
            "--label-smoothing", nameof(TrainRequest.LabelSmoothing),
            "share of the target spread over all classes; not for objects",
            (request, value) => request with { LabelSmoothing = value }),
        Flag<ClassifyRequest, bool>(
            "--center-crop", nameof(ClassifyRequest.CenterCrop),
            "cut out the centre of each image, as networks are measured on ImageNet; by default the whole image is resized to the network's square",
            (request, value) => request with { CenterCrop = value }),
        Flag<ClassifyRequest, bool>(
            "--letterbox", nameof(ClassifyRequest.Letterbox),
            "keep the aspect ratio of the whole image, with the mean colour beside it; by default it fills the network's square",
            (request, value) => request with { Letterbox = value }),
        Flag<ClassifyRequest, double>(
            "--mixup", nameof(ClassifyRequest.Mixup),
            "alpha of mixup; 0 turns it off",
            (request, value) => request with { Mixup = value }),
        Flag<ClassifyRequest, double>(
            "--cutmix", nameof(ClassifyRequest.Cutmix),
            "alpha of cutmix; 0 turns it off",
            (request, value) => request with { Cutmix = value }),
        Flag<TrainRequest, double>(
            "--ema", nameof(TrainRequest.Ema),
            "decay per step of the weights' exponential moving average; 0 turns it off",
            (request, value) => request with { Ema = value }),
        Flag<TrainRequest, int>(
            "--patience", nameof(TrainRequest.Patience),
            "epochs without improvement before stopping; 0 never stops early",
            (request, value) => request with { Patience = value }),
        Flag<TrainRequest, string>(
            "--monitor", nameof(TrainRequest.Monitor),
            $"validation metric that chooses the best weights and decides when to stop early; by default the task's first ({Monitored()})",
            (request, value) => request with { Monitor = value }, "METRIC"),
        Choice<TrainRequest, Precision>(
            "--precision", nameof(TrainRequest.Precision),
            "numeric type of the feature maps; by default bf16 where a trial of the run's own steps finds it clearly faster here with the same losses; "
                + "int8 fits a classifier's probe or head on the features of a network of 8 bits, and writes model.int8.onnx too",
            (request, value) => request with { Precision = value },
            ("fp32", Precision.Float32), ("bf16", Precision.Bfloat16), ("int8", Precision.Int8)),
        Flag<TrainRequest, bool>(
            "--qat", nameof(TrainRequest.QuantisationAware),
            "fine-tune a classifier (partial, full) as it will answer in 8 bits, by fake quantisation; writes model.int8.onnx too",
            (request, value) => request with { QuantisationAware = value }),
        Flag<TrainRequest, string>(
            "--augment", nameof(ClassifyRequest.Augmentation),
            "random changes of the training images: none, light, standard or strong, or a JSON file with the task's options; " +
            "light for classification and standard otherwise by default",
            (request, value) => request.WithAugmentation(value), "PRESET or FILE.json"),
        Words<TrainRequest>(
            "--class-weights", nameof(TrainRequest.ClassWeights),
            "class weights of the loss, from the frequency of the classes; not for objects",
            (request, value) => request with { ClassWeights = value != "none" }, "balanced", "none"),
        .. Identities(),
        .. Ranks(),
        Choice<SegmentRequest, RateDecay>(
            "--schedule", nameof(SegmentRequest.Schedule),
            "learning-rate schedule after the warm-up",
            (request, value) => request with { Schedule = value }, ("poly", RateDecay.Polynomial), ("cosine", RateDecay.Cosine)),
        Flag<SegmentRequest, double>(
            "--aux-weight", nameof(SegmentRequest.AuxiliaryWeight),
            "weight of the auxiliary classifier's loss where the network has one",
            (request, value) => request with { AuxiliaryWeight = value }),
        Flag<SegmentRequest, int>(
            "--crop", nameof(SegmentRequest.CropSize),
            "width and height of the training crops in pixels, a multiple of 32; by default almost the shorter side, and up to 1.3 times as wide",
            (request, value) => request with { CropSize = value }),
        Flag<DetectRequest, int>(
            "--fpn-width", nameof(DetectRequest.Pyramid),
            "channels of the feature pyramid over a backbone; 128 by default, 96 for retinanet_...",
            (request, value) => request with { Pyramid = (request.Pyramid ?? new()) with { Width = value } }),
        Flag<DetectRequest, string>(
            "--fpn-strides", nameof(DetectRequest.Pyramid),
            "strides of the pyramid's levels, the finest first; 8,16,32 by default",
            (request, value) => request with { Pyramid = (request.Pyramid ?? new()) with { Strides = Numbers(value) } }, "N,N,..."),
        Flag<DetectRequest, PyramidExtra>(
            "--fpn-extra", nameof(DetectRequest.Pyramid),
            "coarser levels on top of the pyramid; pool by default, p6p7 for retinanet_...",
            (request, value) => request with { Pyramid = (request.Pyramid ?? new()) with { Extra = value } }, "none|pool|p6p7|p6p7OfBackbone"),
        Flag<TrainRequest, double>(
            "--val-split", nameof(TrainRequest.ValidationShare),
            "share of the images of each class held out for validation, unless the data has its own validation split; of the identities, not their images",
            (request, value) => request with { ValidationShare = value }),
        Flag<TrainRequest, double>(
            "--test-split", nameof(TrainRequest.TestShare),
            CommonOptions.TestShareHelp,
            (request, value) => request with { TestShare = value }),
        Flag<TrainRequest, ulong>(
            "--seed", nameof(TrainRequest.Seed),
            "seed of every random choice: the same seed gives the same result",
            (request, value) => request with { Seed = value }),
        Flag<TrainRequest, int>(
            "--workers", nameof(TrainRequest.Workers),
            "images decoded at a time; 0 uses every core",
            (request, value) => request with { Workers = value }),
        Flag<TrainRequest, OnBadImage>(
            "--on-bad-image", nameof(TrainRequest.OnBadImage),
            "what to do with an image, object, polygon or label line that cannot be used: fail, or skip it and say so",
            (request, value) => request with { OnBadImage = value }, "fail|skip"),
        new TrainFlag<TrainRequest, string>(
            NearCopies.Option(), nameof(TrainRequest.NearDuplicateBits), (request, value) => request with { NearDuplicateBits = NearCopies.Bits(value) }),
        Flag<TrainRequest, double>(
            "--max-seconds", nameof(TrainRequest.SecondsLimit),
            "stop training after this many seconds and go on with the best weights so far; no limit by default",
            (request, value) => request with { SecondsLimit = value }),
        Flag<TrainRequest, bool>(
            "--keep-state", nameof(TrainRequest.KeepState),
            "keep what resuming needs after the run has finished, about ten times the model file",
            (request, value) => request with { KeepState = value }),
        Flag<TrainRequest, string[]>(
            "--log", nameof(TrainRequest.Log),
            "keep the numbers elsewhere too: event files for TensorBoard in the run's folder, or a tracking server of MLflow; may be given several times",
            (request, value) => request with { Log = value }, "tensorboard|mlflow=URL"),
        Flag<TrainRequest, string>(
            "--project", nameof(TrainRequest.Project),
            "folder in which the run folder is created; runs/TASK by default",
            (request, value) => request with { Project = value }),
        Flag<TrainRequest, string>(
            "--name", nameof(TrainRequest.Name),
            "name of the run folder, by default that of the data; a number is appended if it is taken",
            (request, value) => request with { Name = value }),
        Flag<TrainRequest, bool>(
            "--exist-ok", nameof(TrainRequest.ExistOk),
            "write into the run's folder even if it exists; what an earlier run left there is replaced",
            (request, value) => request with { ExistOk = value }),
    ];

    private static TrainFlag<TRequest, TValue> Flag<TRequest, TValue>(
        string name, string property, string description, Func<TRequest, TValue, TRequest> set, string? words = null)
        where TRequest : TrainRequest
    {
        var option = new Option<TValue>(name) { Description = description + Defaults(property, typeof(TRequest), Show), HelpName = words };
        return new(option, property, set);
    }

    private static TrainFlag<TRequest, string> Choice<TRequest, TValue>(
        string name, string property, string description, Func<TRequest, TValue, TRequest> set, params (string Word, TValue Value)[] choices)
        where TRequest : TrainRequest
    {
        var option = new Option<string>(name)
        {
            Description = description + Defaults(property, typeof(TRequest), value => choices.Single(choice => Equals(choice.Value, value)).Word),
            HelpName = string.Join('|', choices.Select(choice => choice.Word)),
        };
        option.AcceptOnlyFromAmong([.. choices.Select(choice => choice.Word)]);
        return new(option, property, (request, word) => set(request, choices.Single(choice => choice.Word == word).Value));
    }

    private static TrainFlag<TRequest, string> Words<TRequest>(
        string name, string property, string description, Func<TRequest, string, TRequest> set, string yes, string no)
        where TRequest : TrainRequest
    {
        var option = new Option<string>(name)
        {
            Description = description + Defaults(property, typeof(TRequest), value => value is true ? yes : no),
            HelpName = $"{yes}|{no}",
            Arity = ArgumentArity.ZeroOrOne, // the word alone means yes
        };
        return new(option, property, set);
    }

    // "10 by default", or "10 for classify, 30 for detect and instances by default".
    private static string Defaults(string property, Type request, Func<object, string> show)
    {
        var values = TaskTable.Rows
            .Where(row => row.RequestType.IsAssignableTo(request))
            .Select(row => (row.Kind, Value: row.Request("").GetValue(property)))
            .ToList();
        if (values.Any(value => value.Value is null or "" or false)
            || property is nameof(TrainRequest.Project) or nameof(ClassifyRequest.Augmentation))
            return "";
        var groups = values.GroupBy(value => show(value.Value!)).ToList();
        if (groups.Count == 1) return $"; {groups[0].Key} by default";
        return $"; {string.Join(", ", groups.Select(group => $"{group.Key} for {string.Join(" and ", group.Select(value => value.Kind.Name()))}"))} by default";
    }

    private static object? GetValue(this TrainRequest request, string property) => request.GetType().GetProperty(property)!.GetValue(request);

    private static string Show(object value) => value is Enum word
        ? word.ToString().ToLowerInvariant()
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Monitored() =>
        string.Join("; ", TaskTable.Rows.Select(row => $"{row.Kind.Name()}: {string.Join(", ", row.Request("").Metrics)}")) + "; or loss";

    private static IReadOnlyList<int> Numbers(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new GraftException($"'{word}' is not a stride.",
                "Expected whole numbers with commas between them.", "For example --fpn-strides 4,8,16,32."))];

    private static string LossWords(SegmentationLossOptions loss) =>
        FormattableString.Invariant($"ce={loss.CrossEntropy},dice={loss.Dice},focal={loss.Focal},gamma={loss.FocalGamma}");

    private static SegmentationLossOptions LossOf(string text)
    {
        var loss = new SegmentationLossOptions { CrossEntropy = 0 };
        foreach (var term in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = term.Split('=', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw Refusal(term);
            loss = parts[0] switch
            {
                "ce" => loss with { CrossEntropy = value },
                "dice" => loss with { Dice = value },
                "focal" => loss with { Focal = value },
                "gamma" => loss with { FocalGamma = value },
                _ => throw Refusal(term),
            };
        }
        return loss;
    }

    private static GraftException Refusal(string term) => new($"'{term}' is not a share of a loss.",
        "Expected ce, dice, focal or gamma, each with a number.", "For example --loss ce=1,dice=1.");
}
