using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces.Tests;

/// <summary>The same faces by two networks.</summary>
public sealed class PairedFacesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_describe_the_same_face_of_every_photograph_and_failures_are_those_of_both()
    {
        List<PersonImages> people = [Person("Ann", 1, 2), Person("Bob", 3, 200)];
        File.WriteAllText(_folder["broken.png"], "no image");
        people.Add(new("Cy", [_folder["broken.png"]]));
        var (first, second) = (new Colours("euclidean", "dlib150"), new Colours("cosine", "arcface112"));
        var done = 0;
        var faces = PairedFaces.Describe(people, first, second, (at, all) => done = at * 10 + all);
        Assert.Equal(55, done);
        Assert.Equal([0, 0, 1], faces.First.Faces.Select(face => face.Person));
        Assert.Equal(faces.First.Faces.Select(face => face.File), faces.Second.Faces.Select(face => face.File));
        Assert.Equal([0, 1, 1], faces.First.Failures);
        // One takes the larger of two faces as it was found, the other what was cut out of it; where the metric is the cosine, of unit length.
        Assert.Equal([1f, 2, 3], faces.First.Faces.Select(face => face.Descriptor[0]));
        Assert.All(faces.Second.Faces, face => Assert.Equal(1, face.Descriptor[0] * face.Descriptor[0] + face.Descriptor[1] * face.Descriptor[1], 1e-5));
        Assert.Equal([112, 112, 112], second.Sides);
        Assert.Equal(1, first.Analyzed.GroupBy(image => image).Max(own => own.Count()));
        Assert.Empty(second.Analyzed);
    }

    private PersonImages Person(string name, params int[] shades) => new(name, [.. shades.Select(shade =>
    {
        var image = new RgbImage(200, 200);
        image.Pixels.AsSpan().Fill((byte)shade);
        File.WriteAllBytes(_folder[$"{name}{shade}.png"], ImageEncoder.EncodePng(image));
        return _folder[$"{name}{shade}.png"];
    })]);

    // Finds two faces on images that are dark, and describes a chip by its colour and its side.
    private sealed class Colours(string metric, string alignment) : IChipSource
    {
        public List<RgbImage> Analyzed { get; } = [];

        public List<int> Sides { get; } = [];

        public FaceContract Contract => new("colours", new string('a', 64), new string('b', 64), alignment, metric, 2);

        public DecodeOptions Decoding => new();

        public float[] Describe(RgbImage chip)
        {
            Sides.Add(chip.Width);
            return [chip.Pixels[3 * (chip.Width * 60 + 60)], chip.Width];
        }

        public IReadOnlyList<Face> Analyze(RgbImage image)
        {
            Analyzed.Add(image);
            if (image.Pixels[0] > 100) return [];
            Face Of(float size, float value) => new(new Box(0, 0, size, size), 1) { Descriptor = new float[] { value, 1 }, Landmarks = CropTests.Landmarks };
            return [Of(10, 99), Of(50, image.Pixels[0])];
        }
    }
}
