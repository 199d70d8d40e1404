using System.CommandLine;
using Graft.Artifacts;
using Graft.Runtime;
using Graft.Shards;
using Graft.Tasks;

namespace Graft.Cli;

/// <summary><c>graft predict MODEL SOURCE...</c>: what is on the images, with ONNX Runtime alone.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a model file that `graft train` or `graft export` wrote, or the folder of a run" };
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "images, folders of images, patterns such as new/*.jpg, lists (.txt, .csv, .parquet), tars, or s3://bucket/prefix/",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<double?> _confidence = new("--conf")
    {
        Description = "score threshold: below it an image gets no class (default 0) and an object is dropped (default 0.25)",
    };
    private readonly Option<double?> _abstain = new("--abstain")
    {
        Description = "answer only where at most this share is wrong, 0.001 to 0.5: other images are unsure, or unlike those of the training",
    };
    private readonly Option<double?> _overlap = new("--iou")
    {
        Description = "IoU threshold of non-maximum suppression, 0 to 1; by default what the model file was "
            + "written with (0.5)",
    };
    private readonly Option<int> _max = new("--max-det")
    {
        Description = "maximum number of detections per image",
        DefaultValueFactory = _ => DetectedFacts.DefaultMaxDetections,
    };
    private readonly Option<int?> _batch = new("--batch")
    {
        Description = "batch size (detectors batch only images of one input size); "
            + $"{new RuntimeOptions().BatchSize}, and 1 for detectors, unless given",
    };
    private readonly Option<bool> _save = new("--save")
    {
        Description = $"save the predictions as images: the first {ClassPredicting.MaxOnSheet} images with their classes as predictions.jpg; every image "
            + "with its boxes and masks; or class maps as PNG, overlays and COCO run lengths",
    };
    private readonly Option<bool> _saveText = new("--save-txt")
    {
        Description = "save every score, or YOLO's label lines (boxes or polygons), one text file per image",
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "write the answers into this folder (or s3://bucket/prefix/) as Parquet, a row for each image, instead of showing them; what is there "
            + "already stays, so a run that was ended goes on; see --shards",
        HelpName = "DIR",
    };
    private readonly ShardFlags _shards;
    private readonly TilingFlags _tiling;
    private readonly TaskFlags _flags = new();
    private readonly RunNameOptions _run;
    private readonly Option<bool> _json = CommonOptions.Json();

    public PredictVerb(Terminal terminal)
        : base(terminal, "predict", "Predict with a model file on images.", "graft predict runs/classify/photos new/*.jpg --json",
            "graft predict runs/segment/fields aerial.tif --tile 640 --original-scale --save")
    {
        Add(_model);
        Add(_sources);
        Add(_confidence);
        Add(_abstain);
        Add(_overlap);
        foreach (var share in new[] { _confidence, _overlap })
            share.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double?>() is < 0 or > 1 or double.NaN) result.AddError($"{share.Name} is a number from 0 to 1.");
            });
        _abstain.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < RiskControl.LowestRate or > RiskControl.HighestRate or double.NaN)
                result.AddError($"{_abstain.Name} is a share of wrong answers: 0.001 to 0.5.");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_abstain) is not null && result.GetResult(_confidence) is not null)
                result.AddError($"{_abstain.Name} chooses the score threshold that {_confidence.Name} gives: use one of them.");
        });
        Add(_max);
        _max.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError($"{_max.Name} is 1 or more.");
        });
        Add(_batch);
        Add(_save);
        Add(_saveText);
        Add(_out);
        _shards = new ShardFlags(this);
        _tiling = new TilingFlags(this);
        _run = new RunNameOptions(this, "predict");
        Add(_json);
        _flags.Add([TaskKind.Classify, TaskKind.Detect, TaskKind.Instances, TaskKind.Identities], _batch);
        _flags.Add([TaskKind.Classify, TaskKind.Detect, TaskKind.Instances], _confidence, _saveText);
        _flags.Add([TaskKind.Detect, TaskKind.Instances], _overlap, _max);
        _flags.Add([TaskKind.Classify, TaskKind.Detect, TaskKind.Instances, TaskKind.Segment], _save);
        _flags.Add([TaskKind.Segment], _tiling.All);
    }

    internal override DeviceUse Device => DeviceUse.Any;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_out) is { } folder) return Task.FromResult(Write(parsed, folder, terminal, cancellation));
        _shards.RequireNone(parsed, "Add --out DIR.");
        var list = ImageList.Of(parsed.GetRequiredValue(_sources));
        var model = FasterFile.Of(parsed.GetRequiredValue(_model), say: terminal.Say);
        var task = TaskKinds.Parse(ModelFile.Peek(model).Manifest.Task);
        AbstainingTasks.Require(task, parsed.GetValue(_abstain));
        _flags.Check(parsed, task);
        var settings = Read(parsed, model, task);
        if (settings.Saves) _run.Check(parsed, task.Name());
        HiddenColours.Say(list.Items().Where(item => item is { IsLocal: true, IsTar: false }).Select(item => item.Address), terminal);
        using var predicting = TaskView.Of(task).Predicting(settings);
        predicting.Run(list, terminal, cancellation);
        if (predicting.Failed > 0) return Task.FromResult(ExitCode.BadInput);
        var given = parsed.GetRequiredValue(_model);
        if (settings.Saves || task == TaskKind.Identities) terminal.Next("graft", "val", given, "LABELLED");
        else terminal.Next(["graft", "predict", given, .. parsed.GetRequiredValue(_sources).Take(3), .. parsed.GivenWords(), "--save"]);
        return Task.FromResult(ExitCode.Done);
    }

    private int Write(ParseResult parsed, string folder, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_save) || parsed.GetValue(_saveText))
            throw new GraftException("--save and --save-txt are for answers of which each has its own file, and --out is for all of them in few.",
                cure: "Use one of them.");
        var order = ShardOrder.Of(parsed.GetRequiredValue(_sources), folder, _shards.Read(parsed));
        // Not the faster of a run's files: all processes have to answer with the same.
        var model = ModelPath.Resolve(parsed.GetRequiredValue(_model));
        var task = TaskKinds.Parse(ModelFile.Peek(model).Manifest.Task);
        AbstainingTasks.Require(task, parsed.GetValue(_abstain));
        _flags.Check(parsed, task);
        using var predicting = TaskView.Of(task).Predicting(Read(parsed, model, task));
        return order.Show(predicting.Write(order, terminal, cancellation), terminal, parsed.GetValue(_json));
    }

    private PredictSettings Read(ParseResult parsed, string model, TaskKind task)
    {
        var runtime = new RuntimeOptions { OnBadImage = OnBadImage.Skip, IouThreshold = parsed.GetValue(_overlap), MaxDetections = parsed.GetValue(_max) };
        runtime = runtime with { Abstain = parsed.GetValue(_abstain) };
        if (parsed.GetValue(_batch) is { } batch) runtime = runtime with { BatchSize = batch };
        return new(model, () => _run.Create(parsed, task.Name()))
        {
            Runtime = runtime,
            Tiling = _tiling.Read(parsed),
            Confidence = parsed.GetValue(_confidence),
            IsJson = parsed.GetValue(_json),
            SavesImages = parsed.GetValue(_save),
            SavesText = parsed.GetValue(_saveText),
        };
    }
}
