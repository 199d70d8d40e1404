using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Tests.Tasks.Detection;

public sealed class DecoderTests
{
    [Fact]
    public void Proposals_are_the_surest_anchors_that_do_not_cover_each_other()
    {
        Box[] anchors = [new(0, 0, 10, 10), new(1, 0, 11, 10), new(50, 50, 60, 60), new(-30, -30, -20, -20)];
        var level = new LevelMap(2, 2, [3, 2, 1, 5], new float[16]);
        var proposals = new ProposalGenerator(anchors, 1, new ProposalOptions()).Generate([level], 0, 100, 100);
        Assert.Equal([anchors[0], anchors[2]], proposals); // the second is the first, the last lies outside
    }

    [Fact]
    public void Proposals_that_are_not_sure_enough_are_left_out()
    {
        Box[] anchors = [new(0, 0, 10, 10), new(50, 50, 60, 60), new(80, 80, 90, 90)];
        var level = new LevelMap(1, 3, [0, -2.9f, -3f], new float[12]); // a sigmoid of 0.05 is -2.944
        var generator = new ProposalGenerator(anchors, 1, new ProposalOptions { ScoreThreshold = 0.05f });
        Assert.Equal([anchors[0], anchors[1]], generator.Generate([level], 0, 100, 100));
        Assert.Equal(anchors, new ProposalGenerator(anchors, 1, new ProposalOptions()).Generate([level], 0, 100, 100));
    }

    [Fact]
    public void A_region_becomes_a_detection_of_every_class_it_may_be()
    {
        Box[] regions = [new(10, 10, 30, 30)];
        var found = new RegionDecoder(2, new DetectionOptions()).Decode(regions, [0, 3, 2.5f], new float[12], 40, 40);
        Assert.Equal([0, 1], found.Select(detection => detection.Label));
        Assert.All(found, detection => Assert.Equal(regions[0], detection.Box));
        Assert.Equal(Math.Exp(3) / (1 + Math.Exp(3) + Math.Exp(2.5)), found[0].Score, 1e-6);
    }

    [Fact]
    public void Nothing_sure_enough_gives_no_detections()
    {
        Assert.Empty(new RegionDecoder(1, new DetectionOptions()).Decode([new(0, 0, 9, 9)], [9, 0], new float[8], 40, 40));
        Assert.Empty(new RegionDecoder(1, new DetectionOptions()).Decode([], [], [], 40, 40));
    }

    [Fact]
    public void One_stage_takes_classes_from_the_scores_order()
    {
        Box[] anchors = [new(0, 0, 10, 10), new(20, 20, 30, 30)];
        var level = new LevelMap(1, 2, [-9, 2, -9, -9, -9, 1], new float[8]);
        var found = new OneStageDecoder(anchors, 1, 3, new DetectionOptions()).Decode([level], 0, 40, 40);
        Assert.Equal([(anchors[0], 1), (anchors[1], 2)], found.Select(detection => (detection.Box, detection.Label)));
    }

    [Fact]
    public void A_detector_of_one_stage_keeps_boxes_however_thin()
    {
        // A logarithm of -9 makes a side of 0.001 pixel.
        var level = new LevelMap(1, 1, [2], [0, 0, -9, 0]);
        var found = Assert.Single(new OneStageDecoder([new(0, 0, 10, 10)], 1, 1, new DetectionOptions()).Decode([level], 0, 40, 40));
        Assert.InRange(found.Box.Width, 1e-4f, 5e-3f);
    }

    [Fact]
    public void Of_many_scores_the_highest_come_in_order()
    {
        float[] scores = [.. Enumerable.Range(0, 5000).Select(i => (float)(i * 7919 % 5000))];
        Assert.Equal(Nms.Order(scores)[..100], TopScores.Of(scores, 100));
    }
}
