using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class TargetBuilderTests
{
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.0, true)]
    [InlineData(0.2, true)]
    public void The_loss_is_torchs_cross_entropy(double smoothing, bool weighted)
    {
        using var scope = torch.NewDisposeScope();
        double[]? weights = weighted ? [1, 2, 0.5] : null;
        int[] labels = [0, 2, 1, 1];
        var logits = torch.tensor(ReferenceFill.Input(4, 3), [4, 3]);
        var builder = new TargetBuilder(3, smoothing, weights);

        var targets = builder.Hard(labels);
        builder.Finish(targets);
        var ours = torch.nn.functional.log_softmax(logits, 1).mul(torch.tensor(targets, [4, 3])).sum().neg().ToDouble();

        var theirs = torch.nn.functional.cross_entropy(logits, torch.tensor(labels.Select(label => (long)label).ToArray()),
            weights is null ? null : torch.tensor(weights.Select(weight => (float)weight).ToArray()), label_smoothing: smoothing).ToDouble();
        Assert.Equal(theirs, ours, 1e-6);
    }
}
