using System.CommandLine;
using Graft.Artifacts;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft predict MODEL SOURCE...</c>: what is on the images, with ONNX Runtime alone.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a model file that `graft train` or `graft export` wrote, or the folder of a run" };
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "images, folders of images, or patterns such as new/*.jpg",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<double?> _confidence = new("--conf")
    {
        Description = "score threshold: below it an image gets no class (default 0) and an object is dropped (default 0.25)",
    };
    private readonly Option<double?> _overlap = new("--iou")
    {
        Description = "IoU threshold of non-maximum suppression, 0 to 1; by default what the model file was "
            + "written with (0.5)",
    };
    private readonly Option<int> _max = new("--max-det") { Description = "maximum number of detections per image", DefaultValueFactory = _ => 100 };
    private readonly Option<int?> _batch = new("--batch")
    {
        Description = "batch size (detectors batch only images of one input size); "
            + $"{new RuntimeOptions().BatchSize}, and 1 for detectors, unless given",
    };
    private readonly Option<bool> _save = new("--save")
    {
        Description = $"save the predictions as images: the first {PredictionFiles.MaxOnSheet} images with their classes as predictions.jpg; every image "
            + "with its boxes and masks; or class maps as PNG, overlays and COCO run lengths",
    };
    private readonly Option<bool> _saveText = new("--save-txt")
    {
        Description = "save every score, or YOLO's label lines (boxes or polygons), one text file per image",
    };
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
        Add(_overlap);
        foreach (var share in new[] { _confidence, _overlap })
            share.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double?>() is < 0 or > 1 or double.NaN) result.AddError($"{share.Name} is a number from 0 to 1.");
            });
        Add(_max);
        _max.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError($"{_max.Name} is 1 or more.");
        });
        Add(_batch);
        Add(_save);
        Add(_saveText);
        _tiling = new TilingFlags(this);
        _run = new RunNameOptions(this, "predict");
        Add(_json);
        _flags.Add(["classify", "detect", "instances"], _batch);
        _flags.Add(["classify", "detect", "instances"], _confidence, _saveText);
        _flags.Add(["detect", "instances"], _overlap, _max);
        _flags.Add(["segment"], _tiling.All);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        var options = new RuntimeOptions { OnBadImage = OnBadImage.Skip };
        if (parsed.GetValue(_batch) is { } batch) options = options with { BatchSize = batch };
        var model = ModelPath.Resolve(parsed.GetRequiredValue(_model));
        var task = ModelFile.ReadManifest(model).Task;
        _flags.Check(parsed, task);
        if (Saves(parsed)) _run.Check(parsed, task);
        switch (task)
        {
            case "detect" or "instances": return Task.FromResult(Detect(model, parsed, files, options, terminal, cancellation));
            case "segment": return Task.FromResult(Segment(model, parsed, files, options, terminal, cancellation));
        }
        using var predictor = ClassificationPredictor.Open(model, options);
        var shown = parsed.GetValue(_json) || parsed.GetValue(_saveText) ? predictor.Manifest.Classes : null;
        var predictions = Predict(predictor, files, shown, parsed.GetValue(_confidence) ?? 0, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(PredictFacts.Of(predictor.Manifest, predictions));
        else Show(predictions, terminal.Results);
        Save(parsed, predictions, terminal);

        var failed = predictions.Where(prediction => prediction.Error is not null).ToList();
        foreach (var failure in failed) terminal.Fail(failure.Error!);
        return Task.FromResult(End(failed.Count, parsed, terminal));
    }

    private bool Saves(ParseResult parsed) => parsed.GetValue(_save) || parsed.GetValue(_saveText);

    private int End(int failures, ParseResult parsed, Terminal terminal)
    {
        if (failures > 0) return ExitCode.BadInput;
        var model = parsed.GetRequiredValue(_model);
        if (parsed.GetValue(_json)) return ExitCode.Done;
        if (Saves(parsed)) terminal.Next("graft", "val", model, "LABELLED");
        else terminal.Next(["graft", "predict", model, .. parsed.GetRequiredValue(_sources).Take(3), "--save"]);
        return ExitCode.Done;
    }

    private int Detect(string model, ParseResult parsed, IReadOnlyList<string> files, RuntimeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        options = options with
        {
            ScoreThreshold = parsed.GetValue(_confidence) ?? 0.25,
            IouThreshold = parsed.GetValue(_overlap),
            MaxDetections = parsed.GetValue(_max),
        };
        using var predictor = DetectionPredictor.Open(model, options);
        var verb = new DetectionPredicting(predictor);
        var predictions = verb.Predict(files, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(PredictFacts.Of(predictor.Manifest, verb.Facts(predictions)));
        else DetectionPredicting.Show(predictions, terminal.Results);
        if (Saves(parsed))
        {
            var run = _run.Create(parsed, predictor.Manifest.Task);
            verb.Save(run, predictions, parsed.GetValue(_save), parsed.GetValue(_saveText));
            terminal.Say($"saved in {run.FullPath}");
        }
        var failed = predictions.Where(prediction => prediction.Failure is not null).ToList();
        foreach (var failure in failed) terminal.Fail(failure.Failure!.Message);
        return End(failed.Count, parsed, terminal);
    }

    private int Segment(string model, ParseResult parsed, IReadOnlyList<string> files, RuntimeOptions options, Terminal terminal,
        CancellationToken cancellation)
    {
        using var predictor = SegmentationPredictor.Open(model, options, _tiling.Read(parsed));
        var run = parsed.GetValue(_save) ? _run.Create(parsed, predictor.Manifest.Task) : null;
        var verb = new SegmentPredicting(predictor, run, withRegions: parsed.GetValue(_json));
        var table = Terminal.Table("image", "class", "share");
        var facts = verb.Run(files, table, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(PredictFacts.Of(predictor.Manifest, facts));
        else terminal.Results.Write(table);
        if (run is not null) terminal.Say($"saved in {run.FullPath}");
        foreach (var note in predictor.Notes()) terminal.Say(note.ToString());
        foreach (var failure in verb.Failures) terminal.Fail(failure);
        return End(verb.Failures.Count, parsed, terminal);
    }

    private static List<PredictionDto> Predict(ClassificationPredictor predictor, IReadOnlyList<string> files, IReadOnlyList<string>? shown, double threshold,
        Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        var predictions = new List<PredictionDto>(files.Count);
        foreach (var prediction in predictor.Predict(files))
        {
            cancellation.ThrowIfCancellationRequested();
            predictions.Add(PredictionDto.Of(prediction, shown, threshold));
            display.Report(new RunEvent.Progress("predicting", predictions.Count, files.Count));
        }
        return predictions;
    }

    private static void Show(List<PredictionDto> predictions, IAnsiConsole console)
    {
        var table = Terminal.Table("image", "class", "score");
        foreach (var prediction in predictions.Where(prediction => prediction.Error is null))
            table.AddRow(new Text(prediction.Path), new Text(prediction.Class ?? "unsure"), new Text(PredictionFiles.Percent(prediction.Score)));
        console.Write(table);
    }

    private void Save(ParseResult parsed, List<PredictionDto> predictions, Terminal terminal)
    {
        if (!Saves(parsed)) return;
        var run = _run.Create(parsed, TaskKind.Classify.Name());
        if (parsed.GetValue(_save)) PredictionFiles.SaveSheet(run, predictions);
        if (parsed.GetValue(_saveText)) PredictionFiles.SaveText(run, predictions);
        terminal.Say($"saved in {run.FullPath}");
    }
}
