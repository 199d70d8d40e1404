using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>The same faces of known people, described by two networks.</summary>
/// <param name="First">By one.</param>
/// <param name="Second">By the other.</param>
internal sealed record PairedFaces(FaceSet First, FaceSet Second)
{
    /// <summary>Finds the largest face of every photograph once, and has both describe it.</summary>
    /// <param name="people">Names and files.</param>
    /// <param name="first">One network; it also finds the faces.</param>
    /// <param name="second">The other.</param>
    /// <param name="progress">Hears how many are done, of how many.</param>
    /// <param name="cancellation">Stops after the photograph under way.</param>
    public static PairedFaces Describe(IReadOnlyList<PersonImages> people, IChipSource first, IChipSource second, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        List<KnownFace> ones = [], others = [];
        var failures = new int[people.Count];
        var (done, all) = (0, people.Sum(person => person.Files.Count));
        foreach (var (at, person) in people.Index())
            foreach (var file in person.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Both(file, first, second) is ({ } one, { } other))
                {
                    ones.Add(new(at, file, one));
                    others.Add(new(at, file, other));
                }
                else failures[at]++;
                progress?.Invoke(++done, all);
            }
        string[] names = [.. people.Select(person => person.Name)];
        return new(new FaceSet(names, ones, failures), new FaceSet(names, others, failures));
    }

    private static (float[] One, float[] Other)? Both(string file, IChipSource first, IChipSource second)
    {
        try
        {
            using var photograph = Photograph.Read(file);
            var image = photograph.Decode(first.Decoding);
            if (FaceSet.Largest(first.Analyze(image)) is not { } face) return null;
            return (FaceSet.AsKept(face.Descriptor.ToArray(), first.Contract),
                FaceSet.AsKept(second.Describe(FaceAnalyzer.Align(image, face.Landmarks, second.Contract.Alignment)), second.Contract));
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
