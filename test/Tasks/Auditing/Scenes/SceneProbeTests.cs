using Graft.Imaging;

namespace Graft.Tasks.Tests.Auditing;

public sealed class SceneProbeTests
{
    private static readonly int[] Sizes = [28, 14];

    [Fact]
    public void Means_over_parts_of_cells_are_exact()
    {
        var map = new SceneMap(1, 2, 2, [1, 2, 3, 4]);
        var means = new float[4];
        map.Pool(new(0, 0, 1, 1), 2, means);
        Assert.Equal([1, 2, 3, 4], means);
        map.Pool(new(0.25f, 0, 0.75f, 1), 1, means.AsSpan(0, 1));
        Assert.Equal(2.5f, means[0], 5);
        map.Pool(new(0.25f, 0.25f, 1, 0.5f), 1, means.AsSpan(0, 1));
        Assert.Equal((0.25f * 1 + 0.5f * 2) / 0.75f, means[0], 5);
        map.Pool(new(-1, 0, 1, 1), 2, means);
        Assert.Equal([0, 1.5f, 0, 3.5f], means);
    }

    [Fact]
    public void Ridge_regression_finds_the_line_that_was_drawn()
    {
        var random = new SeededRandom(1);
        List<(float[], float[])> rows = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            float[] row = [(float)random.Normal(), (float)random.Normal()];
            return (row, new[] { 2 * row[0] - row[1] + 3, row[1] });
        })];
        var weights = RidgeRegression.Fit(rows, 1e-3);
        Assert.Equal([2, -1, 3], weights[0].Select(value => MathF.Round(value, 2)));
        Assert.Equal([0, 1, 0], weights[1].Select(value => MathF.Round(Math.Abs(value), 2)));
    }

    [Fact]
    public void Few_directions_keep_what_varies()
    {
        var random = new SeededRandom(2);
        float[] cells = [.. Enumerable.Range(0, 500).SelectMany(_ =>
        {
            var value = (float)random.Normal();
            return new[] { 10 + 3 * value, 5 - 3 * value, (float)random.Normal() * 0.01f };
        })];
        var map = ChannelReduction.Of(cells, 3, 1, 1).Apply([13, 7, 2, 8, 0, 0], 1, 2);
        Assert.Equal(1, map.Channels);
        Assert.InRange(Math.Abs(map.Values[0]), 0.8, 1.2);
        Assert.InRange(map.Values[0] + map.Values[1], -0.2, 0.2);
    }

    [Fact]
    public void Missing_doubled_swapped_and_loose_boxes_come_first_in_their_rankings()
    {
        var scenes = Scenes();
        scenes[0] = scenes[0] with { Boxes = [scenes[0].Boxes[0]], Labels = [scenes[0].Labels[0]] };
        scenes[1] = scenes[1] with { Labels = [1 - scenes[1].Labels[0], scenes[1].Labels[1]] };
        scenes[2] = scenes[2] with { Boxes = [scenes[2].Boxes[0].Shift(0.07, 0.04), scenes[2].Boxes[1]] };
        scenes[3] = scenes[3] with { Boxes = [.. scenes[3].Boxes, scenes[3].Boxes[0].Shift(0.02, 0)], Labels = [.. scenes[3].Labels, scenes[3].Labels[0]] };
        var whole = Scenes();
        var audit = new BoxAudit(scenes, 2).Run();
        Assert.Equal(0, audit.Missing[0].Scene);
        Assert.InRange(audit.Missing[0].Place.IoU(whole[0].Boxes[1]), 0.5, 1);
        Assert.Equal((1, 0), (audit.Swapped[0].Scene, audit.Swapped[0].At!.Value));
        Assert.True(audit.Swapped[0].IsSure);
        Assert.Equal((2, 0), (audit.Loose[0].Scene, audit.Loose[0].At!.Value));
        Assert.InRange(audit.Loose[0].Place.IoU(whole[2].Boxes[0]), 0.6, 1);
        Assert.Equal((3, true), (Assert.Single(audit.Doubled).Scene, audit.Doubled[0].IsSure));
    }

    [Fact]
    public void Groups_are_held_out_together_and_one_alone_cannot_be()
    {
        var scenes = Scenes();
        for (var i = 0; i < scenes.Length; i++) scenes[i] = scenes[i] with { Group = "all" };
        Assert.Contains("one image", Assert.Throws<GraftException>(() => new BoxAudit(scenes, 2).Run()).Message);
    }

    [Fact]
    public void A_region_of_another_class_comes_first_and_is_suggested()
    {
        var scenes = Scenes();
        var masks = scenes.Select((scene, i) => MaskScene.Of(scene.Maps, MapOf(scene, i == 4 ? 1 : 0), null)).ToArray();
        var audit = new MaskAudit(masks, 3).Run();
        var first = audit.Regions[0];
        Assert.Equal((4, true, 1 + scenes[4].Labels[0]), (first.Scene, first.IsSure, first.Suggestion));
        Assert.InRange(audit.Agreement, 0.9, 1);
        Assert.Equal(1, audit.Regions.Count(doubt => doubt.IsSure));
    }

    [Fact]
    public void Regions_hang_together_by_edges()
    {
        var regions = MaskRegions.Of(new(3, 3, [1, 0, 1, 0, 1, 1, 255, 0, 0])).ToList();
        Assert.Equal([(1, 1), (0, 1), (1, 3), (0, 1), (0, 2)], regions.Select(region => (region.Label, region.Pixels.Count)));
        Assert.Equal(new Box(1, 0, 3, 2), regions[2].Box);
    }

    private static ClassMap MapOf(ProbeScene scene, int swapped)
    {
        var map = new ClassMap(84, 84, new byte[84 * 84]);
        foreach (var (i, box) in scene.Boxes.Index())
            for (var y = (int)(box.Y1 * 84); y < box.Y2 * 84; y++)
                for (var x = (int)(box.X1 * 84); x < box.X2 * 84; x++)
                    map.Values[y * 84 + x] = (byte)(1 + (i < swapped ? 1 - scene.Labels[i] : scene.Labels[i]));
        return map;
    }

    // Objects are where a channel of their class is on; some noise is everywhere.
    private static ProbeScene[] Scenes() => [.. Enumerable.Range(0, 16).Select(index =>
    {
        var random = SeededRandom.For(3, $"scene/{index}");
        Box[] boxes =
        [
            Box.FromCentre(random.Uniform(0.2, 0.3), random.Uniform(0.25, 0.75), random.Uniform(0.2, 0.3), random.Uniform(0.2, 0.3)),
            Box.FromCentre(random.Uniform(0.7, 0.8), random.Uniform(0.25, 0.75), random.Uniform(0.2, 0.3), random.Uniform(0.2, 0.3)),
        ];
        int[] labels = [random.Next(2), index % 2];
        var levels = Sizes.Select(size =>
        {
            var values = new float[size * size * 3];
            for (var cell = 0; cell < size * size; cell++)
            {
                for (var c = 0; c < 3; c++) values[cell * 3 + c] = (float)random.Normal() * 0.1f;
                var at = new Box(cell % size / (float)size, cell / size / (float)size, (cell % size + 1) / (float)size, (cell / size + 1) / (float)size);
                foreach (var (box, label) in boxes.Zip(labels)) values[cell * 3 + label] += (float)(box.Intersection(at) / at.Area);
            }
            return new SceneMap(3, size, size, values);
        });
        return new ProbeScene(new([.. levels]), boxes, labels);
    })];
}
