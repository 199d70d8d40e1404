using System.CommandLine;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft doctor</c>: what is installed, and what would fail.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<bool> _json = CommonOptions.Json();

    public DoctorVerb(Terminal terminal)
        : base(terminal, "doctor", "Show what is installed and what would fail, each with its cure.", "graft doctor", "graft doctor --json") => Add(_json);

    internal override bool DecodesImages => false;

    internal override DeviceUse Device => DeviceUse.Any;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var checks = new List<Check>();
        foreach (var check in Checkup.All)
        {
            cancellation.ThrowIfCancellationRequested();
            checks.Add(check());
        }
        if (parsed.GetValue(_json)) terminal.WriteJson(new DoctorFacts(checks));
        else Show(checks, terminal.Results);
        if (checks.Any(check => check.State == CheckState.Fails)) return Task.FromResult(ExitCode.Failed);
        if (!parsed.GetValue(_json)) terminal.Next("graft", "demo");
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(List<Check> checks, IAnsiConsole console)
    {
        var table = Terminal.Table("state", "what", "found");
        foreach (var check in checks)
        {
            var (word, colour) = check.State switch
            {
                CheckState.Works => ("ok", Color.Green),
                CheckState.Note => ("note", Color.Yellow),
                _ => ("fails", Color.Red),
            };
            table.AddRow(new Text(word, new Style(colour)), new Text(check.Name),
                new Text(check.Cure.Length > 0 ? $"{check.Found}\n{check.Cure}" : check.Found));
        }
        console.Write(table);
    }
}
