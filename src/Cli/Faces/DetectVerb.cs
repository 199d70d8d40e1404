using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces detect SOURCE...</c>: where faces are, and how well each could be recognised.</summary>
internal sealed class DetectVerb : Verb
{
    private const int LandmarkColour = 1;

    private readonly Argument<string[]> _sources = FaceSources.Argument();
    private readonly FaceOptions _faces;
    private readonly Option<bool> _save = new("--save") { Description = "save the images with boxes and landmarks drawn on them" };
    private readonly RunNameOptions _run;
    private readonly Option<bool> _json = CommonOptions.Json();

    public DetectVerb(Terminal terminal)
        : base(terminal, "detect", "Find faces, their landmarks and how well each could be recognised.", "graft faces detect photos/*.jpg --min-face 30 --save")
    {
        Add(_sources);
        _faces = new FaceOptions(this);
        Add(_save);
        _run = new RunNameOptions(this, "detect");
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        var saves = parsed.GetValue(_save);
        if (saves) _run.Check(parsed, "faces");
        var names = new SavedNames(files);
        var table = Terminal.Table("image", "face", "score", "box", "eyes", "sharp", "yaw", "pitch", "roll", "for comparing");
        RunFolder? folder = null;
        using var analyzer = _faces.Open(parsed, terminal);
        var images = FaceSources.Analyze(analyzer, files, terminal, cancellation, (photograph, image, faces) =>
        {
            var file = photograph.File;
            if (faces.Count == 0) table.AddRow(new Text(file), new Text("none"));
            foreach (var (at, face) in faces.Index()) table.AddRow([new Text(file), .. Cells(at, face).Select(cell => new Text(cell))]);
            if (!saves) return;
            folder ??= _run.Create(parsed, "faces");
            AtomicFile.WriteBytes(folder[$"{names[file]}.jpg"], ImageEncoder.EncodeJpeg(Drawn(image, faces), 90));
        });
        if (parsed.GetValue(_json)) terminal.WriteJson(FaceSources.Dto(analyzer, images, withDescriptors: false));
        else terminal.Results.Write(table);
        if (folder is not null) terminal.Say($"saved in {folder.FullPath}");
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }

    private static string[] Cells(int at, Face face)
    {
        var box = FaceWords.Box(FaceDto.BoxOf(face));
        if (face.Quality is not { } quality)
            return [$"{at + 1}", Quantities.Share(face.Score), box, "-", "-", "-", "-", Degrees(face.Roll), $"refused: {face.Refusal}"];
        return
        [
            $"{at + 1}", Quantities.Share(face.Score), box, quality.EyeDistance.ToString("0 px", CultureInfo.InvariantCulture),
            quality.Sharpness.ToString("0.00", CultureInfo.InvariantCulture), Degrees(quality.Yaw), Degrees(quality.Pitch), Degrees(face.Roll),
            FaceWords.Below(FaceQualityFloor.Deciding, quality) ?? "good enough",
        ];
    }

    private static string Degrees(double angle) => (angle + 0.0).ToString("0°;-0°;0°", CultureInfo.InvariantCulture);

    private static RgbImage Drawn(RgbImage image, IReadOnlyList<Face> faces) => BoxDrawing.Draw(image,
    [
        .. faces.Select((face, at) => new BoxCaption(face.Box, $"{at + 1}", face.Refusal is null ? 0 : 5)),
        .. faces.SelectMany(face => face.Landmarks.Select(point =>
            new BoxCaption(new Box(point.X - 0.5f, point.Y - 0.5f, point.X + 0.5f, point.Y + 0.5f), "", LandmarkColour))),
    ]);
}
