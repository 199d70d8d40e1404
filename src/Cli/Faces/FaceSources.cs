using System.CommandLine;
using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What the verbs share that go through images one by one.</summary>
internal static class FaceSources
{
    public static Argument<string[]> Argument() => new("SOURCE")
    {
        Description = "images, folders of images, or patterns such as new/*.jpg",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Analyses the images in their order; one that cannot be read is answered with its error, and the others go on.</summary>
    /// <param name="analyzer">The networks.</param>
    /// <param name="files">The images.</param>
    /// <param name="terminal">Shows how far it is.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <param name="show">Takes each image that was analysed, which it must not keep.</param>
    public static IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> Analyze(
        FaceAnalyzer analyzer, IReadOnlyList<string> files, Terminal terminal, CancellationToken cancellation,
        Action<Photograph, RgbImage, IReadOnlyList<Face>> show)
    {
        List<(string, IReadOnlyList<Face>, string?)> images = [];
        using var display = new EventDisplay(terminal);
        foreach (var (done, file) in files.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var photograph = Photograph.Read(file);
                var image = photograph.Decode(analyzer.Options.Decoding);
                var faces = analyzer.Analyze(image);
                show(photograph, image, faces);
                images.Add((file, faces, null));
            }
            catch (ImageException failure)
            {
                images.Add((file, [], failure.Message));
            }
            display.Report(new RunEvent.Progress("analysing", done + 1, files.Count));
        }
        return images;
    }

    /// <summary>The images that could be read and on which no face was found.</summary>
    public static IReadOnlyList<string> WithoutFace(IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> images) =>
        [.. images.Where(image => image.Error is null && image.Faces.Count == 0).Select(image => image.File)];

    /// <summary>Names those among all photographs.</summary>
    public static void WarnWithoutFace(IReadOnlyList<string> without, int all, Terminal terminal, string what = "face")
    {
        if (without.Count > 0)
            terminal.Warn($"{without.Count} of {Words.Count(all, "photograph")} {(without.Count == 1 ? "has" : "have")} no {what}: {Words.List(without)}");
    }

    /// <summary>The JSON document.</summary>
    public static FacesDto Dto(
        FaceAnalyzer analyzer, IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> images, bool withDescriptors) =>
        new(analyzer.Contract, [.. images.Select(image =>
            new FaceImageDto(image.File, [.. image.Faces.Select(face => FaceDto.Of(face, withDescriptors, withLandmarks: true))]) { Error = image.Error })]);

    /// <summary>Says which images could not be read.</summary>
    public static int ExitCodeOf(IReadOnlyList<(string File, IReadOnlyList<Face> Faces, string? Error)> images, Terminal terminal)
    {
        foreach (var image in images)
            if (image.Error is { } error) terminal.Fail(error);
        return images.Any(image => image.Error is not null) ? ExitCode.BadInput : ExitCode.Done;
    }
}
