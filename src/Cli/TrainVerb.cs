using System.CommandLine;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft train DATA</c>: from a folder of images to a tested model file and its report.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly TrainOptions _options;
    private readonly Option<string?> _task = new("--task")
    {
        Description = "task to train for; inferred from the layout of the data unless given",
        HelpName = string.Join('|', TaskKinds.Names),
    };
    private readonly Option<string> _device = new("--device") { Description = "device to run on", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public TrainVerb(Terminal terminal)
        : base(terminal, "train", "Fine-tune a pretrained network on images; writes a model file, metrics and a report.",
            "graft train photos/", "graft train photos/ --model auto --time 20m",
            "graft train scenes/ --task detect --model efficientnet_lite0", "graft train scenes/ --task segment",
            "graft train scenes/ --task instances", "graft train people/ --task identities --strategy adapt",
            "graft train photos/ --model resnet50 --weights resnet50.pth --strategy gradual --epochs 10",
            "graft train --resume runs/classify/photos")
    {
        _options = new TrainOptions(this);
        _task.AcceptOnlyFromAmong([.. TaskKinds.Names]);
        _device.AcceptOnlyFromAmong("cpu");
        foreach (var option in new Option[] { _task, _device, _json }) Add(option);
    }

    // It leaves a checkpoint.
    internal override TimeSpan? Patience => null;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (task, result) = _options.Resume(parsed) is { } run ? Resume(run, parsed, terminal, cancellation) : Start(parsed, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(TrainDto.Of(task, result));
        else RunView.Show(result, terminal);
        var lacksInt8 = result.Int8 is null && Int8Training.IsAsked(RunArguments.Read(result.Folder));
        return Task.FromResult(lacksInt8 || result.Comparison?.Verdict == ComparisonVerdict.Worse ? ExitCode.Failed : ExitCode.Done);
    }

    private (TaskKind Task, ITrainResult Result) Start(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var data = _options.Data(parsed);
        var task = TaskChoice.Of(parsed.GetValue(_task), data, _options.Model(parsed), terminal);
        var row = TaskTable.Of(task);
        var request = _options.Read(parsed, row.Request(data)) with { KeepsStrategy = _options.IsGiven(parsed, nameof(TrainRequest.Strategy)) };
        using var display = new EventDisplay(terminal);
        return (task, row.Train(request, display, cancellation));
    }

    private (TaskKind Task, ITrainResult Result) Resume(string run, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var task = RunArguments.Read(RunFolder.Open(run)).Task;
        if (parsed.GetValue(_task) is { } asked && asked != task.Name())
            throw new GraftException($"'{run}' is a run of the task '{task.Name()}'.",
                $"--task asks for '{asked}'.", "Leave --task out: --resume needs nothing else.");
        using var display = new EventDisplay(terminal);
        return (task, TaskTable.Of(task).Resume(run, request => _options.Change(parsed, request), display, cancellation));
    }
}
