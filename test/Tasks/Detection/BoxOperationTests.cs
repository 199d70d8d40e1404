using System.Text.Json;
using Graft.Imaging;
using Graft.Tasks;
using static Graft.Tests.Tasks.Detection.OperationsReference;

namespace Graft.Tests.Tasks.Detection;

public sealed class BoxOperationTests
{
    [Theory]
    [InlineData("0.1")]
    [InlineData("0.3")]
    [InlineData("0.5")]
    [InlineData("0.7")]
    public void Suppression_keeps_what_torchvision_keeps(string threshold)
    {
        var expected = Operations.GetProperty("nms").Integers(threshold);
        Assert.Equal(expected, Nms.Run(Operations.Boxes("boxes"), Operations.Floats("scores"), double.Parse(threshold)));
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("0.5")]
    public void Boxes_of_other_classes_do_not_suppress(string threshold)
    {
        var expected = Operations.GetProperty("batched_nms").Integers(threshold);
        Assert.Equal(expected, Nms.Run(Operations.Boxes("boxes"), Operations.Floats("scores"), Operations.Integers("labels"), double.Parse(threshold)));
    }

    [Fact]
    public void An_overlap_of_exactly_the_nearest_float_is_more_than_a_threshold_below_it()
    {
        // 3 of 10 in single precision is 0.300000012, which torchvision compares with 0.3 in double precision.
        Box[] boxes = [new(0, 0, 10, 1), new(0, 0, 3, 1)];
        Assert.True(BoxOverlap.IoU(boxes[0], boxes[1]) > 0.3);
        Assert.Equal([0], Nms.Run(boxes, [0.9f, 0.8f], 0.3));
        Assert.Equal([0, 1], Nms.Run(boxes, [0.9f, 0.8f], 0.31));
        Assert.True(Nms.Single(0.3) < BoxOverlap.IoU(boxes[0], boxes[1]));
        Assert.Equal(0.5f, Nms.Single(0.5));
    }

    [Fact]
    public void Overlaps_are_torchvisions()
    {
        var (boxes, objects) = (Operations.Boxes("boxes"), Operations.Boxes("gt"));
        var plain = Operations.GetProperty("box_iou").Deserialize<float[][]>()!;
        var generalized = Operations.GetProperty("generalized_box_iou").Deserialize<float[][]>()!;
        for (var i = 0; i < plain.Length; i++)
            for (var j = 0; j < objects.Length; j++)
            {
                Assert.Equal(plain[i][j], BoxOverlap.IoU(boxes[i], objects[j]), 1e-5);
                Assert.Equal(generalized[i][j], BoxOverlap.GeneralizedIoU(boxes[i], objects[j]), 1e-5);
            }
    }

    [Fact]
    public void Codes_are_torchvisions()
    {
        var (boxes, objects) = (Operations.Boxes("boxes"), Operations.Boxes("gt"));
        var expected = Operations.GetProperty("box_encode").Deserialize<float[][]>()!;
        var code = new float[4];
        for (var i = 0; i < expected.Length; i++)
        {
            BoxCoder.Regions.Encode(boxes[i], objects[i], code);
            for (var j = 0; j < 4; j++) Assert.Equal(expected[i][j], code[j], 1e-5 * Math.Max(1, Math.Abs(expected[i][j])));
        }
    }

    [Theory]
    [InlineData("decoded_regions")]
    [InlineData("decoded_plain")]
    public void Decoded_boxes_are_torchvisions(string name)
    {
        var coder = name == "decoded_plain" ? BoxCoder.Plain : BoxCoder.Regions;
        var codes = Cases.GetProperty("codes").Deserialize<float[][]>()!;
        AssertNear(Cases.Boxes(name), [.. Cases.Boxes("references").Zip(codes, (box, code) => coder.Decode(code, box))]);
    }

    [Fact]
    public void Matches_are_torchvisions()
    {
        var (boxes, objects) = (Operations.Boxes("boxes"), Operations.Boxes("gt"));
        Assert.Equal(Operations.Integers("matcher_0.7_0.3_lowq"), Matcher.Proposals.Match(boxes, objects));
        Assert.Equal(Operations.Integers("matcher_0.5_0.5"), Matcher.Regions.Match(boxes, objects));
        Assert.Equal(Cases.Integers("matches_one_stage"), Matcher.OneStage.Match(Cases.Boxes("candidates"), Cases.Boxes("objects")));
    }

    [Fact]
    public void Without_objects_everything_is_background() =>
        Assert.All(Matcher.Proposals.Match(Operations.Boxes("boxes"), []), match => Assert.Equal(Matcher.Background, match));

    [Fact]
    public void Anchors_are_torchvisions()
    {
        // On record is every seventeenth of two levels with strides 8 and 16.
        var anchors = AnchorGenerator.Generate(new AnchorOptions([[32], [64]], AnchorOptions.DefaultRatios), [(8, 12), (4, 6)], 64, 96);
        AssertNear(Operations.Boxes("anchors"), [.. anchors.Where((_, i) => i % 17 == 0)]);
    }

    [Fact]
    public void The_focal_loss_is_torchvisions()
    {
        var expected = Cases.Floats("focal");
        var (logits, targets) = (Cases.Floats("logits"), Cases.Floats("targets"));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], FocalLoss.Value(logits[i], targets[i]), 1e-5);
    }

    [Fact]
    public void Boxes_are_cut_to_the_image()
    {
        var moved = Operations.Boxes("boxes").Take(5).Select(box => box.Shift(-20, -20).Clip(120, 100));
        AssertNear(Operations.Boxes("clip_boxes"), [.. moved]);
    }

    [Fact]
    public void A_sample_has_at_most_its_share_of_objects_and_nothing_that_is_left_out()
    {
        int[] matches = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? i : i % 3 == 1 ? Matcher.Background : Matcher.Between)];
        var (positive, negative) = new BalancedSampler(20, 0.25).Draw(matches, new SeededRandom(1));
        Assert.Equal((5, 15), (positive.Length, negative.Length));
        Assert.All(positive, i => Assert.True(matches[i] >= 0));
        Assert.All(negative, i => Assert.Equal(Matcher.Background, matches[i]));
        Assert.Equal(positive.Length, positive.Distinct().Count());
    }

    [Fact]
    public void Of_two_levels_with_one_stride_regions_are_cut_from_the_first() =>
        Assert.Equal(0, new LevelAssignment([32, 32]).Of(new Box(0, 0, 2000, 2000)));

    [Theory]
    [InlineData(10, 0)]
    [InlineData(112, 1)]
    [InlineData(224, 2)]
    [InlineData(448, 3)]
    [InlineData(4000, 3)]
    public void A_region_belongs_to_the_level_of_its_size(int side, int level) =>
        Assert.Equal(level, new LevelAssignment([4, 8, 16, 32]).Of(new Box(0, 0, side, side)));
}
