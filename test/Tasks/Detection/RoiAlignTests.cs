using System.Text.Json;
using Graft.Imaging;
using Graft.Tasks;
using static Graft.Tests.Tasks.Detection.OperationsReference;

namespace Graft.Tests.Tasks.Detection;

public sealed class RoiAlignTests
{
    private const int Count = 2, Channels = 3, Height = 16, Width = 20;
    private static readonly FeatureShape Shape = new(Count, Height, Width, Channels);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 8)];

    [Theory, MemberData(nameof(Cases))]
    public void Cells_and_gradient_are_torchvisions(int index)
    {
        var reference = Operations.GetProperty("roi_align")[index];
        var options = new RoiAlignOptions(reference.GetProperty("output").GetInt32(), reference.GetProperty("spatial_scale").GetSingle(),
            Math.Max(0, reference.GetProperty("sampling_ratio").GetInt32()), reference.GetProperty("aligned").GetBoolean());
        Region[] regions = [.. reference.GetProperty("rois").Deserialize<float[][]>()!.Select(r => new Region((int)r[0], new Box(r[1], r[2], r[3], r[4])))];
        var features = ToLast(ReferenceFill.Input(Count, Channels, Height, Width), Count, Channels, Height * Width);

        var cells = new float[regions.Length * options.Output * options.Output * Channels];
        RoiAlign.Forward(features, Shape, regions, options, cells);
        var plain = ToFirst(cells, regions.Length, Channels, options.Output * options.Output);
        ReferenceSummary.From(reference.GetProperty("result")).AssertMatches([regions.Length, Channels, 7, 7], plain, 1e-5);

        var gradient = new float[Shape.Length];
        RoiAlign.Backward([.. cells.Select(cell => 2 * cell)], Shape, regions, options, gradient); // of the sum of squares
        var expected = reference.GetProperty("grad_of_sum_squares");
        var found = ToFirst(gradient, Count, Channels, Height * Width);
        var (at, values) = (expected.Integers("at"), expected.Floats("values"));
        var deviation = expected.GetProperty("std").GetDouble();
        for (var i = 0; i < at.Length; i++) Assert.Equal(values[i], found[at[i]], 1e-5 * Math.Max(1, Math.Abs(values[i])));
        Assert.Equal(expected.GetProperty("mean").GetDouble(), found.Average(), 1e-5 * deviation);
        Assert.Equal(expected.GetProperty("abs_max").GetDouble(), found.Max(Math.Abs), 1e-4);
    }

    [Fact]
    public void Cells_need_not_be_as_many_down_as_across()
    {
        float[] ramp = [.. Enumerable.Range(0, 64).Select(i => (float)(i % 8))]; // each pixel is its column
        var cells = new float[8];
        RoiAlign.Forward(ramp, new FeatureShape(1, 8, 8, 1), [new Region(0, new Box(0, 0, 8, 8))], new RoiAlignOptions(2, 1) { Width = 4 }, cells);
        Assert.Equal([1, 3, 5, 6.75f, 1, 3, 5, 6.75f], cells);
    }

    [Fact]
    public void A_region_of_an_image_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentException>(() => RoiAlign.Forward(new float[Shape.Length], Shape, [new Region(2, new Box(0, 0, 1, 1))],
            new RoiAlignOptions(7, 1), new float[49 * Channels]));

    [Fact]
    public void A_pasted_mask_is_torchvisions()
    {
        var reference = Operations.GetProperty("paste_masks");
        float[] masks = [.. ReferenceFill.Input(3, 1, 28, 28).Select(value => 1 / (1 + MathF.Exp(-4 * value)))];
        var pasted = new float[3 * 80 * 100];
        foreach (var (box, i) in reference.Boxes("boxes").Select((box, i) => (box, i)))
            MaskPaste.Paste(masks.AsSpan(i * 784, 784), 28, box, (100, 80), pasted.AsSpan(i * 8000, 8000));
        ReferenceSummary.From(reference.GetProperty("result")).AssertMatches([3, 1, 80, 100], pasted, 1e-5);
    }

    private static float[] ToLast(float[] values, int count, int channels, int pixels) => Swap(values, count, channels, pixels);

    private static float[] ToFirst(float[] values, int count, int channels, int pixels) => Swap(values, count, pixels, channels);

    private static float[] Swap(float[] values, int count, int rows, int columns)
    {
        var swapped = new float[values.Length];
        for (var n = 0; n < count; n++)
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < columns; c++) swapped[(n * columns + c) * rows + r] = values[(n * rows + r) * columns + c];
        return swapped;
    }
}
