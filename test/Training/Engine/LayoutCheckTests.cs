using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class LayoutCheckTests
{
    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("efficientnet_lite_tiny")]
    [InlineData("densenet_tiny")]
    public void Both_layouts_answer_as_float64_does(string model)
    {
        var graph = ModelCatalogue.Build(model, TinyJob.Classes);
        using var check = new LayoutCheck(TinyJob.Create(model, phases: new Phase(1, graph.Stages[0].Name, 0.01)));
        Assert.True(check.Agrees(MemoryLayout.ChannelsFirst));
        Assert.True(check.Agrees(MemoryLayout.ChannelsLast));
    }

    [Fact]
    public void Only_what_is_trained_is_looked_at()
    {
        var job = TinyJob.Create(phases: new Phase(1, "stage4", 0.01));
        // A frozen filter without a finite value would spoil every answer.
        job.Parameters["conv1.weight"].Data[0] = float.NaN;
        using var check = new LayoutCheck(job);
        Assert.True(check.Agrees(MemoryLayout.ChannelsLast));
    }
}
