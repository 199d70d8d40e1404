using Graft.Data;
using Graft.Imaging;

namespace Graft.Bench;

/// <summary>An object of a scene as a file of its own.</summary>
internal sealed record CutOutFile(string Path, string Label, string Scene);

/// <summary>Objects cut out of samples/scenes, in a temporary folder.</summary>
internal sealed class TemporaryCutOuts : IDisposable
{
    private const int Quality = 92;

    private readonly string _root = Directory.CreateTempSubdirectory("graft-cut-outs-").FullName;

    /// <summary>The folder.</summary>
    public string Root => _root;

    /// <summary>The objects of a split.</summary>
    public IReadOnlyList<CutOutFile> Of(string split)
    {
        var scenes = ObjectReader.Read(Path.Combine(SampleImages.Repository, "samples", "scenes"));
        var files = new List<CutOutFile>();
        foreach (var sample in scenes.Samples.Where(sample => sample.Split == split))
        {
            var image = ImageFile.Decode(sample.Path);
            foreach (var (index, thing) in sample.Objects.Index())
            {
                var (left, top) = ((int)thing.Box.X1, (int)thing.Box.Y1);
                var (width, height) = ((int)Math.Ceiling(thing.Box.X2) - left, (int)Math.Ceiling(thing.Box.Y2) - top);
                if (width < 8 || height < 8) continue;
                var path = Path.Combine(_root, $"{split}-{Path.GetFileNameWithoutExtension(sample.Path)}-{index}.jpg");
                File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(ImagePlacement.Cut(image, new(left, top, width, height)), Quality));
                files.Add(new(path, scenes.Classes[thing.Label], sample.Name));
            }
        }
        return files;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
