using System.Numerics;
using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests;

/// <summary>What is measured on the photographs, by tests and by the bench alike.</summary>
internal static class FaceTrials
{
    /// <summary>Largest distance within a person and smallest between two of the aligned faces.</summary>
    public static (double Same, double Different) Johns(FacePhotos photos, FaceAnalyzer analyzer)
    {
        var faces = photos.Johns.Select(john => (john.Person, Descriptor: analyzer.Describe(ImageFile.Decode(john.File)))).ToList();
        var (same, different) = (0.0, double.MaxValue);
        for (var i = 0; i < faces.Count; i++)
            for (var j = 0; j < i; j++)
            {
                double distance = TensorPrimitives.Distance(faces[i].Descriptor, faces[j].Descriptor);
                if (faces[i].Person == faces[j].Person) same = Math.Max(same, distance);
                else different = Math.Min(different, distance);
            }
        return (same, different);
    }

    /// <summary>Annotated faces and those that were found, at an IoU of 0.4 or more, the surest first; and how many were found that are none.</summary>
    public static (List<(AnnotatedFace Annotated, Face Found)> Pairs, int False) Match(IReadOnlyList<AnnotatedFace> annotated, IReadOnlyList<Face> found)
    {
        var open = annotated.ToList();
        List<(AnnotatedFace, Face)> pairs = [];
        foreach (var face in found.OrderByDescending(face => face.Score))
        {
            var best = open.MaxBy(one => one.Box.IoU(face.Box));
            if (best is null || best.Box.IoU(face.Box) < 0.4) continue;
            open.Remove(best);
            pairs.Add((best, face));
        }
        return (pairs, found.Count - pairs.Count);
    }

    /// <summary>Mean distance of landmarks in distances of the outer corners of the eyes.</summary>
    public static double LandmarkError(AnnotatedFace annotated, Face found) =>
        annotated.Landmarks.Zip(found.Landmarks, Vector2.Distance).Average() / Vector2.Distance(annotated.Landmarks[36], annotated.Landmarks[45]);

    /// <summary>Distance of the descriptors from found and from annotated landmarks.</summary>
    public static double DescriptorError(RgbImage image, AnnotatedFace annotated, Face found, FaceAnalyzer analyzer) =>
        TensorPrimitives.Distance(analyzer.Describe(FaceAnalyzer.Align(image, annotated.Landmarks)), found.Descriptor.Span);

    /// <summary>The nine photographs at their own size on 4000 x 3000 grey pixels.</summary>
    public static (RgbImage Image, IReadOnlyList<AnnotatedFace> Faces) Canvas(FacePhotos photos)
    {
        var canvas = new RgbImage(4000, 3000);
        Array.Fill(canvas.Pixels, (byte)110);
        List<AnnotatedFace> faces = [];
        foreach (var (at, photo) in photos.Annotated.Index())
        {
            var (left, top) = (200 + at % 3 * 1300, 200 + at / 3 * 950);
            Paste(ImageFile.Decode(photo.File), canvas, left, top);
            faces.AddRange(photo.Faces.Select(face =>
                new AnnotatedFace(face.Box.Shift(left, top), [.. face.Landmarks.Select(point => point + new Vector2(left, top))])));
        }
        return (canvas, faces);
    }

    /// <summary>An aligned face with grey around it, as large as itself on each side together.</summary>
    public static RgbImage Framed(RgbImage chip)
    {
        var framed = new RgbImage(2 * chip.Width, 2 * chip.Height);
        Array.Fill(framed.Pixels, (byte)127);
        Paste(chip, framed, chip.Width / 2, chip.Height / 2);
        return framed;
    }

    /// <summary>An aligned face at twice its size, turned clockwise in the middle of 600 x 600 black pixels.</summary>
    public static RgbImage Turned(RgbImage chip, double degrees)
    {
        const int side = 600;
        var turned = new RgbImage(side, side);
        var toChip = Graft.Tasks.SimilarityTransform.Mapping(new(side / 2f, side / 2f), new(chip.Width / 2f, chip.Height / 2f), -degrees, 0.5);
        Graft.Tasks.FaceWarp.Run(chip, toChip, side, side, turned.Pixels);
        return turned;
    }

    private static void Paste(RgbImage image, RgbImage canvas, int left, int top)
    {
        for (var y = 0; y < image.Height; y++)
            image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3).CopyTo(canvas.Pixels.AsSpan(((top + y) * canvas.Width + left) * 3));
    }
}
