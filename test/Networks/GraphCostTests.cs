using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class GraphCostTests
{
    [Fact]
    public void A_convolution_and_a_linear_layer_are_counted_by_hand()
    {
        var g = new GraphBuilder("two layers");
        var x = g.Conv("conv", g.Input, 8, Window.Square(3, 2, 1), bias: true); // 8 x 4 x 4 outputs of 3 x 9 products
        x = g.Flatten(g.AdaptiveAveragePool(g.Norm("bn", x)), 8);
        x = g.Linear("fc", x, 5);
        g.End(x, 0);

        Assert.Equal(new GraphCost(8 * 27 + 8 + 16 + 45, 8 * 16 * 27 + 40), GraphCost.Of(g.Build(x), 8, 8));
    }

    [Fact]
    public void The_values_alive_together_are_counted_by_hand()
    {
        var g = new GraphBuilder("a sum");
        var first = g.Conv("conv", g.Input, 8, Window.Square(3, 2, 1), bias: true);
        var x = g.Add(g.Relu(first), first);
        g.End(x, 0);

        // The input of 3 x 8 x 8 goes with the convolution's 8 x 4 x 4, which lives on beside the activation and then the sum.
        Assert.Equal(4 * Math.Max(3 * 64 + 8 * 16, 3 * 8 * 16), GraphMemory.Peak(g.Build(x), 8, 8));
    }

    [Theory]
    [InlineData("inception_v3")]
    [InlineData("efficientnet_lite0")]
    public void The_summarys_rows_add_up_to_its_total(string name)
    {
        var summary = GraphSummary.Of(ModelCatalogue.Build(name), 299, 299);

        Assert.Equal(summary.Total.Parameters, summary.Stages.Sum(stage => stage.Parameters));
        Assert.Equal(summary.Total.MultiplyAdds, summary.Stages.Where(stage => stage.Stage != "auxiliary").Sum(stage => stage.MultiplyAdds));
    }

    [Fact]
    public void The_summary_is_a_table_people_can_read() => Assert.Equal("""
        resnet18, 224 x 224 pixels
        stage     output             parameters  multiply-adds
        stem      64 x 56 x 56            9,536        118.0 M
        stage1    64 x 56 x 56          147,968        462.4 M
        stage2    128 x 28 x 28         525,568        411.0 M
        stage3    256 x 14 x 14       2,099,712        411.0 M
        stage4    512 x 7 x 7         8,393,728        411.0 M
        neck      512                         0              0
        head      1000                  513,000        512,000
        total                        11,689,512         1.81 G

        """, GraphSummary.Of(ModelCatalogue.Build("resnet18"), 224, 224).ToString());

    [Fact]
    public void The_summary_tells_where_an_image_is_too_small_for_the_auxiliary_classifier() =>
        Assert.Contains("auxiliary too small", GraphSummary.Of(ModelCatalogue.Build("inception_v3"), 224, 224).ToString(), StringComparison.Ordinal);
}
