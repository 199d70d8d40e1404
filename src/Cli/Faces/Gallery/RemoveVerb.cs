using System.CommandLine;

namespace Graft.Cli;

/// <summary><c>graft faces remove GALLERY NAME...</c>: removes people for good.</summary>
internal sealed class RemoveVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly Argument<string[]> _names = new("NAME") { Description = "persons", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _expired = new("--expired") { Description = "everybody whose time is over" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public RemoveVerb(Terminal terminal)
        : base(terminal, "remove", "Remove people for good: their keys are destroyed, so that older copies of the gallery cannot be read either.",
            "graft faces remove staff.faces \"Ada Lovelace\"", "graft faces remove staff.faces --expired")
    {
        _gallery = new GalleryOptions(this, searches: false);
        Add(_names);
        Add(_expired);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var names = parsed.GetValue(_names) ?? [];
        if (names.Length == 0 && !parsed.GetValue(_expired)) throw new GraftException("Nobody was named.", "", "Name a person, or take --expired.");
        using var gallery = _gallery.Open(parsed);
        var (removed, expired) = gallery.Remove(names, parsed.GetValue(_expired));
        if (parsed.GetValue(_json)) terminal.WriteJson(new RemoveDto(gallery.Path, removed, [.. names.Except(removed)], expired));
        else terminal.Results.WriteLine($"{gallery.Path}: {Words.Count(removed.Count + expired, "person")} removed"
            + (removed.Count + expired > 0 ? "; nothing that the keys sealed can be read any more" : ""));
        if (gallery.Left is { } left) terminal.Warn(left);
        foreach (var name in names.Except(removed)) terminal.Fail($"There is nobody of the name '{name}'. `graft faces list` names everybody.");
        return Task.FromResult(removed.Count == names.Distinct().Count() ? ExitCode.Done : ExitCode.BadInput);
    }
}

/// <summary><c>graft faces remove</c>.</summary>
/// <param name="Gallery">The file.</param>
/// <param name="Removed">Persons who were removed.</param>
/// <param name="Missing">Names that nobody has.</param>
/// <param name="Expired">How many were removed because their time is over.</param>
internal sealed record RemoveDto(string Gallery, IReadOnlyList<string> Removed, IReadOnlyList<string> Missing, int Expired);
