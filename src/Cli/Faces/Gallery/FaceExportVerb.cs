using System.CommandLine;

namespace Graft.Cli;

/// <summary><c>graft faces export GALLERY NAME</c>: everything that is held of a person, to hand over.</summary>
internal sealed class FaceExportVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly Argument<string> _name = new("NAME") { Description = "the person" };
    private readonly Option<string?> _out = new("--out") { Description = "file to write, which only you can read; standard output unless given" };

    public FaceExportVerb(Terminal terminal)
        : base(terminal, "export", "Write everything that is held of a person as JSON: photographs, descriptors, purpose, expiry and what was done.",
            "graft faces export staff.faces \"Ada Lovelace\" --out ada.json")
    {
        _gallery = new GalleryOptions(this, searches: false);
        Add(_name);
        Add(_out);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_out) is { } target) OutputPlace.RequireFile(target, "--out", OutputKind.Person, _gallery.Path(parsed));
        using var gallery = _gallery.Open(parsed);
        var name = parsed.GetRequiredValue(_name);
        var document = gallery.Export(name) ?? throw new GraftException($"There is nobody of the name '{name}'.", "", "`graft faces list` names everybody.");
        if (parsed.GetValue(_out) is { } file)
        {
            AtomicFile.WriteText(file, document, isPrivate: true);
            terminal.Say($"{file}: everything that is held of {name}");
        }
        else terminal.Output.WriteLine(document);
        return Task.FromResult(ExitCode.Done);
    }
}
