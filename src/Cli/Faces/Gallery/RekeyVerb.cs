using System.CommandLine;

namespace Graft.Cli;

/// <summary><c>graft faces rekey GALLERY</c>: new keys for everybody.</summary>
internal sealed class RekeyVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly Option<bool> _json = CommonOptions.Json();

    public RekeyVerb(Terminal terminal)
        : base(terminal, "rekey",
            "Give a gallery new keys and destroy the old ones, so that older copies of the key file do not open it as it is from then on.",
            "graft faces rekey staff.faces")
    {
        _gallery = new GalleryOptions(this, searches: false);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    internal override TimeSpan? Patience => null;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var gallery = _gallery.Open(parsed);
        gallery.Rekey();
        var persons = gallery.Persons().Count;
        if (parsed.GetValue(_json)) terminal.WriteJson(new RekeyDto(gallery.Path, persons));
        else terminal.Results.WriteLine($"{gallery.Path}: new keys for {Words.Count(persons, "person")}");
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>graft faces rekey</c>.</summary>
internal sealed record RekeyDto(string Gallery, int Persons);
