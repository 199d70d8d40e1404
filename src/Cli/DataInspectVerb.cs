using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data inspect DATA</c>: everything a run would stumble over, before the run.</summary>
internal sealed class DataInspectVerb : Verb
{
    private readonly DatasetOptions _dataset;
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataInspectVerb(Terminal terminal)
        : base(terminal, "inspect", "Count, decode and compare every picture, and list all that is wrong with its cure.",
            "graft data inspect samples/photos", "graft data inspect photos.csv --json")
    {
        _dataset = new DatasetOptions(this);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var examination = _dataset.Examine(parsed, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(InspectionFacts.Of(examination));
        else Show(InspectionFacts.Of(examination), terminal.Results);
        return Task.FromResult(examination.HasErrors ? ExitCode.BadInput : ExitCode.Done);
    }

    private static void Show(InspectionFacts facts, IAnsiConsole console)
    {
        console.WriteLine($"{facts.Root}: {facts.Pictures} usable pictures in {facts.Classes.Count} classes, " +
            $"{facts.Unusable.Count} unusable, {facts.OtherFiles.Count} other files, {facts.DuplicateGroups.Count} groups of identical " +
            $"and {facts.NearDuplicateGroups.Count} of nearly identical pictures");
        if (facts.SmallestSide > 0) console.WriteLine($"sides from {facts.SmallestSide} to {facts.LargestSide} pixels");
        var table = Terminal.Table("class", "pictures");
        foreach (var (name, count) in facts.Classes) table.AddRow(new Text(name), new Text($"{count}"));
        console.Write(table);
        foreach (var problem in facts.Problems.OrderBy(problem => problem.IsWarning)) console.WriteLine(problem.ToString());
        if (facts.Problems.Count == 0) console.WriteLine("Nothing is wrong with it.");
    }
}
