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
        Assert.Empty(_analyzer.Detect(Photos().Dogs));
    }

    private static FacePhotos Photos()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        return FacePhotos.Found!;
    }
}
