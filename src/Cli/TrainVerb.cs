using System.CommandLine;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft train DATA</c>: from a folder of photos to a tested model file and its report.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly TrainOptions _options;
    private readonly Option<string?> _task = new("--task") { Description = "task to train for; inferred from the layout of the data unless given", HelpName = string.Join('|', TaskChoice.Known) };
    private readonly Option<string> _device = new("--device") { Description = "device to run on", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public TrainVerb(Terminal terminal)
        : base(terminal, "train", "Fine-tune a pretrained network on images; writes a model file, metrics and a report.",
            "graft train photos/", "graft train scenes/ --task detect --model efficientnet_lite0", "graft train scenes/ --task segment", "graft train scenes/ --task instances", "graft train photos/ --model resnet50 --weights resnet50.pth --strategy gradual --epochs 10")
    {
        _options = new TrainOptions(this);
        _task.AcceptOnlyFromAmong([.. TaskChoice.Known]);
        _device.AcceptOnlyFromAmong("cpu");
        foreach (var option in new Option[] { _task, _device, _json }) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var data = _options.Data(parsed);
        switch (TaskChoice.Of(parsed.GetValue(_task), data, _options.Model(parsed), terminal))
        {
            case "detect": return Task.FromResult(Detect(_options.ReadOther(parsed, new DetectRequest { Data = data }), parsed.GetValue(_json), terminal, cancellation));
            case "instances": return Task.FromResult(Detect(_options.ReadOther(parsed, new InstanceRequest { Data = data }), parsed.GetValue(_json), terminal, cancellation));
            case "segment": return Task.FromResult(Segment(_options.ReadOther(parsed, new SegmentRequest { Data = data }), parsed.GetValue(_json), terminal, cancellation));
        }
        var request = _options.Read(parsed);
        TrainResult<ClassificationReport> result;
        using (var display = new EventDisplay(terminal)) result = Classifier.Train(request, display, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(TrainDto.Of(result));
        else RunView.Show(result.Validation, result.Test, (result.FitTime, result.Folder), ReportView.Show, terminal.Results);
        return Task.FromResult(ExitCode.Done);
    }

    private static int Detect(DetectRequest request, bool json, Terminal terminal, CancellationToken cancellation)
    {
        TrainResult<DetectionReport> result;
        using (var display = new EventDisplay(terminal)) result = Detector.Train(request, display, cancellation);
        if (json) terminal.WriteJson(DetectorDto.Of(result));
        else RunView.Show(result.Validation, result.Test, (result.FitTime, result.Folder), DetectorView.Show, terminal.Results);
        return ExitCode.Done;
    }

    private static int Segment(SegmentRequest request, bool json, Terminal terminal, CancellationToken cancellation)
    {
        TrainResult<SegmentationReport> result;
        using (var display = new EventDisplay(terminal)) result = Segmenter.Train(request, display, cancellation);
        if (json) terminal.WriteJson(SegmentDto.Of(result));
        else RunView.Show(result.Validation, result.Test, (result.FitTime, result.Folder), SegmentView.Show, terminal.Results);
        return ExitCode.Done;
    }
}
