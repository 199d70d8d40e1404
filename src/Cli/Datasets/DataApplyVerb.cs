using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary><c>graft data apply CSV DATA</c>: the corrections of an audit as a manifest of the corrected data set.</summary>
internal sealed class DataApplyVerb : Verb
{
    private readonly Argument<string> _table = new("CSV") { Description = "what `graft data audit` wrote, with the suggestions that you agree with" };
    private readonly DatasetOptions _dataset;
    private readonly Option<string?> _out = new("--out")
    {
        Description = "the manifest to write, a new file: the images where they are, with their corrected labels; corrected.csv, or with a number "
            + "where that is taken",
        HelpName = "FILE.csv",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataApplyVerb(Terminal terminal)
        : base(terminal, "apply", $"Take the suggestions of an audit: another class, or '{AuditTable.Remove}' to leave an image out. Writes a manifest; "
            + "the images and their folders stay as they are.", "graft data apply audit.csv samples/photos --out corrected.csv")
    {
        Add(_table);
        _dataset = new DatasetOptions(this);
        Add(_out);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (table, data, file) = (parsed.GetRequiredValue(_table), _dataset.Path(parsed), parsed.GetValue(_out) ?? OutputPlace.FreeName("corrected.csv"));
        DatasetOptions.RequireTable(file, table, data);
        var dataset = _dataset.Read(parsed, cancellation);
        var (corrected, relabelled, removed) = AuditTable.Apply(table, dataset);
        if (parsed.GetValue(_out) is null) file = OutputPlace.FreeName("corrected.csv"); // somebody may have taken the name meanwhile
        SplitManifest.Write(file, corrected);
        string[] gone = [.. dataset.CountPerClass().Zip(corrected.CountPerClass()).Index().Where(pair => pair.Item is { First: > 0, Second: 0 })
            .Select(pair => dataset.Classes[pair.Index])];
        if (gone.Length > 0) terminal.Say($"warning: no image is left of {Words.List(gone)}.");
        if (parsed.GetValue(_json)) terminal.WriteJson(new ApplyFacts(Path.GetFullPath(file), corrected.Samples.Count, relabelled, removed));
        else
        {
            terminal.Results.WriteLine($"{file}: {Words.Count(corrected.Samples.Count, "image")}, {relabelled} with another label; {removed} left out");
            terminal.Next("graft", "train", file);
        }
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>graft data apply</c>.</summary>
/// <param name="File">The manifest.</param>
/// <param name="Images">Images in it.</param>
/// <param name="Relabelled">Of these, with another label than before.</param>
/// <param name="Removed">Images that were left out.</param>
internal sealed record ApplyFacts(string File, int Images, int Relabelled, int Removed);
