using System.Diagnostics;
using System.Numerics;
using System.Xml.Linq;
using Graft.Imaging;

namespace Graft.Tests;

/// <summary>
/// Photographs of Debian's package libdlib19.1 with annotated faces. They are of people who may not be committed, so they are fetched: with apt, once, into
/// the temporary folder; or the folder that the variable GRAFT_FACE_PHOTOS names is taken (…/examples, with faces/ and johns/ in it).
/// </summary>
internal sealed class FacePhotos
{
    private const string Package = "libdlib19.1";

    private static readonly Lazy<(FacePhotos? Photos, string Reason)> Fetched = new(Fetch);

    private FacePhotos(string folder) => Folder = folder;

    /// <summary>The photographs, or null.</summary>
    public static FacePhotos? Found => Fetched.Value.Photos;

    /// <summary>Why there are none.</summary>
    public static string Reason => Fetched.Value.Reason;

    /// <summary>The folder with faces/ and johns/.</summary>
    public string Folder { get; }

    /// <summary>24 faces of 4 people.</summary>
    public string Collage => Path.Combine(Folder, "faces", "bald_guys.jpg");

    /// <summary>Dogs, without people.</summary>
    public string Dogs => Path.Combine(Folder, "faces", "dogs.jpg");

    /// <summary>One man.</summary>
    public string Portrait => Path.Combine(Folder, "faces", "Tom_Cruise_avp_2014_4.jpg");

    /// <summary>Aligned faces of 5 people: the person and the file.</summary>
    public IReadOnlyList<(string Person, string File)> Johns =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "johns"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(Path.GetDirectoryName(file)!), file))];

    /// <summary>The nine annotated photographs.</summary>
    public IReadOnlyList<AnnotatedPhoto> Annotated =>
        [.. new[] { "training_with_face_landmarks.xml", "testing_with_face_landmarks.xml" }.SelectMany(file =>
            XDocument.Load(Path.Combine(Folder, "faces", file)).Descendants("image").Select(image => new AnnotatedPhoto(
                Path.Combine(Folder, "faces", image.Attribute("file")!.Value), [.. image.Elements("box").Select(FaceOf)])))];

    private static AnnotatedFace FaceOf(XElement box)
    {
        int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value);
        var landmarks = new Vector2[68];
        foreach (var part in box.Elements("part")) landmarks[Number(part, "name")] = new(Number(part, "x"), Number(part, "y"));
        return new(Box.FromCorner(Number(box, "left"), Number(box, "top"), Number(box, "width"), Number(box, "height")), landmarks);
    }

    private static (FacePhotos?, string) Fetch()
    {
        if (Environment.GetEnvironmentVariable("GRAFT_FACE_PHOTOS") is { Length: > 0 } given) return (new(given), "");
        var cache = Path.Combine(Path.GetTempPath(), $"graft-{Package}");
        var examples = Path.Combine(cache, "usr", "share", "doc", Package, "examples");
        if (Directory.Exists(examples)) return (new(examples), "");
        var work = Directory.CreateTempSubdirectory("graft-faces-").FullName;
        try
        {
            if (!Run(work, "apt-get", "download", Package) || Directory.GetFiles(work, "*.deb") is not [var package])
                return (null, $"apt-get cannot download Debian's package {Package}, which has the photographs.");
            var unpacked = Path.Combine(work, "unpacked");
            if (!Run(work, "dpkg-deb", "-x", package, unpacked)) return (null, "dpkg-deb cannot unpack the photographs.");
            try
            {
                Directory.Move(unpacked, cache);
            }
            catch (IOException) when (Directory.Exists(examples))
            {
                // Another process was faster.
            }
            return (new(examples), "");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static bool Run(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
            {
                process.Kill(entireProcessTree: true);
                return false;
            }
            Task.WaitAll(output, error);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // not Debian
        }
    }
}

/// <summary>A photograph and its faces.</summary>
internal sealed record AnnotatedPhoto(string File, IReadOnlyList<AnnotatedFace> Faces);

/// <summary>A face with its 68 landmarks.</summary>
internal sealed record AnnotatedFace(Box Box, Vector2[] Landmarks);
