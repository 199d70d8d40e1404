using System.CommandLine;
using Graft.Artifacts;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft val MODEL DATA</c>: every metric of the task, with intervals.</summary>
internal sealed class ValVerb : Verb
{
    private static readonly EvaluationRequest Defaults = new("", "");

    private readonly Argument<string> _model = new("MODEL") { Description = "a model file, or the folder of a run" };
    private readonly Argument<string> _data = new("DATA") { Description = DatasetOptions.AllLayouts };
    private readonly Option<string?> _split = new("--split")
    {
        Description = "split to measure on: train, val or test; by default test where there is one, else val",
    };
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<int?> _batch = new("--batch")
    {
        Description = "batch size (detectors batch only images of one input size); 8, and 1 for detectors, unless given",
    };
    private readonly Option<string> _nearCopies = NearCopies.Option();
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<string?> _out = new("--out")
    {
        Description = "folder for report.html with the mistakes as images, metrics.json, plots and the predictions (CSV, of detectors in COCO's form)",
    };
    private readonly TilingFlags _tiling;
    private readonly TaskFlags _flags = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ValVerb(Terminal terminal)
        : base(terminal, "val", "Measure a model on labelled images.",
            "graft val runs/classify/photos photos-test/", "graft val model.onnx scenes/ --out val-scenes")
    {
        _split.AcceptOnlyFromAmong("train", "val", "test");
        foreach (var argument in new[] { _model, _data }) Add(argument);
        foreach (var option in new Option[] { _split, _onBadImage, _nearCopies, _batch, _seed, _out, _json }) Add(option);
        _tiling = new TilingFlags(this);
        _flags.Add([TaskKind.Classify, TaskKind.Detect, TaskKind.Instances, TaskKind.Identities], _batch);
        _flags.Add([TaskKind.Segment], _tiling.All);
    }

    internal override DeviceUse Device => DeviceUse.Any;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelPath.Resolve(parsed.GetRequiredValue(_model));
        _flags.Check(parsed, TaskKinds.Parse(ModelFile.Peek(model).Manifest.Task));
        EvaluationResult result;
        using (var display = new EventDisplay(terminal)) result = Evaluation.Run(Read(parsed), display, cancellation);
        foreach (var problem in result.Problems) terminal.Say(problem.ToString());
        if (parsed.GetValue(_json))
        {
            terminal.WriteJson<object>(EvaluationDocument.Of(result.Split, result.Known, result.Others));
        }
        else
        {
            RunView.Show(result.Split, result.Known?.Warning, terminal.Results);
            AbstentionView.Show(result.Report, terminal.Results);
            if (result.Others is { } others)
            {
                RunView.Show(others, null, terminal.Results);
                AbstentionView.Show(others.Report, terminal.Results);
            }
            if (result.ReportPath is { } report) terminal.Results.WriteLine($"report  {report}");
        }
        terminal.Next(Next(parsed, result));
        return Task.FromResult(ExitCode.Done);
    }

    // Who has no report yet wants to see the mistakes; who has seen them wants to use the model.
    private string[] Next(ParseResult parsed, EvaluationResult result)
    {
        var (model, data) = (parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_data));
        return result.ReportPath is null ? ["graft", "val", model, data, "--out", "val"] : ["graft", "predict", model, "new/*.jpg"];
    }

    private EvaluationRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_model),
        Data = parsed.GetRequiredValue(_data),
        Split = parsed.GetValue(_split),
        OnBadImage = parsed.GetValue(_onBadImage),
        NearDuplicateBits = NearCopies.Bits(parsed.GetValue(_nearCopies)),
        Batch = parsed.GetValue(_batch),
        Tiling = _tiling.All.Any(parsed.IsGiven) ? _tiling.Read(parsed) : null,
        Seed = parsed.GetValue(_seed),
        OutputFolder = parsed.GetValue(_out),
    };
}
