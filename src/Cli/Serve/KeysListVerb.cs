using System.CommandLine;
using System.Globalization;
using Graft.Serving;

namespace Graft.Cli;

/// <summary><c>graft serve keys list</c>.</summary>
internal sealed class KeysListVerb : Verb
{
    private readonly Option<string> _file = KeysFile.Option();

    public KeysListVerb(Terminal terminal)
        : base(terminal, "list", "Show the keys of a file, without the keys themselves.", "graft serve keys list") => Add(_file);

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var table = Terminal.Table("key", "scopes", "requests a second", "until");
        foreach (var key in KeyFile.Read(parsed.GetRequiredValue(_file)).Keys)
            table.AddRow(new Spectre.Console.Text(key.Name), new Spectre.Console.Text(string.Join(' ', key.Scopes)),
                new Spectre.Console.Text(key.Rate?.ToString("0.##", CultureInfo.InvariantCulture) ?? ""),
                new Spectre.Console.Text(key.Expires?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""));
        terminal.Results.Write(table);
        return Task.FromResult(ExitCode.Done);
    }
}
