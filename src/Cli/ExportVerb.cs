using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft export RUN</c>: the model file of a run, written again through the parity gate.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "folder of a finished run" };
    private readonly Option<string?> _out = new("--out") { Description = "file to write; the run's own model.onnx unless given" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ExportVerb(Terminal terminal)
        : base(terminal, "export", "Write the best weights of a run as ONNX, after ONNX Runtime has given the trainer's answers.",
            "graft export runs/classify/photos", "graft export runs/classify/photos --out photos.onnx")
    {
        Add(_run);
        Add(_out);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (path, difference) = RunExport.Onnx(parsed.GetValue(_run)!, parsed.GetValue(_out));
        if (parsed.GetValue(_json)) terminal.WriteJson(new { Path = path, LargestDifference = difference });
        else terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: the engines agree to {difference:0.0e+00}"));
        return Task.FromResult(ExitCode.Done);
    }
}
