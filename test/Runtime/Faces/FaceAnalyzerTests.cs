using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class FaceAnalyzerTests
{
    private static readonly string Photo = Repository.At("samples", "photos", "tool", "hammer1.jpg");

    [Theory]
    [InlineData(512, 30, 1)] // the whole image shows the smallest face large enough
    [InlineData(4000, 30, 4)]
    [InlineData(4000, 300, 1)]
    public void Tiles_shrink_until_the_smallest_face_is_large_enough_in_them(int longer, double smallest, int levels)
    {
        var tiles = FaceLevels.Tiles(longer, smallest);
        Assert.Equal(longer, tiles[0]);
        Assert.Equal(levels, tiles.Count);
        Assert.True(smallest >= FaceLevels.SmallestShare * tiles[^1] - 1e-6);
        Assert.All(tiles.Zip(tiles.Skip(1)), pair => Assert.InRange(pair.First / pair.Second, 1, 2 + 1e-9));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(513)]
    [InlineData(4001)]
    public void Tiles_cover_a_side_and_share_a_quarter_with_their_neighbours(int length)
    {
        var starts = FaceLevels.Starts(length, 512);
        Assert.Equal(0, starts[0]);
        if (length > 512) Assert.Equal(length - 512, starts[^1]);
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 384));
    }

    [Fact]
    public void A_floor_names_the_first_component_below_it_with_its_value()
    {
        var quality = new FaceQuality(40, 0.6, 0.5, 0.5, 0.9, -20, 5, 3, 1, 0.2);
        Assert.Null(FaceQualityFloor.Deciding.Below(quality));
        Assert.Null(new FaceQualityFloor().Below(quality with { EyeDistance = 0 }));
        Assert.Equal(("EyeDistance", 5.0, 20.0), new FaceQualityFloor { EyeDistance = 20, Visible = 0.5 }
            .Below(quality with { EyeDistance = 5, Visible = 0.1 }));
        Assert.Equal(("Yaw", 80.0, 60.0), new FaceQualityFloor { Yaw = 60 }.Below(quality with { Yaw = -80 }));
        Assert.Equal(("Stability", 0.7, 0.4), new FaceQualityFloor { Stability = 0.4 }.Below(quality with { Stability = 0.7 }));
        Assert.Null(new FaceQualityFloor { Stability = 0.4 }.Below(quality with { Stability = null }));
        Assert.True(FaceQualityFloor.Enrolling.EyeDistance > FaceQualityFloor.Deciding.EyeDistance);
    }

    [Fact]
    public void Images_without_faces_have_none_whatever_they_are()
    {
        using var analyzer = FaceAnalyzer.Open();
        Assert.Empty(analyzer.Analyze(Photo));
        Assert.Empty(analyzer.Analyze(new RgbImage(1, 1)));
        Assert.Empty(analyzer.Analyze(new RgbImage(300, 200)));
        Assert.Empty(analyzer.Detect(new RgbImage(300, 3)));
    }

    [Fact]
    public void Boxes_of_which_nothing_lies_inside_the_image_are_gone()
    {
        FoundFace[] found = [new(new(50, 50), 20, 20, 0.6f, 0), new(new(-30, 50), 20, 20, 0.9f, 0), new(new(105, 50), 20, 20, 0.7f, 0)];
        Assert.Equal([found[2], found[0]], FaceFinder.Suppressed(new RgbImage(100, 100), found));
    }

    [Fact]
    public void Looking_in_other_orientations_does_not_look_upright_again()
    {
        using FaceAnalyzer asNeeded = FaceAnalyzer.Open(), always = FaceAnalyzer.Open(new() { Turned = true });
        var image = new RgbImage(300, 200);
        Assert.Empty(asNeeded.Analyze(image));
        Assert.Empty(always.Analyze(image));
        Assert.Equal(always.Answered.Detections, asNeeded.Answered.Detections);
        Assert.Empty(asNeeded.Detect(image));
        Assert.Equal(2 * always.Answered.Detections, asNeeded.Answered.Detections);
    }

    [Fact]
    public void A_file_its_bytes_a_stream_and_its_pixels_have_the_same_faces()
    {
        using var analyzer = FaceAnalyzer.Open(new() { ScoreThreshold = 0.05, MeasuresStability = false });
        var image = DrawnFace.Of(300);
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["drawn.png"], ImageEncoder.EncodePng(image));
        var expected = analyzer.Analyze(image);
        Assert.NotEmpty(expected);
        using var stream = File.OpenRead(folder["drawn.png"]);
        var file = folder["drawn.png"];
        foreach (var faces in new[] { analyzer.Analyze(file), analyzer.Analyze(File.ReadAllBytes(file)), analyzer.Analyze(stream) })
            Assert.Equal(expected.Select(face => (face.Box, face.Score, face.Refusal)), faces.Select(face => (face.Box, face.Score, face.Refusal)));
    }

    [Fact]
    public async Task One_analyzer_answers_many_threads_alike_and_refuses_work_when_it_is_disposed()
    {
        var analyzer = FaceAnalyzer.Open(new() { ScoreThreshold = 0.05, MeasuresStability = false });
        var image = DrawnFace.Of(300);
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => analyzer.Analyze(image))));
        Assert.All(all, faces => Assert.Equal(all[0].Select(face => face.Box), faces.Select(face => face.Box)));
        analyzer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => analyzer.Analyze(image));
        Assert.Throws<ObjectDisposedException>(() => analyzer.Describe(new RgbImage(150, 150)));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<GraftException>(() => new FaceAnalyzerOptions { MinFace = 0 });
        Assert.Throws<GraftException>(() => new FaceAnalyzerOptions { Threads = 0 });
        Assert.Throws<GraftException>(() => new FaceAnalyzerOptions { ScoreThreshold = 2 });
        using var analyzer = FaceAnalyzer.Open();
        Assert.Throws<ImageException>(() => analyzer.Analyze("missing.jpg"));
        Assert.Throws<ArgumentException>(() => analyzer.Describe(new RgbImage(10, 10)));
        Assert.Throws<ArgumentException>(() => FaceAnalyzer.Align(new RgbImage(10, 10), []));
        Assert.Throws<ArgumentException>(() => analyzer.Contract.Distance(new float[128], new float[127]));
        Assert.Equal(5, analyzer.Contract.Distance([3, .. new float[127]], [0, 4, .. new float[126]]), 1e-6);
    }
}
