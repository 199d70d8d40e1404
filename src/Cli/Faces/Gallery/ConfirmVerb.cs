using System.CommandLine;
using Graft.Faces;
using Graft.Networks;

namespace Graft.Cli;

/// <summary><c>graft faces confirm GALLERY NAME IMAGE</c>: adds a recognised face to its person, because somebody says that it is right.</summary>
internal sealed class ConfirmVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string> _name = new("NAME") { Description = "the person" };
    private readonly Argument<string> _image = new("IMAGE") { Description = "a photograph on which the person is recognised" };
    private readonly Option<bool> _keepCrops = GalleryOptions.KeepCrops();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ConfirmVerb(Terminal terminal)
        : base(terminal, "confirm", "Add a recognised face to its person, marked as confirmed.", "graft faces confirm staff.faces \"Ada Lovelace\" party.jpg")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_name);
        Add(_image);
        Add(_keepCrops);
        Add(_json);
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (name, image) = (PersonName.Clean(parsed.GetRequiredValue(_name)), parsed.GetRequiredValue(_image));
        using var source = new AnalyzerFaces(_faces.Open(parsed, terminal));
        using var gallery = _gallery.Open(parsed, source.Contract);
        using var photograph = Photograph.Read(image);
        var pixels = photograph.Decode(source.Decoding);
        var faces = source.Analyze(pixels);
        // Of a crowd the face that is this person, as identify would say.
        var decisions = gallery.Identify(faces);
        var face = faces.Zip(decisions).Where(pair => pair.Second.Nearest?.Name == name && pair.Second.Outcome != FaceOutcome.Unknown)
            .OrderBy(pair => pair.Second.Nearest!.Distance).Select(pair => pair.First).FirstOrDefault()
            ?? throw new GraftException($"Nobody on '{image}' is recognised as '{name}'.", decisions.Count == 0 ? "No face is found." : "",
                "Enrol the photograph if it is this person all the same: `graft faces enroll`.");
        var isNew = gallery.Confirm(name, face, photograph.Hash, image, parsed.GetValue(_keepCrops) ? FaceCrops.Of(pixels, face.Landmarks) : null);
        if (parsed.GetValue(_json)) terminal.WriteJson(new ConfirmDto(gallery.Path, name, image, isNew));
        else terminal.Results.WriteLine(isNew ? $"{image}: confirmed as {name}" : $"{image}: {name} has this photograph already");
        return Task.FromResult(ExitCode.Done);
    }
}

/// <summary><c>graft faces confirm</c>.</summary>
internal sealed record ConfirmDto(string Gallery, string Name, string Image, bool IsNew);
