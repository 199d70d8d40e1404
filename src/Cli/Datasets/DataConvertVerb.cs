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
        var (folder, format) = (parsed.GetRequiredValue(_out), Enum.Parse<DatasetFormat>(parsed.GetRequiredValue(_to), ignoreCase: true));
        OutputPlace.RequireFolder(folder, "--out", isNew: true);
        var examination = _dataset.ExamineObjects(parsed, terminal, cancellation);
        examination.ThrowIfErrors();
        var dataset = examination.Usable(clip: false);
        var conversion = WholeFolder.Write(folder, "--out", written =>
            WholeFolder.Named(DatasetConversion.Write(dataset, format, written, cancellation, folder), written, folder));
        terminal.Say([.. examination.Problems, .. conversion.Losses, .. conversion.Notes]);
        var (written, losses) = (conversion.Written, conversion.Losses);
        var objects = written.Samples.Sum(sample => sample.Objects.Count);
        if (parsed.GetValue(_json))
            terminal.WriteJson(new ConvertFacts(Path.GetFullPath(folder), written.Samples.Count, objects, losses));
        else
        {
            var lost = losses.Count == 0 ? "nothing of them was lost"
                : $"{Words.Count(losses.Count, "kind of thing was", "kinds of things were")} lost, as listed";
            terminal.Results.WriteLine($"{folder}: {Words.Count(written.Samples.Count, "image")} with {Words.Count(objects, "object")}; {lost}");
            terminal.Next("graft", "data", "inspect", folder);
        }
        return Task.FromResult(ExitCode.Done);
    }
}
