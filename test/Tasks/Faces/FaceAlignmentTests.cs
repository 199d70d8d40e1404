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
    public void Five_points_are_brought_to_the_template_of_arcface_by_least_squares()
    {
        // Eyes, nose and mouth at any place; the transform by complex least squares, w = a z + b, computed apart from this program.
        Vector2[] five = [new(210, 180.5f), new(291.2f, 172.3f), new(255.7f, 231.9f), new(222.4f, 270.1f), new(289.8f, 262.6f)];
        var toImage = FaceAlignment.ArcFace112.ChipToImage(Landmarks(five));
        Assert.Equal(2.266918715, toImage.A, 1e-4);
        Assert.Equal(-0.165534129, toImage.B, 1e-4);
        Assert.Equal(114.911216381, toImage.X, 1e-2);
        Assert.Equal(69.761017779, toImage.Y, 1e-2);
        // Where the points are the template itself, the face is cut out as it is; the template's points are those of the published code.
        Vector2[] template = [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];
        var there = SimilarityTransform.Mapping(new(56, 56), new(300, 200), 25, 3);
        var found = FaceAlignment.ArcFace112.ChipToImage(Landmarks([.. template.Select(there.Apply)]));
        Assert.Equal((3, 25), (Math.Round(found.Scale, 3), Math.Round(found.Degrees, 2)));
        Assert.All(template, point => Assert.InRange(Vector2.Distance(found.Apply(point), there.Apply(point)), 0, 0.01));
        // A face of dlib's mean shape lies upright on it, within a few pixels of the template.
        var mean = FaceAlignment.ArcFace112.ChipToImage(Mean).Inverse();
        Assert.InRange(mean.Degrees, -1, 1);
        Assert.InRange(Vector2.Distance(mean.Apply(Mean[30]), template[2]), 0, 5);
        Assert.Equal(FaceShape.ChipToImage(Mean), FaceAlignment.Dlib150.ChipToImage(Mean));
        Assert.Null(FaceAlignment.Find("arcface128"));
        Assert.Same(FaceAlignment.ArcFace112, FaceAlignment.Find("arcface112"));
    }

    // Six points around each eye, whose middle it is.
    private static Vector2[] Landmarks(Vector2[] five)
    {
        var landmarks = new Vector2[FaceShape.Count];
        for (var i = 0; i < 6; i++)
        {
            Vector2 around = new(MathF.Cos(i * MathF.PI / 3), MathF.Sin(i * MathF.PI / 3));
            (landmarks[36 + i], landmarks[42 + i]) = (five[0] + 5 * around, five[1] + 5 * around);
        }
        (landmarks[30], landmarks[48], landmarks[54]) = (five[2], five[3], five[4]);
        return landmarks;
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
