using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data inspect DATA</c>: everything a run would stumble over, before the run.</summary>
internal sealed class DataInspectVerb : Verb
{
    private readonly DatasetOptions _dataset;
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _task = DatasetOptions.Task("to inspect it for");

    public DataInspectVerb(Terminal terminal)
        : base(terminal, "inspect", "Count, decode and compare all images, and list every problem with its cure.",
            "graft data inspect samples/photos", "graft data inspect samples/scenes --task segment", "graft data inspect photos.csv --json")
    {
        _dataset = new DatasetOptions(this, $"{DatasetOptions.Layouts}; {DatasetOptions.ObjectLayouts}; images/ and masks/");
        Add(_task);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var task = _dataset.TaskOf(parsed, _task, "Inspecting", terminal);
        var facts = task switch
        {
            TaskKind.Detect => ObjectInspectionDto.Of(_dataset.ExamineObjects(parsed, terminal, cancellation)),
            TaskKind.Instances => ObjectInspectionDto.Of(_dataset.ExamineInstances(parsed, terminal, cancellation)),
            TaskKind.Segment => MaskInspectionDto.Of(_dataset.ExamineMasks(parsed, terminal, cancellation)),
            TaskKind.Identities => InspectionDto.Of(_dataset.ExamineIdentities(parsed, terminal, cancellation)),
            _ => (IInspection)InspectionDto.Of(_dataset.Examine(parsed, terminal, cancellation)),
        };
        var hasErrors = Show(facts, parsed, terminal);
        string[] flags = task == TaskKind.Classify ? [] : ["--task", task.Name()];
        if (!hasErrors && !parsed.GetValue(_json))
            terminal.Next(["graft", "train", _dataset.Path(parsed), .. flags, .. _dataset.Given(parsed, facts.Problems)]);
        return Task.FromResult(hasErrors ? ExitCode.BadInput : ExitCode.Done);
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
