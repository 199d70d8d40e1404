using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data inspect DATA</c>: everything a run would stumble over, before the run.</summary>
internal sealed class DataInspectVerb : Verb
{
    private readonly DatasetOptions _dataset;
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _task = new("--task") { Description = "task to inspect it for; inferred from the layout unless given", HelpName = "classify|detect|instances|segment" };

    public DataInspectVerb(Terminal terminal)
        : base(terminal, "inspect", "Count, decode and compare all images, and list every problem with its cure.",
            "graft data inspect samples/photos", "graft data inspect samples/scenes --task segment", "graft data inspect photos.csv --json")
    {
        _dataset = new DatasetOptions(this, $"{DatasetOptions.Layouts}; {DatasetOptions.ObjectLayouts}; images/ and masks/");
        _task.AcceptOnlyFromAmong("classify", "detect", "instances", "segment");
        Add(_task);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var hasErrors = TaskOf(parsed, terminal) switch
        {
            "detect" => Show(ObjectInspectionDto.Of(_dataset.ExamineObjects(parsed, terminal, cancellation)), parsed, terminal),
            "instances" => Show(ObjectInspectionDto.Of(_dataset.ExamineInstances(parsed, terminal, cancellation)), parsed, terminal),
            "segment" => Show(MaskInspectionDto.Of(_dataset.ExamineMasks(parsed, terminal, cancellation)), parsed, terminal),
            _ => Show(InspectionDto.Of(_dataset.Examine(parsed, terminal, cancellation)), parsed, terminal),
        };
        return Task.FromResult(hasErrors ? ExitCode.BadInput : ExitCode.Done);
    }

    // A path that does not exist is for the reader of images to refuse, which knows what lies nearby.
    private string TaskOf(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(_task) is { } asked) return asked;
        if (!Path.Exists(_dataset.Path(parsed)) || Path.GetExtension(_dataset.Path(parsed)) is ".csv" or ".tsv") return "classify";
        var layout = DatasetLayout.Infer(_dataset.Path(parsed));
        if (layout.Task != "classify")
            terminal.Say($"{layout.Reason} Inspecting it for {layout.Task}{(layout.Tasks.Count > 1 ? $"; --task {string.Join(" or ", layout.Tasks.Skip(1))} is possible too" : "")}.");
        return layout.Task;
    }

    private static bool Show(IInspection facts, ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue<bool>("--json")) terminal.WriteJson((object)facts);
        else
        {
            facts.Show(terminal.Results);
            foreach (var problem in facts.Problems.OrderBy(problem => problem.IsWarning)) terminal.Results.WriteLine(problem.ToString());
            if (facts.Problems.Count == 0) terminal.Results.WriteLine("Nothing is wrong with it.");
        }
        return facts.Problems.Any(problem => !problem.IsWarning);
    }
}
