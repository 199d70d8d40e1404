using System.Globalization;
using Graft.Faces;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary>The report of a calibration as files: the numbers, and the pairs that err most easily as images.</summary>
internal static class CalibrationImages
{
    private const int Pairs = 12;

    /// <summary>Writes them.</summary>
    public static void Write(string folder, Measured measured, CalibrationDto document, DescriptorDistance distance)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "calibration.json"), System.Text.Json.JsonSerializer.Serialize(document, Json.Options));
        if (measured.Set is not { } set) return;
        var pairs = new List<(KnownFace First, KnownFace Second, double Distance)>();
        for (var i = 0; i < set.Faces.Count; i++)
            for (var j = 0; j < i; j++) pairs.Add((set.Faces[j], set.Faces[i], distance(set.Faces[i].Descriptor, set.Faces[j].Descriptor)));
        var threshold = measured.Report.Threshold;
        Save(Path.Combine(folder, "nearest-strangers.jpg"), "two people, nearest first", set, threshold,
            pairs.Where(pair => pair.First.Person != pair.Second.Person).OrderBy(pair => pair.Distance));
        Save(Path.Combine(folder, "farthest-own.jpg"), "one person, farthest first", set, threshold,
            pairs.Where(pair => pair.First.Person == pair.Second.Person).OrderByDescending(pair => pair.Distance));
    }

    private static void Save(string file, string title, FaceSet set, double threshold, IEnumerable<(KnownFace First, KnownFace Second, double Distance)> pairs)
    {
        var images = pairs.Take(Pairs).SelectMany(pair =>
        {
            var isError = pair.Distance < threshold != (pair.First.Person == pair.Second.Person);
            var distance = string.Create(CultureInfo.InvariantCulture, $"{pair.Distance:0.000}{(isError ? " an error" : "")}");
            return new[] { pair.First, pair.Second }.Select(face => new CaptionedImage(ImageFile.Decode(face.File), $"{set.Names[face.Person]} {distance}"));
        }).ToList();
        if (images.Count > 0) AtomicFile.WriteBytes(file, ImageEncoder.EncodeJpeg(ContactSheet.Make(images, new ContactSheetOptions { Title = title }), 90));
    }
}
