using Graft.Imaging;

namespace Graft.Bench;

/// <summary>640x480 JPEG files made from the bundled photographs, quality 90, in a temporary folder.</summary>
internal sealed class SampleImages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;

    public SampleImages(int count)
    {
        var photos = Photos();
        var paths = new List<string>();
        for (var index = 0; index < count; index++)
        {
            var path = Path.Combine(_folder, $"{index:0000}.jpg");
            var source = ImageFile.Decode(photos[index % photos.Length]);
            var image = Resampler.Resize(source, 640, 480, Interpolation.Bicubic);
            image.Pixels[0] = (byte)index; // no two files alike, or the cache would know the second
            File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(image, 90));
            paths.Add(path);
        }
        Paths = paths;
    }

    public static string Repository { get; } = FindRepository();

    public IReadOnlyList<string> Paths { get; }

    public string Folder => _folder;

    /// <summary>The bundled photographs.</summary>
    public static string[] Photos() =>
        [.. Directory.GetFiles(Path.Combine(Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Graft.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The bench runs outside the repository.");
    }
}
