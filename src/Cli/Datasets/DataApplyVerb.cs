using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary><c>graft data apply CSV DATA</c>: the corrections of an audit as a manifest of the corrected data set.</summary>
internal sealed class DataApplyVerb : Verb
{
    private readonly Argument<string> _table = new("CSV") { Description = "what `graft data audit` wrote, with the suggestions that you agree with" };
    private readonly DatasetOptions _dataset;
    private readonly Option<string?> _task = DatasetOptions.Task("that it was audited for");
    private readonly Option<string?> _out = new("--out")
    {
        Description = "the copy to write: of images by class a new .csv with the images where they are, otherwise a new or empty folder; corrected.csv or "
            + "corrected, or with a number where that is taken",
        HelpName = "PLACE",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataApplyVerb(Terminal terminal)
        : base(terminal, "apply", $"Take the suggestions of an audit: another class, another box, or '{AuditTable.Remove}'. Writes a corrected copy; "
            + "the data stay as they are.", "graft data apply audit.csv samples/photos --out corrected.csv",
            "graft data apply audit.csv samples/scenes --task detect --out scenes-corrected")
    {
        Add(_table);
        _dataset = new DatasetOptions(this, DatasetOptions.AllLayouts);
        foreach (var option in new Option[] { _task, _out, _json }) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (table, data) = (parsed.GetRequiredValue(_table), _dataset.Path(parsed));
        var task = _dataset.TaskOf(parsed, _task, "Correcting", terminal);
        var name = task == TaskKind.Classify ? "corrected.csv" : "corrected";
        var place = parsed.GetValue(_out) ?? OutputPlace.FreeName(name);
        if (task == TaskKind.Classify) DatasetOptions.RequireTable(place, table, data);
        else OutputPlace.RequireFolder(place, "--out", isNew: true);
        var correction = DataAudit.Correct(task, table, data, _dataset.Reading(parsed, cancellation));
        if (parsed.GetValue(_out) is null) place = OutputPlace.FreeName(name); // somebody may have taken the name meanwhile
        if (correction.IsTable) terminal.Say(correction.Write(place, place, cancellation));
        else terminal.Say(WholeFolder.Write(place, "--out", written => WholeFolder.Named(correction.Write(written, place, cancellation), written, place)));
        foreach (var warning in correction.Warnings) terminal.Say($"warning: {warning}");
        if (correction.Format is { } format) terminal.Say(format);
        if (parsed.GetValue(_json)) terminal.WriteJson(new ApplyFacts(Path.GetFullPath(place), correction.Images, correction.Counts));
        else
        {
            terminal.Results.WriteLine($"{place}: {Words.Count(correction.Images, "image")}, {correction.Counts.Describe(correction.IsTable)}");
            terminal.Next(["graft", "train", place, .. task == TaskKind.Classify ? Array.Empty<string>() : ["--task", task.Name()]]);
        }
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>graft data apply</c>.</summary>
/// <param name="File">The manifest or the folder.</param>
/// <param name="Images">Images in it.</param>
/// <param name="Relabelled">Images, objects or regions with another label than before.</param>
/// <param name="Removed">Images that were left out.</param>
internal sealed record ApplyFacts(string File, int Images, int Relabelled, int Removed)
{
    public ApplyFacts(string file, int images, CorrectionCounts counts) : this(file, images, counts.Relabelled, counts.ImagesLeftOut) =>
        (ObjectsMoved, ObjectsAdded, ObjectsRemoved) = (counts.Moved, counts.Added, counts.Removed);

    /// <summary>Objects with another box.</summary>
    public int ObjectsMoved { get; init; }

    /// <summary>Objects that were added.</summary>
    public int ObjectsAdded { get; init; }

    /// <summary>Objects that were removed.</summary>
    public int ObjectsRemoved { get; init; }
}
