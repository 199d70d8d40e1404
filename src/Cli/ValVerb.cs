using System.CommandLine;
using Graft.Artifacts;
using Graft.Data;

namespace Graft.Cli;

/// <summary><c>graft val MODEL DATA</c>: every metric of the task, with intervals.</summary>
internal sealed class ValVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a model file that `graft train` or `graft export` wrote" };
    private readonly Argument<string> _data = new("DATA") { Description = DatasetOptions.AllLayouts };
    private readonly Option<string?> _split = new("--split") { Description = "split to measure on: train, val or test; by default test where there is one, else val" };
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<int?> _batch = new("--batch") { Description = $"batch size (detectors batch only images of one input size); {Defaults.Batch}, and 1 for detectors, unless given" };
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<string?> _out = new("--out") { Description = "folder for metrics.json and predictions.csv (for detectors predictions.json in COCO format)" };
    private readonly TilingFlags _tiling;
    private readonly TaskFlags _flags = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ValVerb(Terminal terminal)
        : base(terminal, "val", "Measure a model file on labelled images.", "graft val runs/classify/photos/model.onnx photos-test/")
    {
        _split.AcceptOnlyFromAmong("train", "val", "test");
        foreach (var argument in new[] { _model, _data }) Add(argument);
        foreach (var option in new Option[] { _split, _onBadImage, _batch, _seed, _out, _json }) Add(option);
        _tiling = new TilingFlags(this);
        _flags.Add(["classify", "detect", "instances"], _batch);
        _flags.Add(["segment"], _tiling.All);
    }

    private static ValidateRequest Defaults { get; } = new() { Model = "", Data = "" };

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var task = ModelFile.ReadManifest(parsed.GetRequiredValue(_model)).Task;
        _flags.Check(parsed, task);
        switch (task)
        {
            case "detect" or "instances": return Task.FromResult(Detect(parsed, terminal, cancellation));
            case "segment": return Task.FromResult(Segment(parsed, terminal, cancellation));
        }
        ValidateResult result;
        using (var display = new EventDisplay(terminal)) result = ClassifierValidation.Run(Read(parsed), display, cancellation);
        foreach (var problem in result.LeftOut) terminal.Say(problem.ToString());
        if (parsed.GetValue(_json)) terminal.WriteJson(result.Report);
        else ReportView.Show(result.Report, terminal.Results);
        return Task.FromResult(ExitCode.Done);
    }

    private int Detect(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        DetectorValidateResult result;
        using (var display = new EventDisplay(terminal)) result = DetectorValidation.Run(Read(parsed), display, cancellation);
        foreach (var note in result.Notes) terminal.Say(note.ToString());
        if (parsed.GetValue(_json)) terminal.WriteJson(result.Report);
        else DetectorView.Show(result.Report, terminal.Results);
        return ExitCode.Done;
    }

    private int Segment(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        SegmentValidateResult result;
        using (var display = new EventDisplay(terminal)) result = SegmenterValidation.Run(Read(parsed), display, cancellation);
        foreach (var note in result.Notes) terminal.Say(note.ToString());
        if (parsed.GetValue(_json)) terminal.WriteJson(result.Report);
        else SegmentView.Show(result.Report, terminal.Results);
        return ExitCode.Done;
    }

    private ValidateRequest Read(ParseResult parsed)
    {
        var request = Request(parsed);
        return parsed.GetValue(_batch) is { } batch ? request with { Batch = batch } : request;
    }

    private ValidateRequest Request(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_model),
        Data = parsed.GetRequiredValue(_data),
        Split = parsed.GetValue(_split),
        OnBadImage = parsed.GetValue(_onBadImage),
        Tiling = _tiling.Read(parsed),
        Seed = parsed.GetValue(_seed),
        OutputFolder = parsed.GetValue(_out),
    };
}
