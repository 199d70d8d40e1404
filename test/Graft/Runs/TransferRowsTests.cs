using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Runs;

public sealed class TransferRowsTests
{
    private static readonly Graph Network = ModelCatalogue.Build("resnet_tiny", 4);

    [Theory]
    [InlineData(Strategy.Probe, true, "logistic regression")]
    [InlineData(Strategy.Gradual, true, "logistic regression")]
    [InlineData(Strategy.Adapt, true, "discriminant")]
    [InlineData(Strategy.Gradual, false, "new")]
    [InlineData(Strategy.Full, true, "new")]
    public void The_heads_values_come_from_where_the_strategy_gets_them(Strategy strategy, bool isSolved, string origin)
    {
        var plan = TransferPlan.For(strategy, new TransferOptions { HeadIsSolved = isSolved }, Network);
        var rows = TransferRows.Of(TransferTable.Of(Network, plan, report: null));
        Assert.Equal(origin, rows[^1].Origin);
        Assert.False(rows[^1].Frozen);
        Assert.All(rows.SkipLast(1), row => Assert.NotEqual("logistic regression", row.Origin));
    }
}
