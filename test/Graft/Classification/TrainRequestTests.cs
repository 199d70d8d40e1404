using Graft.Training;

namespace Graft.Tests.Classification;

public sealed class TrainRequestTests
{
    [Fact]
    public void Everything_out_of_range_is_said_at_once()
    {
        var request = new TrainRequest { Data = "x", Epochs = 0, Batch = 0, Optimizer = "lion", Strategy = TransferStrategy.Partial };
        var problems = Assert.Throws<ProblemsException>(request.Validate).Problems;
        Assert.Equal(["Batch", "Epochs", "Freeze", "Optimizer"], problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void Freezing_a_stage_means_the_partial_strategy()
    {
        var request = new TrainRequest { Data = "x", Freeze = "stage2" };
        Assert.Contains("--strategy partial", Assert.Throws<ProblemsException>(request.Validate).Message);
    }

    [Fact]
    public void The_defaults_are_in_range() => new TrainRequest { Data = "x" }.Validate();
}
