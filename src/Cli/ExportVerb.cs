using System.CommandLine;
using System.Globalization;
using Graft.Artifacts;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft export RUN</c>: the model file of a run, written again through the parity gate.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _run = new("RUN")
    {
        Description = "folder of a finished run; or a network of `graft models`, which is written with its published weights and classes",
    };
    private readonly Option<string?> _out = new("--out") { Description = "file to write; the run's own model.onnx or NAME.onnx unless given" };
    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "for a network: a file of its published weights, in place of the one that was pulled",
    };
    private readonly Option<int> _imageSize = new("--imgsz")
    {
        Description = "for a network: input size in pixels; 0 for the published one",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<string> _precision = new("--precision")
    {
        Description = "fp16 rounds the weights to 16 bits and halves the file, computation stays in 32 bits; int8 computes in 8 bits, is calibrated and "
            + "measured on the run's images, and is about two to three and a half times as fast, without decoding, on processors with instructions for it",
        DefaultValueFactory = _ => Manifest.Single,
        HelpName = "fp32|fp16|int8",
    };
    private readonly Int8Flags _int8;

    private readonly Option<string> _format = new("--format") { Description = "file format", DefaultValueFactory = _ => "onnx", HelpName = "onnx" };
    private readonly Option<int> _opset = new("--opset") { Description = "version of the ONNX operator set", DefaultValueFactory = _ => OnnxModel.Opset };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ExportVerb(Terminal terminal)
        : base(terminal, "export", "Write the best weights of a run, or a published network as it is, as ONNX, after checking that ONNX Runtime reproduces the "
            + "trainer's outputs.",
            "graft export runs/classify/photos",
            "graft export runs/classify/photos --precision fp16 --out photos.onnx",
            "graft export runs/classify/photos --precision int8",
            "graft export fasterrcnn_resnet50_fpn --weights fasterrcnn.pth")
    {
        Add(_run);
        Add(_out);
        Add(_weights);
        Add(_imageSize);
        _precision.AcceptOnlyFromAmong(Manifest.Single, Manifest.Half, Manifest.Int8);
        _format.AcceptOnlyFromAmong("onnx");
        _opset.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() != OnnxModel.Opset)
                result.AddError($"--opset can only be {OnnxModel.Opset}, which ONNX Runtime reads from version 1.12 on.");
        });
        foreach (var option in new Option[] { _precision, _format, _opset, _json }) Add(option);
        _int8 = new Int8Flags(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        OutputPlace.RequireFile(TargetOf(parsed), "--out", OutputKind.Model, parsed.GetValue(_weights));
        RequireOwnRun(parsed);
        if (parsed.GetValue(_precision) == Manifest.Int8) return Task.FromResult(WriteInt8(parsed.GetRequiredValue(_run), parsed, terminal, cancellation));
        _int8.RequireNone(parsed);
        var (path, difference) = Write(parsed.GetRequiredValue(_run), parsed);
        if (parsed.GetValue(_json)) terminal.WriteJson(new ExportFacts(path, difference));
        else
        {
            terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: the engines agree to {difference:0.0e+00}"));
            terminal.Next("graft", "predict", path, "new/*.jpg");
        }
        return Task.FromResult(ExitCode.Done);
    }

    // A run's report, metrics and lineage are of its own model file.
    private void RequireOwnRun(ParseResult parsed)
    {
        var folder = Path.GetDirectoryName(OutputFile.Place(TargetOf(parsed)))!;
        if (!File.Exists(Path.Combine(folder, RunFolder.Arguments)) || OutputPlace.IsSame(folder, parsed.GetRequiredValue(_run))) return;
        throw new GraftException($"'{folder}' is the folder of another run.", "What lies there was measured on that run's model file.",
            "Choose a file elsewhere with --out.");
    }

    private int WriteInt8(string what, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var options = _int8.Read(parsed);
        Int8Result result;
        using (var display = new EventDisplay(terminal))
        {
            if (IsNetwork(what, parsed))
            {
                if (options.Data is null)
                    throw new GraftException($"'{what}' is a published network, which has no images of its own to calibrate on.", "8 bits need some.",
                        "Give a folder of images like those that it will see with --data.");
                result = PublishedExport.Int8(
                    what, parsed.GetValue(_weights), parsed.GetValue(_out), parsed.GetValue(_imageSize), options, display, cancellation);
            }
            else result = RunExport.Int8(what, parsed.GetValue(_out), options, display, cancellation);
        }
        if (parsed.GetValue(_json)) terminal.WriteJson(new Int8ExportFacts(result));
        else
        {
            foreach (var line in result.Lines()) terminal.Results.WriteLine(line);
            terminal.Next("graft", "predict", result.Path, "new/*.jpg");
        }
        return ExitCode.Done;
    }

    private (string Path, double LargestDifference) Write(string what, ParseResult parsed)
    {
        var precision = parsed.GetRequiredValue(_precision);
        if (IsNetwork(what, parsed))
            return PublishedExport.Onnx(what, parsed.GetValue(_weights), parsed.GetValue(_out), parsed.GetValue(_imageSize), precision);
        return RunExport.Onnx(what, parsed.GetValue(_out), precision);
    }

    private string TargetOf(ParseResult parsed)
    {
        var (what, precision) = (parsed.GetRequiredValue(_run), parsed.GetRequiredValue(_precision));
        return parsed.GetValue(_out)
            ?? (IsNetwork(what, parsed) ? PublishedExport.TargetOf(what, precision) : RunExport.TargetOf(RunFolder.Open(what), precision));
    }

    private bool IsNetwork(string what, ParseResult parsed)
    {
        if (!Directory.Exists(what) && PublishedExport.Knows(what)) return true;
        if (parsed.GetValue(_weights) is not null || parsed.GetValue(_imageSize) != 0)
            throw new GraftException($"'{what}' is not a network of the catalogue.", "--weights and --imgsz are for networks; a run has both already.",
                "`graft models` lists the networks.");
        return false;
    }
}
