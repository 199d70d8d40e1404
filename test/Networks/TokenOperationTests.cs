using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class TokenOperationTests
{
    [Fact]
    public void Windows_of_a_shifted_map_keep_pixels_from_opposite_edges_apart()
    {
        var plan = WindowPlan.Of(new("a", 4, 1, Side: 2, Shift: 1, AttentionForm.Swin), 4, 4);

        Assert.Equal([5, 6, 9, 10, 7, 4, 11, 8, 13, 14, 1, 2, 15, 12, 3, 0], plan.Pixels());
        Assert.All(plan.Mask()![..16], value => Assert.Equal(0, value)); // the first window is whole
        Assert.Equal([0, -100, 0, -100], plan.Mask()![16..20]); // the second joins the right edge with the left
        Assert.Equal([0, -100, -100, -100], plan.Mask()![48..52]); // the last has a pixel of each corner
    }

    [Fact]
    public void A_grid_is_spread_over_the_whole_map() =>
        Assert.Equal([0, 2, 8, 10, 1, 3, 9, 11], WindowPlan.Of(new("a", 4, 1, Side: 2, Shift: 0, AttentionForm.MaxVitGrid), 4, 4).Pixels()[..8]);

    [Fact]
    public void A_map_that_is_no_multiple_of_the_window_is_filled_below_and_to_the_right()
    {
        var plan = WindowPlan.Of(new("a", 4, 1, Side: 2, Shift: 0, AttentionForm.Swin), 3, 1);

        Assert.Equal([0, 3, 1, 3, 2, 3, 3, 3], plan.Pixels());
        Assert.Null(plan.Mask());
    }

    [Fact]
    public void A_window_as_large_as_the_map_is_not_shifted() =>
        Assert.False(WindowPlan.Of(new("a", 4, 1, Side: 4, Shift: 2, AttentionForm.Swin), 3, 4).IsShifted);

    [Theory]
    [InlineData(14, 14, 14)]
    [InlineData(14, 24, 10)]
    [InlineData(3, 1, 7)]
    public void Resampled_positions_are_means_of_the_learned_ones(int grid, int height, int width)
    {
        var weights = PositionGrid.Weights(grid, height, width);

        for (var position = 0; position < height * width; position++)
            Assert.Equal(1, weights.AsSpan(position * grid * grid, grid * grid).ToArray().Sum(weight => (double)weight), 1e-5);
        if (grid == height && grid == width) Assert.All(weights.Index(), pair => Assert.Equal(pair.Index / grid / grid == pair.Index % (grid * grid) ? 1 : 0, pair.Item));
    }

    [Fact]
    public void Resampling_leaves_the_class_token_and_the_corners_alone()
    {
        float[] table = [9, 1, 2, 3, 4]; // the class token and 2 x 2 positions of one channel

        var larger = PositionGrid.Resize(table, 2, 3, 3);

        Assert.Equal([9, 1, 2, 3, 4], new[] { 0, 1, 3, 7, 9 }.Select(i => larger[i]));
        Assert.Equal(2.5f, larger[5], 1e-6f);
        Assert.Equal(table, PositionGrid.Resize(table, 2, 2, 2));
    }

    [Fact]
    public void A_tap_behind_a_class_token_is_known_for_oblong_images_unless_the_graph_was_cut()
    {
        var graph = ModelCatalogue.Build("vit_twin");
        var suffix = graph.SplitBefore("stage2").Suffix;

        Assert.Equal([32, 3, 5], graph.Infer(48, 80)[graph.StageNamed("stage2").Output]);
        Assert.Equal([], suffix.Infer(1, 16)[suffix.StageNamed("stage2").Output]);
        Assert.Equal([32, 4, 4], suffix.Infer(1, 17)[suffix.StageNamed("stage2").Output]);
        Assert.Equal([1000], suffix.Infer(1, 16)[suffix.Output]);
    }

    [Fact]
    public void A_graph_can_end_at_any_tap()
    {
        var graph = ModelCatalogue.Build("vit_twin").EndingAt("stage3");

        Assert.Equal([32, 4, 4], graph.Infer(64, 64)[graph.Output]);
        Assert.Equal(["stem", "stage1", "stage2", "stage3"], graph.Stages.Select(stage => stage.Name));
    }

    [Theory]
    [InlineData("convnext_tiny", 18, 0.1)]
    [InlineData("swin_b", 48, 0.5)]
    [InlineData("maxvit_t", 55, 0.2)]
    public void Stochastic_depth_grows_to_its_published_rate(string name, int branches, double rate)
    {
        var rates = ModelCatalogue.Build(name).Nodes.Select(node => node.Operation).OfType<Operation.StochasticDepth>().Select(depth => depth.Rate).ToList();
        var first = name == "convnext_tiny" ? 1 : name == "swin_b" ? 2 : 5; // branches of the first block, which is never left out

        Assert.Equal(branches - first, rates.Count);
        Assert.Equal(rates.Order(), rates);
        Assert.Equal(rate, rates[^1], 1e-12);
    }
}
