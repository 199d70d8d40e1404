using System.CommandLine;
using Graft.Serving;

namespace Graft.Cli;

/// <summary><c>graft serve keys revoke NAME</c>.</summary>
internal sealed class KeysRevokeVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "the key" };
    private readonly Option<string> _file = KeysFile.Option();

    public KeysRevokeVerb(Terminal terminal)
        : base(terminal, "revoke", "Take a key away; a running service notices within about a second.", "graft serve keys revoke camera-3")
    {
        Add(_name);
        Add(_file);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        KeyFile.Revoke(parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_name));
        return Task.FromResult(ExitCode.Done);
    }
}
