using System.CommandLine;
using Graft.Faces;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces find GALLERY NAME SOURCE...</c>: the photographs on which a person is.</summary>
internal sealed class FindVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string> _name = new("NAME") { Description = "the person" };
    private readonly Argument<string[]> _sources = FaceSources.Argument();
    private readonly Option<bool> _json = CommonOptions.Json();

    public FindVerb(Terminal terminal)
        : base(terminal, "find", "Find the photographs on which a person of a gallery is.", "graft faces find staff.faces \"Ada Lovelace\" photos/")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_name);
        Add(_sources);
        Add(_json);
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        using var analyzer = _faces.Open(parsed, terminal);
        using var gallery = _gallery.Open(parsed, analyzer.Contract);
        var name = PersonName.Clean(parsed.GetRequiredValue(_name));
        if (gallery.Persons().All(person => person.Name != name)) throw new GraftException($"There is nobody of the name '{name}'.", "",
            "`graft faces list` names everybody.");
        List<FoundDto> found = [];
        var images = FaceSources.Analyze(analyzer, files, terminal, cancellation, (photograph, _, faces) => found.AddRange(faces
            .Zip(gallery.Identify(faces))
            .Where(pair => pair.Second.Nearest?.Name == name && pair.Second.Outcome != FaceOutcome.Unknown)
            .Select(pair => new FoundDto(photograph.File, pair.Second.Outcome.ToString().ToLowerInvariant(), pair.Second.Nearest!.Distance,
                pair.Second.StrangerRate, pair.Second.Reason))));
        if (parsed.GetValue(_json)) terminal.WriteJson(new FindDto(gallery.Path, name, files.Count, found) { WithoutFace = FaceSources.WithoutFace(images) });
        else
        {
            var table = Terminal.Table("image", "answer", "distance", "stranger", "reason");
            foreach (var row in found)
                table.AddRow(new[] { row.Path, row.Outcome, GalleryWords.Distance(row.Distance), GalleryWords.Rate(row.StrangerRate), row.Reason ?? "" }
                    .Select(cell => new Text(cell)));
            terminal.Results.Write(table);
            var matches = found.Where(row => row.Outcome == "match").DistinctBy(row => row.Path).Count();
            terminal.Say($"{name} is on {matches} of {Words.Count(files.Count, "photograph")}; {gallery.CurrentThreshold().Evidence}");
        }
        FaceSources.WarnWithoutFace(FaceSources.WithoutFace(images), images.Count, terminal);
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }
}

/// <summary><c>graft faces find</c>.</summary>
internal sealed record FindDto(string Gallery, string Name, int Images, IReadOnlyList<FoundDto> Found)
{
    /// <summary>Photographs on which no face was found.</summary>
    public required IReadOnlyList<string> WithoutFace { get; init; }
}

/// <summary>A face that is the person's, or may be.</summary>
internal sealed record FoundDto(string Path, string Outcome, double Distance, double? StrangerRate, string? Reason);
