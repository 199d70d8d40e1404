using System.CommandLine;

namespace Graft.Cli;

/// <summary><c>graft faces represent SOURCE...</c>: the descriptor of every face, as JSON.</summary>
internal sealed class RepresentVerb : Verb
{
    private readonly Argument<string[]> _sources = FaceSources.Argument();
    private readonly FaceOptions _faces;
    private readonly Option<bool> _json = CommonOptions.Json();

    public RepresentVerb(Terminal terminal)
        : base(terminal, "represent", "Print the descriptor of every face as JSON: biometric data, from which faces can be made again.",
            "graft faces represent a.jpg --json")
    {
        Add(_sources);
        _faces = new FaceOptions(this);
        _json.Description = "taken for the sake of scripts: the answer is JSON in any case";
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var analyzer = _faces.Open(parsed, terminal);
        var images = FaceSources.Analyze(analyzer, ImageSources.Expand(parsed.GetRequiredValue(_sources)), terminal, cancellation, (_, _, _) => { });
        terminal.WriteJson(FaceSources.Dto(analyzer, images, withDescriptors: true));
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }
}
