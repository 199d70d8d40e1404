using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>The chain on real photographs, which are fetched and never committed.</summary>
public sealed class FacePhotoTests : IDisposable
{
    private readonly FaceAnalyzer _analyzer = FaceAnalyzer.Open();

    public void Dispose() => _analyzer.Dispose();

    [Fact]
    public void Aligned_faces_of_one_person_are_nearer_than_those_of_two()
    {
        var (same, different) = FaceTrials.Johns(Photos(), _analyzer);
        Assert.Equal(0.557, same, 1e-3);
        Assert.Equal(0.666, different, 1e-3);
    }

    [Fact]
    public void Annotated_faces_are_found_and_described_as_from_their_annotated_landmarks()
    {
        var (found, wrong) = (0, 0);
        List<double> landmarks = [], descriptors = [];
        foreach (var photo in Photos().Annotated)
        {
            var image = ImageFile.Decode(photo.File);
            var (pairs, more) = FaceTrials.Match(photo.Faces, _analyzer.Analyze(image));
            (found, wrong) = (found + pairs.Count, wrong + more);
            landmarks.AddRange(pairs.Select(pair => FaceTrials.LandmarkError(pair.Annotated, pair.Found)));
            descriptors.AddRange(pairs.Where(pair => pair.Found.Refusal is null)
                .Select(pair => FaceTrials.DescriptorError(image, pair.Annotated, pair.Found, _analyzer)));
        }
        Assert.InRange(found, 42, 43);
        Assert.Equal(0, wrong);
        Assert.InRange(landmarks.Average(), 0, 0.08);
        descriptors.Sort();
        Assert.InRange(descriptors[descriptors.Count / 2], 0, 0.15);
        Assert.InRange(descriptors[^1], 0, 0.30);
    }

    [Fact]
    public void All_faces_of_a_collage_are_found_and_no_dog_is_a_person()
    {
        Assert.Equal(24, _analyzer.Detect(Photos().Collage).Count);
        // The detector takes one for a face; its landmarks say that it is none.
        Assert.All(_analyzer.Analyze(Photos().Dogs), face => Assert.NotNull(face.Refusal));
    }

    [Fact]
    public void Small_faces_on_twelve_megapixels_are_found_and_hardly_anything_else()
    {
        using var analyzer = FaceAnalyzer.Open(new() { MinFace = 30 });
        var (image, faces) = FaceTrials.Canvas(Photos());
        var (pairs, wrong) = FaceTrials.Match(faces, analyzer.Detect(image));
        Assert.InRange(pairs.Count, 42, 43);
        Assert.InRange(wrong, 0, 1);
    }

    [Fact]
    public void Turned_faces_are_found_and_described_as_if_they_stood()
    {
        var photos = Photos();
        using var turned = FaceAnalyzer.Open(new() { Turned = true, MeasuresStability = false });
        int found = 0, right = 0, all = 0;
        foreach (var (_, file) in photos.Johns.Where((_, at) => at % 11 == 0))
        {
            var chip = ImageFile.Decode(file);
            foreach (var degrees in new[] { 75, 180, 285 })
            {
                all++;
                if (turned.Analyze(FaceTrials.Turned(chip, degrees)).FirstOrDefault(face => face.Refusal is null) is not { } face) continue;
                found++;
                Assert.Equal(degrees, (face.Roll + 360) % 360, 25.0);
                if (turned.Contract.Distance(turned.Describe(chip), face.Descriptor.Span) < 0.6) right++;
            }
        }
        Assert.InRange((double)found / all, 0.9, 1);
        Assert.InRange((double)right / found, 0.98, 1);
    }

    private static FacePhotos Photos()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        return FacePhotos.Found!;
    }
}
