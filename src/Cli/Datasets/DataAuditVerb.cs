using System.CommandLine;
using System.Globalization;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data audit DATA</c>: what a network would learn and should not. Nothing is changed.</summary>
internal sealed class DataAuditVerb : Verb
{
    private const int Shown = 15;

    private readonly DatasetOptions _dataset;
    private readonly Option<string?> _task = DatasetOptions.Task("to audit it for");
    private readonly Option<string> _model = new("--model")
    {
        Description = "network whose features tell images apart",
        DefaultValueFactory = _ => Pretrained.DefaultModel,
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "the table to correct by, a new file: audit.csv, or with a number where that is taken; the page to look at lies beside it as .html",
        HelpName = "FILE.csv",
    };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataAuditVerb(Terminal terminal)
        : base(terminal, "audit", "Find labels that look wrong (classes, boxes, regions of masks), copies, outliers, classes that cannot be told apart, "
            + "and what gives a class away beside its motif.",
            "graft data audit samples/photos", "graft data audit samples/scenes --task detect",
            "graft data audit photos.csv --model efficientnet_lite2 --out photos-audit.csv")
    {
        _dataset = new DatasetOptions(this, DatasetOptions.AllLayouts);
        foreach (var option in new Option[] { _task, _model, _out, _seed, _json }) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var task = _dataset.TaskOf(parsed, _task, "Auditing", terminal);
        var (data, table) = (_dataset.Path(parsed), parsed.GetValue(_out) ?? OutputPlace.FreeName("audit.csv"));
        var page = Path.ChangeExtension(table, ".html");
        DatasetOptions.RequireTable(table, data);
        OutputPlace.RequireFile(page, "--out", OutputKind.Report, data);
        AuditResult result;
        using (var display = new EventDisplay(terminal))
        {
            var request = _dataset.Audit(parsed) with { Task = task, Model = parsed.GetRequiredValue(_model), Seed = parsed.GetValue(_seed) };
            result = DataAudit.Run(request, display, cancellation);
            // Another audit may have taken the name meanwhile.
            if (parsed.GetValue(_out) is null) table = OutputPlace.FreeName("audit.csv");
            page = Path.ChangeExtension(table, ".html");
            AuditTable.Write(table, result.Findings);
            AuditPage.Write(page, result, data, table);
        }
        if (parsed.GetValue(_json)) terminal.WriteJson(new DataAuditDto(result, Path.GetFullPath(table), Path.GetFullPath(page)));
        else Show(result, task, data, table, page, terminal);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(AuditResult result, TaskKind task, string data, string table, string page, Terminal terminal)
    {
        var rows = Terminal.Table("image", "label", "suggestion", "reason", "score");
        foreach (var finding in result.Findings.Take(Shown))
            rows.AddRow(new[]
            {
                finding.Sample.Name, finding.Label, finding.Suggestion ?? "", finding.Reason,
                finding.Score?.ToString("0.###", CultureInfo.InvariantCulture) ?? "",
            }.Select(cell => new Text(cell)));
        if (result.Findings.Count > 0) terminal.Results.Write(rows);
        if (result.Findings.Count > Shown) terminal.Results.WriteLine($"the first {Shown} of {result.Findings.Count}; the table has all");
        foreach (var sentence in AuditWords.Of(result)) terminal.Results.WriteLine(sentence);
        var count = result.Findings.Count(finding => finding.IsSure);
        var images = result.Findings.Select(finding => finding.Sample).Distinct().Count();
        terminal.Results.WriteLine(images + result.Pairs.Count + result.Shortcuts.Count == 0
            ? $"Nothing was noticed among {result.Dataset.Samples.Count} images."
            : $"{Words.Count(count, $"{result.Units.One} looks", $"{result.Units.Many} look")} wrong, "
                + $"{Words.Count(images, "image")} to look at of {result.Dataset.Samples.Count}");
        terminal.Say($"page    {page}");
        terminal.Say($"table   {table}");
        if (result.Findings.Count > 0)
            terminal.Next(["graft", "data", "apply", table, data, .. task == TaskKind.Classify ? Array.Empty<string>() : ["--task", task.Name()]]);
    }
}

/// <summary><c>graft data audit</c>.</summary>
internal sealed record DataAuditDto(
    int Images, string Model, double Agreement, IReadOnlyList<DataAuditFindingDto> Findings, IReadOnlyList<ClassPair> ConfusedClasses,
    IReadOnlyList<Shortcut> Shortcuts, IReadOnlyList<string> LeftOut, string Table, string Page)
{
    public DataAuditDto(AuditResult result, string table, string page)
        : this(result.Dataset.Samples.Count, result.Model, Math.Round(result.Agreement, 4), [.. result.Findings.Select(one => new DataAuditFindingDto(one))],
            result.Pairs, result.Shortcuts, result.LeftOut, table, page)
    {
    }
}

/// <summary>An image to look at.</summary>
internal sealed record DataAuditFindingDto(string File, string Label, AuditKind Kind, string? Suggestion, string Reason, double? Score)
{
    public DataAuditFindingDto(AuditFinding one) : this(one.Sample.Name, one.Label, one.Kind, one.Suggestion, one.Reason, one.Score)
    {
    }
}
