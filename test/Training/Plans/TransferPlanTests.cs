using System.Text.Json;
using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class TransferPlanTests
{
    private static readonly Graph Network = ModelCatalogue.Build("resnet_tiny", 4);

    [Fact]
    public void Gradual_trains_the_head_and_then_everything()
    {
        var plan = TransferPlan.For(Strategy.Gradual, new TransferOptions { Epochs = 10 }, Network);
        Assert.Equal([("head", 2), ("stem", 8)], plan.Phases.Select(phase => (phase.TrainFrom, phase.Epochs)));
    }

    [Fact]
    public void Gradual_starts_with_everything_where_the_head_is_solved_already()
    {
        var plan = TransferPlan.For(Strategy.Gradual, new TransferOptions { Epochs = 10, HeadIsSolved = true }, Network);
        Assert.Equal([("stem", 10)], plan.Phases.Select(phase => (phase.TrainFrom, phase.Epochs)));
    }

    [Theory]
    [InlineData(Strategy.Head, "head")]
    [InlineData(Strategy.Full, "stem")]
    [InlineData(Strategy.Scratch, "stem")]
    public void Other_strategies_have_one_phase(Strategy strategy, string from) =>
        Assert.Equal(from, Assert.Single(TransferPlan.For(strategy, new TransferOptions(), Network).Phases).TrainFrom);

    [Fact]
    public void The_probe_has_no_phase() => Assert.Empty(TransferPlan.For(Strategy.Probe, new TransferOptions(), Network).Phases);

    [Fact]
    public void Partial_trains_what_comes_after_the_last_frozen_stage()
    {
        var plan = TransferPlan.For(Strategy.Partial, new TransferOptions { Freeze = "stage2" }, Network);
        Assert.Equal("stage3", Assert.Single(plan.Phases).TrainFrom);
    }

    [Fact]
    public void Freezing_an_unknown_stage_lists_those_there_are()
    {
        var failure = Assert.Throws<GraftException>(() => TransferPlan.For(Strategy.Partial, new TransferOptions { Freeze = "layer9" }, Network));
        Assert.Contains("stage1", failure.Message);
    }

    [Fact]
    public void Freezing_everything_is_refused()
    {
        var failure = Assert.Throws<GraftException>(() => TransferPlan.For(Strategy.Partial, new TransferOptions { Freeze = "head" }, Network));
        Assert.Contains("Nothing is left to train", failure.Message);
    }

    [Fact]
    public void Options_out_of_range_are_told_together()
    {
        var options = new TransferOptions { Epochs = 0, LearningRate = -1, DecayPerStage = 2 };
        var failure = Assert.Throws<ProblemsException>(() => TransferPlan.For(Strategy.Full, options, Network));
        Assert.Equal(["DecayPerStage", "Epochs", "LearningRate"], failure.Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void The_rate_falls_with_the_distance_from_the_head_and_is_null_where_frozen()
    {
        var phase = new Phase(1, "stage3", 0.1, 0.5);
        Assert.Null(phase.RateOf(Network, "stage2"));
        Assert.Equal(0.025, phase.RateOf(Network, "stage3")!.Value, 1e-12);
        Assert.Equal(0.05, phase.RateOf(Network, "stage4")!.Value, 1e-12);
        Assert.Equal(0.1, phase.RateOf(Network, "head")!.Value, 1e-12);
    }

    [Fact]
    public void The_table_says_per_stage_what_is_loaded_fresh_and_frozen_and_survives_json()
    {
        var report = CheckpointReport(loaded: name => !name.StartsWith("fc."));
        var plan = TransferPlan.For(Strategy.Gradual, new TransferOptions { LearningRate = 0.001, DecayPerStage = 0.5 }, Network);

        var table = JsonSerializer.Deserialize<TransferTable>(JsonSerializer.Serialize(TransferTable.Of(Network, plan, report), Json.Options), Json.Options)!;

        Assert.Equal(Network.Stages.Select(stage => stage.Name), table.Rows.Select(row => row.Stage));
        var (stem, head) = (table.Rows[0], table.Rows[^1]);
        Assert.Equal((5, 0), (stem.Loaded, stem.Reinitialised));
        Assert.Equal((0, 2), (head.Loaded, head.Reinitialised));
        Assert.Null(stem.LearningRates[0]);
        Assert.Equal(0.005, head.LearningRates[0]!.Value, 1e-12);
        Assert.Equal(0.001 * Math.Pow(0.5, 5), stem.LearningRates[1]!.Value, 1e-12);
    }

    private static LoadReport CheckpointReport(Func<string, bool> loaded) => new()
    {
        Model = Network.Name,
        File = "weights.safetensors",
        Loaded = [.. Network.Parameters.Select(spec => spec.Name).Where(loaded)],
        Missing = [],
        Unexpected = [],
        Misshapen = [],
        Mistyped = [],
        Reinitialised = [.. Network.Parameters.Select(spec => spec.Name).Where(name => !loaded(name))],
        CountersFromZero = [],
        StrippedPrefix = "",
        Ignored = [],
        Problems = [],
    };
}
