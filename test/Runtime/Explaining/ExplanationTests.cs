using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class ExplanationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_network_sees_lies_where_its_preprocessing_took_it_from()
    {
        var centre = Preprocess.ImageNet(256, 224);
        Assert.Equal(new Box(36, 36, 540, 540), Rounded(SeenArea.Of(centre, 576, 576)));
        Assert.Equal(new Box(144, 16, 256 + 112, 240), Rounded(SeenArea.Of(centre, 512, 256))); // a panorama: its middle alone
        Assert.Equal(new Box(0, 0, 1000, 30), Rounded(SeenArea.Of(centre with { ResizeShorter = 0 }, 1000, 30))); // the whole image
        var padded = SeenArea.Of(centre with { ResizeShorter = 112 }, 112, 112);
        Assert.Equal(new Box(-56, -56, 168, 168), Rounded(padded));

        static Box Rounded(Box box) => new(MathF.Round(box.X1), MathF.Round(box.Y1), MathF.Round(box.X2), MathF.Round(box.Y2));
    }

    // Five windows of stride 2. Padded alike on both edges the first cell has its middle in the first pixel; padded at the end alone, in pixel 31.
    [Theory, InlineData("resnet_tiny", 0), InlineData("efficientnet_lite_tiny", 31)]
    public void The_cells_of_an_exact_map_lie_where_the_middle_of_what_they_see_is(string model, int first)
    {
        var graph = ModelCatalogue.Build(model, 3);
        ModelFile.Write(_folder["m.onnx"], graph, ReferenceNetwork.Parameters(graph), TinyClassifier.Manifest with { Model = model });
        using var predictor = ClassificationPredictor.Open(_folder["m.onnx"]);
        var found = predictor.Explain(Light(72, 72))[0]; // of which 64 x 64 are seen
        Assert.Equal(new Box(4, 4, 68, 68), found.Seen);
        var edge = 4 + first + 0.5f - 16;
        Assert.Equal(new Box(edge, edge, edge + 64, edge + 64), found.Area);
        Assert.Equal(found.Values[0], found.At(4 + first + 0.5, 4 + first + 0.5), 1e-5f);
        Assert.Equal(0, found.At(3, 30));
    }

    [Fact]
    public void A_map_is_read_between_its_cells_and_is_nothing_where_the_network_sees_nothing()
    {
        var map = Map(new Box(10, 0, 30, 10), rows: 1, columns: 2, [1, 3]);
        Assert.Equal([0, 1, 2, 3, 3, 0], new double[] { 9, 12, 20, 25, 30, 31 }.Select(x => Math.Round(map.At(x, 5), 4)));
        var drawn = map.Draw(Light(40, 10));
        Assert.Equal(50, drawn.Pixels[5 * 40 * 3], 1.0); // not seen: dark
        Assert.True(Red(drawn, 25) > 60);
        Assert.True(Red(drawn, 12) < Red(drawn, 25));
        // At half the size the same place is the same value.
        Assert.Equal(Red(drawn, 20), Red(map.Draw(Light(20, 5)), 10), 12.0);

        static double Red(RgbImage image, int x)
        {
            var pixel = image.Pixels.AsSpan((image.Height / 2 * image.Width + x) * 3, 3);
            return pixel[0] - pixel[2];
        }
    }

    [Fact]
    public void An_image_of_one_pixel_and_a_map_without_anything_are_drawn()
    {
        var map = Map(new Box(0, 0, 1, 1), 1, 1, [-2]);
        Assert.Equal([200, 200, 200], map.Draw(Light(1, 1)).Pixels);
    }

    [Fact]
    public void The_objects_of_a_detector_are_explained_one_by_one_over_the_whole_image()
    {
        using var predictor = DetectionPredictor.Open(TinyDetector.Write(_folder["m.onnx"]), new() { ScoreThreshold = 0.001 });
        var image = new RgbImage(200, 100, ProbeImages.Make(4, TinyDetector.Contract with { Width = 200, Height = 100 }));
        var prediction = predictor.Predict(image);
        var found = predictor.Explain(image);
        Assert.Equal(prediction.Objects.Take(3).Select(one => (one.Box, one.Label)), found.Select(one => (one.Box!.Value, one.Label)));
        Assert.All(found, one => Assert.Equal((200, 100, new Box(0, 0, 200, 100), 7, 14, false),
            (one.Width, one.Height, one.Area, one.Rows, one.Columns, one.IsExact)));
        Assert.Contains(found, one => one.Values.Any(value => value != 0));
        var name = prediction.Objects[^1].ClassName;
        Assert.All(predictor.Explain(image, name), one => Assert.Equal(name, one.ClassName));
        using var none = DetectionPredictor.Open(_folder["m.onnx"], new() { ScoreThreshold = 1 });
        Assert.Empty(none.Explain(image));
    }

    [Fact]
    public void The_classes_of_a_segmentation_network_are_explained_but_the_background()
    {
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(_folder["m.onnx"]));
        var image = TinySegmenter.Image(120, 80);
        var shares = predictor.Predict(image).PixelsPerClass;
        var found = predictor.Explain(image);
        Assert.Equal(Enumerable.Range(1, 2).Where(label => shares[label] > 0).OrderByDescending(label => shares[label]), found.Select(one => one.Label));
        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.InRange(one.Mask!.Area, 0.9 * shares[one.Label] - 50, 1.1 * shares[one.Label] + 50));
        Assert.All(found, one => Assert.InRange(one.Score, 0.33, 1));
        if (shares[0] > 0) Assert.Equal(0, Assert.Single(predictor.Explain(image, "background")).Label);
    }

    private static RgbImage Light(int width, int height) => new(width, height, [.. Enumerable.Repeat((byte)200, width * height * 3)]);

    private static Explanation Map(Box area, int rows, int columns, float[] values) => new("", 0, "one", 0.9)
    {
        IsExact = true,
        Width = Math.Max(1, (int)area.X2 + (int)area.X1),
        Height = Math.Max(1, (int)area.Y2),
        Seen = area,
        Area = area,
        Rows = rows,
        Columns = columns,
        Values = values,
    };
}
