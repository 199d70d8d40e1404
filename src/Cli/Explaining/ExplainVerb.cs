using System.CommandLine;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft explain MODEL SOURCE...</c>: what an answer rests on, drawn on the image, with ONNX Runtime alone.</summary>
internal sealed class ExplainVerb : Verb
{
    private const int DefaultObjects = 3;

    private readonly Argument<string> _model = new("MODEL") { Description = "a model file that `graft train` or `graft export` wrote, or the folder of a run" };
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "images, folders of images, or patterns such as new/*.jpg",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _class = new("--class")
    {
        Description = "the class to explain, whether it is the likeliest or not; of objects and pixels only those of this class",
        HelpName = "NAME",
    };
    private readonly Option<double> _confidence = new("--conf")
    {
        Description = "detectors: score threshold, below which no object is explained",
        DefaultValueFactory = _ => DetectedFacts.DefaultConfidence,
    };
    private readonly Option<int> _max = new("--max-det")
    {
        Description = "detectors: maximum number of objects that are explained per image, the surest first",
        DefaultValueFactory = _ => DefaultObjects,
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "file to write for one image (.jpg); by default each image has one in the run folder",
        HelpName = "FILE",
    };
    private readonly TaskFlags _flags = new();
    private readonly RunNameOptions _run;
    private readonly Option<bool> _json = CommonOptions.Json();

    public ExplainVerb(Terminal terminal)
        : base(terminal, "explain", "Draw on images what a model's answers rest on.", "graft explain runs/classify/photos new/*.jpg",
            "graft explain model.onnx a.jpg --class tool --out why.jpg")
    {
        Add(_model);
        Add(_sources);
        foreach (var option in new Option[] { _class, _confidence, _max, _out }) Add(option);
        _confidence.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1)) result.AddError("--conf is a number from 0 to 1.");
        });
        _max.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--max-det is 1 or more.");
        });
        _out.Validators.Add(result =>
        {
            if (Path.GetExtension(result.GetValueOrDefault<string?>() ?? ".jpg").ToLowerInvariant() is not (".jpg" or ".jpeg"))
                result.AddError("--out must end in .jpg.");
        });
        _run = new RunNameOptions(this, "explain");
        Add(_json);
        _flags.Add([TaskKind.Detect, TaskKind.Instances], _confidence, _max);
    }

    internal override DeviceUse Device => DeviceUse.Any;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        var model = FasterFile.Of(parsed.GetRequiredValue(_model), say: terminal.Say);
        var manifest = ModelFile.Peek(model).Manifest;
        var task = TaskKinds.Parse(manifest.Task);
        var view = TaskView.Of(task);
        if (view.Explaining is not { } open)
            throw new GraftException($"'{model}' cannot be explained: {view.NotExplained}.", $"Models for {Explained()} were expected.");
        _flags.Check(parsed, task);
        if (parsed.GetValue(_out) is { } file) RequireOne(file, files, model);
        else _run.Check(parsed, task.Name());
        HiddenColours.Say(files, terminal);
        var options = new RuntimeOptions { ScoreThreshold = parsed.GetValue(_confidence), MaxDetections = parsed.GetValue(_max) };
        List<ExplainedImageDto> images;
        using (var explaining = open(model, options))
            images = new Work(explaining, parsed.GetValue(_class), terminal, parsed.GetValue(_out), () => _run.Create(parsed, task.Name()))
                .Run(files, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(ExplainDto.Of(manifest, images));
        else terminal.Results.Write(TableOf(images));
        foreach (var failure in images.Select(image => image.Error).OfType<string>()) terminal.Fail(failure);
        foreach (var place in images.Select(image => image.File).OfType<string>().Take(1))
            terminal.Say($"saved in {(parsed.GetValue(_out) is null ? Path.GetDirectoryName(place) : place)}");
        return Task.FromResult(images.Any(image => image.Error is not null) ? ExitCode.BadInput : ExitCode.Done);
    }

    private static string Explained() => Words.And(TaskView.Rows.Where(row => row.Explaining is not null).Select(row => row.Kind.Name()));

    private static void RequireOne(string file, IReadOnlyList<string> files, string model)
    {
        if (files.Count > 1)
            throw new GraftException($"--out names one file, and there are {files.Count} images.",
                cure: "Leave it out: each image then has a file in the run folder.");
        OutputPlace.RequireFile(file, "--out", OutputKind.Explanation, files[0], model);
    }

    private static Table TableOf(IReadOnlyList<ExplainedImageDto> images)
    {
        var hasBoxes = images.Any(image => image.Explanations?.Any(one => one.Bbox is not null) == true);
        var table = Terminal.Table(["image", "class", "score", "map", "half of it on", .. hasBoxes ? ["in its box"] : Array.Empty<string>()]);
        foreach (var image in images.Where(image => image.Explanations is not null))
        {
            if (image.Explanations!.Count == 0) table.AddRow(new Text(image.Path), new Text("nothing"));
            foreach (var one in image.Explanations)
                table.AddRow(
                    new[] { image.Path, one.Class, Quantities.Share(one.Score), one.Exact ? "exact" : "estimated", Share(one.HalfOn), Share(one.InBox) }
                    .Take(hasBoxes ? 6 : 5).Select(cell => new Text(cell)));
        }
        return table;
    }

    private static string Share(double? share) => share is { } value ? Quantities.Share(value) : "";

    /// <summary>One image after another, each with its file.</summary>
    private sealed class Work(ExplainedModel explaining, string? className, Terminal terminal, string? file, Func<RunFolder> createRun)
    {
        private RunFolder? _folder;

        public List<ExplainedImageDto> Run(IReadOnlyList<string> files, CancellationToken cancellation)
        {
            var names = new SavedNames(files);
            List<ExplainedImageDto> images = [];
            using var display = new EventDisplay(terminal);
            foreach (var path in files)
            {
                cancellation.ThrowIfCancellationRequested();
                images.Add(Explain(path, names, cancellation));
                display.Report(new RunEvent.Progress("explaining", images.Count, files.Count));
            }
            return images;
        }

        private ExplainedImageDto Explain(string path, SavedNames names, CancellationToken cancellation)
        {
            IReadOnlyList<Explanation> found;
            try
            {
                found = explaining.Explain(path, className, cancellation);
            }
            catch (ImageException failure)
            {
                return new(path) { Error = failure.Message };
            }
            if (found.Count == 0) return new(path) { Explanations = [] };
            var place = file ?? (_folder ??= createRun())[$"{names[path]}.jpg"];
            AtomicFile.WriteBytes(place, ExplanationSheet.Make(path, found));
            return new(path)
            {
                File = Path.GetFullPath(place),
                Width = found[0].Width,
                Height = found[0].Height,
                Explanations = [.. found.Select(ExplanationDto.Of)],
            };
        }
    }
}
