using System.Numerics;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Tests.Tasks;

public sealed class FaceAlignmentTests
{
    private static readonly Vector2[] Mean = [.. Enumerable.Range(0, FaceShape.Count).Select(i => i < 17 ? JawAt(i) : FaceShape.OnChip(i))];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 2.5)]
    [InlineData(-170, 0.2)]
    public void A_turned_scaled_and_moved_shape_is_brought_back(double degrees, double scale)
    {
        var there = SimilarityTransform.Mapping(new(75, 75), new(400, 300), degrees, scale);
        var landmarks = Mean.Select(there.Apply).ToArray();
        var found = FaceShape.ChipToImage(landmarks);
        Assert.Equal(scale, found.Scale, 1e-3 * scale);
        Assert.Equal(degrees, found.Degrees, 0.05);
        Assert.All(Mean.Zip(landmarks), pair => Assert.InRange(Vector2.Distance(found.Apply(pair.First), pair.Second), 0, 0.05 * scale));
        Assert.All(Mean, point => Assert.InRange(Vector2.Distance(point, found.Inverse().Apply(found.Apply(point))), 0, 1e-2));
        Assert.Equal(0, FaceShape.Deviation(landmarks), 1e-3);
        Assert.Equal(degrees, FaceShape.Roll(landmarks), 1);
    }

    [Fact]
    public void The_mirror_image_of_a_mirror_image_is_the_face_and_the_mean_shape_is_nearly_its_own() =>
        Assert.All(Enumerable.Range(0, FaceShape.Count), i =>
        {
            Assert.Equal(i, FaceShape.Mirrored[FaceShape.Mirrored[i]]);
            var mirrored = Mean[FaceShape.Mirrored[i]];
            Assert.InRange(Vector2.Distance(Mean[i], new(148.5f - mirrored.X, mirrored.Y)), 0, 4);
        });

    [Fact]
    public void A_face_is_accepted_and_what_cannot_be_one_is_refused_with_the_reason()
    {
        Assert.Null(FacePlausibility.Refusal(Mean, rollLeft: 0, disagreement: 0.02));
        Assert.Contains("roll", FacePlausibility.Refusal(Mean, rollLeft: 50, disagreement: 0.02));
        Assert.Contains("mirror image", FacePlausibility.Refusal(Mean, rollLeft: 0, disagreement: 1));
        Assert.NotNull(FacePlausibility.Refusal(new Vector2[FaceShape.Count], 0, 0));
        var random = SeededRandom.For(1, "landmarks");
        Assert.NotNull(FacePlausibility.Refusal([.. Mean.Select(_ => new Vector2((float)random.Uniform(0, 150), (float)random.Uniform(0, 150)))], 0, 0));
        Vector2[] flat = [.. Mean.Select(point => new Vector2(point.X, 75 + (point.Y - 75) * 0.2f))];
        Assert.NotNull(FacePlausibility.Refusal(flat, 0, 0));
    }

    [Fact]
    public void A_chip_is_the_image_itself_where_nothing_is_turned_and_black_outside()
    {
        var image = new RgbImage(200, 200);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i * 31 % 251);
        var chip = new byte[150 * 150 * 3];
        Assert.Equal(1, FaceWarp.Run(image, new(1, 0, 20, 30), 150, 150, chip));
        for (var y = 0; y < 150; y++)
            Assert.Equal(image.Pixels.AsSpan(((y + 30) * 200 + 20) * 3, 450).ToArray(), chip.AsSpan(y * 450, 450).ToArray());
        Assert.Equal(0.5, FaceWarp.Run(image, new(1, 0, 125, 0), 150, 150, chip), 1e-9);
        Assert.All(chip.AsSpan(76 * 3, 74 * 3).ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7.5)]
    public void Shrinking_averages_so_that_a_fine_pattern_becomes_grey(double scale)
    {
        var image = new RgbImage(1200, 1200);
        for (var i = 0; i < 1200 * 1200; i++) image.Pixels.AsSpan(i * 3, 3).Fill((byte)((i % 1200 + i / 1200) % 2 * 255));
        var chip = new byte[100 * 100 * 3];
        FaceWarp.Run(image, new(scale, 0, 100.5, 100.5), 100, 100, chip);
        Assert.All(chip, value => Assert.InRange(value, 100, 155));
    }

    [Theory]
    [InlineData(40, 5000, 5000)]
    [InlineData(40, -9000, 0)]
    [InlineData(1e9, 1e12, 1e12)]
    [InlineData(double.NaN, 0, 0)]
    public void A_large_square_beside_the_image_is_black(double scale, double x, double y)
    {
        var chip = new byte[50 * 50 * 3];
        chip.AsSpan().Fill(9);
        Assert.Equal(0, FaceWarp.Run(White(200, 100), new(scale, 0, x, y), 50, 50, chip));
        Assert.All(chip, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(1, 1, 20)]
    [InlineData(3, 5, 1e5)]
    [InlineData(500, 1, 60)]
    public void An_image_of_which_a_pixel_of_the_square_has_room_for_more_is_sampled_and_no_more(int width, int height, double scale)
    {
        var chip = new byte[50 * 50 * 3];
        Assert.InRange(FaceWarp.Run(White(width, height), new(scale, 0, -25 * scale, -25 * scale), 50, 50, chip), 0, 0.1);
    }

    [Fact]
    public void Of_boxes_that_overlap_or_lie_in_each_other_the_surest_stays()
    {
        Box[] boxes = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(3, 3, 6, 6), new(20, 0, 30, 10), new(28, 0, 38, 10)];
        Assert.Equal([1, 4, 3], FaceSuppression.Run(boxes, [0.5f, 0.9f, 0.8f, 0.6f, 0.7f]));
    }

    private static RgbImage White(int width, int height)
    {
        var image = new RgbImage(width, height);
        image.Pixels.AsSpan().Fill(255);
        return image;
    }

    // A jaw that is good enough for the order of things.
    private static Vector2 JawAt(int i)
    {
        var angle = Math.PI * (1 - i / 16.0);
        return new((float)(74.25 + 60 * Math.Cos(angle)), (float)(60 + 75 * Math.Sin(angle)));
    }
}
