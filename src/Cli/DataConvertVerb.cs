using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data convert DATA</c>: boxes and polygons from one format to another, saying what is lost.</summary>
internal sealed class DataConvertVerb : Verb
{
    private readonly DatasetOptions _dataset;
    private readonly Option<string> _to = new("--to") { Description = "the format to write", Required = true, HelpName = "coco|yolo|voc" };
    private readonly Option<string> _out = new("--out") { Description = "a new or empty folder to write into", Required = true };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataConvertVerb(Terminal terminal)
        : base(terminal, "convert", "Write a data set of objects as COCO, YOLO or VOC with its images, and list what the format cannot hold.",
            "graft data convert samples/scenes --to yolo --out scenes-yolo")
    {
        _dataset = new DatasetOptions(this, DatasetOptions.ObjectLayouts);
        _to.AcceptOnlyFromAmong("coco", "yolo", "voc");
        Add(_to);
        Add(_out);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var examination = _dataset.ExamineObjects(parsed, terminal, cancellation);
        examination.ThrowIfErrors();
        var (dataset, folder) = (examination.Usable(clip: false), parsed.GetRequiredValue(_out));
        var losses = DatasetConversion.Write(dataset, Enum.Parse<DatasetFormat>(parsed.GetRequiredValue(_to), ignoreCase: true), folder);
        foreach (var problem in examination.Problems.Concat(losses)) terminal.Say(problem.ToString());
        var objects = dataset.Samples.Sum(sample => sample.Objects.Count);
        if (parsed.GetValue(_json))
            terminal.WriteJson(new { Folder = Path.GetFullPath(folder), Images = dataset.Samples.Count, Objects = objects, Losses = losses });
        else
            terminal.Results.WriteLine($"{folder}: {dataset.Samples.Count} images with {objects} objects; {(losses.Count == 0 ? "nothing was lost" : $"{losses.Count} kinds of things were lost, as listed")}");
        return Task.FromResult(ExitCode.Done);
    }
}
