using System.Globalization;
using Graft.Data;
using Graft.Runtime;

namespace Graft.Predict;

/// <summary>The words of the command line. System.CommandLine, which parses those of <c>graft</c>, would make 5.8 MB of 5.0.</summary>
internal sealed class Arguments
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Predicts with a model file of Graft: classes, objects, masks or pixels, by the model's task. A line for each image, as soon as it is there.
        `graft predict`, of the package Graft.Tool, also saves images and labels.

        Usage:
          graft-predict MODEL SOURCE... [options]

        MODEL                 a model file that `graft train` or `graft export` wrote, or the folder of a run
        SOURCE                images, folders of images, or patterns such as new/*.jpg

        --json                a line of JSON for each image, with every score, box, mask or class map
        --batch N             classifiers, detectors: batch size (4, and 1 for detectors, unless given)
        --abstain X           classifiers: answer only where at most this share is wrong, 0.001 to 0.5 (every image is answered)
        --conf X              detectors: score below which an object is dropped (0.25)
        --iou X               detectors: IoU threshold of non-maximum suppression (what the file was written with, 0.5)
        --max-det N           detectors: maximum number of detections per image (100)
        --tile N              segmentation: split larger images into tiles of this size, a multiple of 32 (640, above 1.5 megapixels)
        --overlap N           segmentation: pixels that tiles share, a multiple of 32 (three tenths of a tile)
        --original-scale      segmentation: run at the images' own resolution
        --help, --version

        Example:
          graft-predict model.onnx new/ --json
        """;

    private static readonly TaskKind[] Detectors = [TaskKind.Detect, TaskKind.Instances];

    private static readonly Flag[] Flags =
    [
        new("--json", null, Enum.GetValues<TaskKind>(), "every task"),
        new("--batch", Whole, [TaskKind.Classify, TaskKind.Identities, .. Detectors], "classifiers, detectors and networks that describe identities"),
        new("--abstain", Share, [TaskKind.Classify], "classifiers"),
        new("--conf", Share, Detectors, "detectors"),
        new("--iou", Share, Detectors, "detectors"),
        new("--max-det", Whole, Detectors, "detectors"),
        new("--tile", Whole, [TaskKind.Segment], "segmentation networks"),
        new("--overlap", WholeOrZero, [TaskKind.Segment], "segmentation networks"),
        new("--original-scale", null, [TaskKind.Segment], "segmentation networks"),
    ];

    private readonly Dictionary<string, string> _given = [];
    private readonly List<string> _words = [];

    /// <exception cref="GraftException">A flag is unknown or has a wrong value, or the model or the images are missing.</exception>
    public Arguments(IReadOnlyList<string> arguments)
    {
        for (var at = 0; at < arguments.Count; at++)
        {
            if (arguments[at] == "--")
            {
                _words.AddRange(arguments.Skip(at + 1));
                break;
            }
            if (!arguments[at].StartsWith('-')) _words.Add(arguments[at]);
            else at += Read(arguments, at);
        }
        if (_words.Count < 2) throw new GraftException("A model file and at least one image are needed.", cure: "See `graft-predict --help`.");
    }

    public string Model => Directory.Exists(_words[0]) ? Path.Combine(_words[0], "model.onnx") : _words[0];

    public IEnumerable<string> Sources => _words.Skip(1);

    public bool IsJson => _given.ContainsKey("--json");

    public TilingOptions Tiling => TilingOptions.Of((int?)Value("--tile"), (int?)Value("--overlap"), _given.ContainsKey("--original-scale"));

    /// <summary>How images are read and answered. An image that cannot be read is an answer and not the end.</summary>
    public RuntimeOptions Runtime(TaskKind task)
    {
        var options = new RuntimeOptions { OnBadImage = OnBadImage.Skip, Abstain = Value("--abstain") };
        if (Detectors.Contains(task))
            options = options with
            {
                ScoreThreshold = Value("--conf") ?? DetectedFacts.DefaultConfidence,
                IouThreshold = Value("--iou"),
                MaxDetections = (int)(Value("--max-det") ?? DetectedFacts.DefaultMaxDetections),
            };
        return Value("--batch") is { } batch ? options with { BatchSize = (int)batch } : options;
    }

    /// <summary>Refuses flags that have no meaning for the model.</summary>
    /// <exception cref="GraftException">There are such.</exception>
    public void Check(TaskKind task)
    {
        var wrong = Flags.Where(flag => _given.ContainsKey(flag.Name) && !flag.Tasks.Contains(task)).ToList();
        if (wrong.Count > 0)
            throw new GraftException($"{Words.And(wrong.Select(flag => $"{flag.Name} is for {flag.For}"))}; this model's task is '{task.Name()}'.",
                cure: $"Leave {Words.And(wrong.Select(flag => flag.Name))} out.");
    }

    private double? Value(string flag) => _given.TryGetValue(flag, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : null;

    // How many words after the flag are its value.
    private int Read(IReadOnlyList<string> arguments, int at)
    {
        var (name, value) = arguments[at].Split('=', 2) is [var before, var behind] ? (before, behind) : (arguments[at], null);
        var flag = Flags.FirstOrDefault(flag => flag.Name == name)
            ?? throw new GraftException($"'{name}' is not an option of `graft-predict`.", cure: Meant(name));
        if (flag.Problem is null && value is not null) throw new GraftException($"{name} takes no value.");
        var isNext = flag.Problem is not null && value is null;
        if (isNext) value = at + 1 < arguments.Count ? arguments[at + 1] : throw new GraftException($"{name} needs a number.");
        if (flag.Problem?.Invoke(value!) is { } problem) throw new GraftException($"{name} {problem}, not '{value}'.");
        _given[name] = value ?? "";
        return isNext ? 1 : 0;
    }

    private static string Meant(string name)
    {
        var meant = Spelling.Nearest(name, Flags.Select(known => known.Name)) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        return $"{meant}`graft-predict --help` lists them all.";
    }

    private static string? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 ? null : "takes a whole number from 1";

    private static string? WholeOrZero(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "takes a whole number from 0";

    private static string? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1 ? null
            : "takes a number from 0 to 1 with a point for decimals";

    /// <param name="Name">As it is typed.</param>
    /// <param name="Problem">What it takes, where a value is not that; null for a switch.</param>
    /// <param name="Tasks">The tasks that it has a meaning for.</param>
    /// <param name="For">What their models are called.</param>
    private sealed record Flag(string Name, Func<string, string?>? Problem, TaskKind[] Tasks, string For);
}
