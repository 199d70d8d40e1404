using System.CommandLine;
using Graft.Faces;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces search GALLERY IMAGE</c>: the nearest persons of the largest face, with their distances and without a decision.</summary>
internal sealed class SearchVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string> _image = new("IMAGE") { Description = "an image; its largest face is searched" };
    private readonly Option<int> _count = new("--count") { Description = "persons at most", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _json = CommonOptions.Json();

    public SearchVerb(Terminal terminal)
        : base(terminal, "search", "List the persons of a gallery who are nearest to a face.", "graft faces search staff.faces guest.jpg --count 5")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_image);
        Add(_count);
        _count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--count is 1 or more.");
        });
        Add(_json);
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var source = new AnalyzerFaces(_faces.Open(parsed, terminal));
        using var gallery = _gallery.Open(parsed, source.Contract);
        var image = parsed.GetRequiredValue(_image);
        var face = source.Largest(image, out var found);
        var matches = gallery.Search(face.Descriptor.Span, parsed.GetValue(_count));
        var threshold = gallery.KnownThreshold();
        if (parsed.GetValue(_json))
        {
            terminal.WriteJson(SearchDto.Of(gallery, gallery.Path, matches, threshold) with { FacesFound = found });
            return Task.FromResult(ExitCode.Done);
        }
        var table = Terminal.Table("person", "distance", "stranger", "photograph");
        foreach (var match in matches)
        {
            var rate = GalleryWords.Rate(threshold?.StrangerRate(match.Distance));
            table.AddRow(new[] { match.Name, GalleryWords.Distance(match.Distance), rate, match.Source ?? "" }.Select(cell => new Text(cell)));
        }
        terminal.Results.Write(table);
        if (FaceComparison.Others(image, found, FaceDto.BoxOf(face), "searched") is { } others) terminal.Say(others);
        terminal.Say(threshold is null ? gallery.ThresholdEvidence : $"a match is below {GalleryWords.Distance(threshold.Match)}: {threshold.Evidence}");
        return Task.FromResult(ExitCode.Done);
    }
}
