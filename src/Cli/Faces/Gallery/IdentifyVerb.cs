using System.CommandLine;
using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces identify GALLERY SOURCE...</c>: who is on photographs. Nothing is learned, and strangers are not stored.</summary>
internal sealed class IdentifyVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string[]> _sources = FaceSources.Argument();
    private readonly Option<bool> _save = new("--save") { Description = "save every photograph with its faces, their names and their numbers in the table" };
    private readonly Option<bool> _allowTwice = new("--allow-twice") { Description = "let a person be on a photograph more than once, as on a collage" };
    private readonly RunNameOptions _run;
    private readonly Option<bool> _json = CommonOptions.Json();

    public IdentifyVerb(Terminal terminal)
        : base(terminal, "identify", "Say who is on photographs: names, who is unknown, and where nobody can say.",
            "graft faces identify staff.faces party.jpg --save")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_sources);
        Add(_save);
        Add(_allowTwice);
        _run = new RunNameOptions(this, "identify");
        Add(_json);
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        var saves = parsed.GetValue(_save);
        if (saves) _run.Check(parsed, "faces");
        var names = new SavedNames(files);
        RunFolder? folder = null;
        using var analyzer = _faces.Open(parsed, terminal);
        using var gallery = _gallery.Open(parsed, analyzer.Contract);
        var answers = new Dictionary<string, IReadOnlyList<NumberedAnswer>>();
        var images = FaceSources.Analyze(analyzer, files, terminal, cancellation, (photograph, image, faces) =>
        {
            var file = photograph.File;
            answers[file] = NumberedAnswer.Of(faces, ordered => gallery.Identify(ordered, parsed.GetValue(_allowTwice)));
            if (!saves) return;
            folder ??= _run.Create(parsed, "faces");
            AtomicFile.WriteBytes(folder[$"{names[file]}.jpg"], ImageEncoder.EncodeJpeg(Drawn(image, answers[file]), 90));
        });
        if (parsed.GetValue(_json)) terminal.WriteJson(Dto(gallery, images, answers));
        else Show(images, answers, terminal, gallery);
        if (folder is not null) terminal.Say($"saved in {folder.FullPath}");
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }

    private static void Show(IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> images,
        Dictionary<string, IReadOnlyList<NumberedAnswer>> answers, Terminal terminal, FaceGallery gallery)
    {
        var table = Terminal.Table("image", "face", "person", "distance", "stranger", "box", "reason");
        foreach (var (file, faces, error) in images.Where(image => image.Error is null))
        {
            if (faces.Count == 0) table.AddRow(new[] { file, "none" }.Select(cell => new Text(cell)));
            foreach (var (number, face, answer) in answers[file])
                table.AddRow(new[] { file, $"{number}", GalleryWords.Answer(answer), GalleryWords.Distance(answer.Nearest?.Distance),
                    GalleryWords.Rate(answer.StrangerRate), FaceWords.Box(FaceDto.BoxOf(face)),
                    answer.Reason ?? "" }.Select(cell => new Text(cell)));
        }
        terminal.Results.Write(table);
        var threshold = gallery.CurrentThreshold();
        if (answers.Values.Any(faces => faces.Count > 1)) terminal.Say("the faces of an image are numbered from left to right");
        terminal.Say($"a match is below {GalleryWords.Distance(threshold.Match)}: {threshold.Evidence}");
    }

    private static RgbImage Drawn(RgbImage image, IReadOnlyList<NumberedAnswer> answers) => BoxDrawing.Draw(image,
    [
        .. answers.Select(one => new BoxCaption(one.Face.Box,
            $"{one.Number} {GalleryWords.Answer(one.Answer)} {GalleryWords.Distance(one.Answer.Nearest?.Distance)}", (int)one.Answer.Outcome)
        {
            IsDashed = one.Answer.Outcome != FaceOutcome.Match,
        }),
    ]);

    private static IdentifyDto Dto(FaceGallery gallery, IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> images,
        Dictionary<string, IReadOnlyList<NumberedAnswer>> answers)
    {
        var threshold = gallery.CurrentThreshold();
        return new(gallery.Path, threshold.Match, threshold.NoMatch, threshold.Evidence,
            [.. images.Select(image => new IdentifiedImageDto(image.File, image.Error, image.Error is not null ? []
                : [.. answers[image.File].Select(IdentifiedFaceDto.Of)]))]);
    }
}
