using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class ShardChoiceTests
{
    [Theory]
    [InlineData("", null, null, 1, "0")]
    [InlineData("", 3, null, 3, "0 1 2")]
    [InlineData("", 64, 7, 64, "7")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=16 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=15 SLURM_ARRAY_TASK_STEP=1", null, null, 16, "5")]
    [InlineData("SLURM_ARRAY_TASK_ID=16 SLURM_ARRAY_TASK_COUNT=16 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=16", 16, null, 16, "15")]
    [InlineData("SLURM_ARRAY_TASK_ID=6 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=2", null, null, 4, "3")]
    [InlineData("JOB_COMPLETION_INDEX=3", 8, null, 8, "3")]
    [InlineData("JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=8", null, null, 8, "3")]
    [InlineData("AZ_BATCH_TASK_ID=shard-00012", 64, null, 64, "12")]
    [InlineData("AZ_BATCH_TASK_ID=only-words", 2, null, 2, "0 1")]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2", null, null, 2, "1")]
    [InlineData("PMI_RANK=1 PMI_SIZE=2", 2, null, 2, "1")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", 4, null, 4, "0 1 2 3")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=4 PMI_RANK=0 PMI_SIZE=1", null, null, 4, "2")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=9", 64, 9, 64, "9")]
    [InlineData("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4", null, 2, 4, "2")]
    public void It_follows_from_the_flags_or_the_scheduler(string environment, int? shards, int? shard, int expected, string chosen)
    {
        var choice = Of(environment, shards, shard);
        Assert.Equal(expected, choice.Shards);
        Assert.Equal(chosen, string.Join(' ', choice.Chosen));
    }

    [Theory]
    [InlineData("", null, 7, "Add --shards N")]
    [InlineData("", 4, 4, "--shard names shard 4 of 4")]
    [InlineData("JOB_COMPLETION_INDEX=3", null, null, "JOB_COMPLETION_INDEX is 3, and nothing says of how many")]
    [InlineData("JOB_COMPLETION_INDEX=8", 8, null, "names shard 8 of 8")]
    [InlineData("AZ_BATCH_TASK_ID=task-8", 8, null, "AZ_BATCH_TASK_ID is 'task-8' names shard 8 of 8")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4", 8, null, "SLURM_ARRAY_TASK_ID is 3 of 4, and --shards is 8")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=2 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=9", 64, null, "have holes")]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2", null, null, "contradict each other")]
    [InlineData("JOB_COMPLETION_INDEX=3 PMI_RANK=2 PMI_SIZE=8", 8, null, "contradict each other")]
    [InlineData("SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4", null, null, "SLURM_ARRAY_TASK_ID is 'x'")]
    public void What_contradicts_itself_or_says_too_little_is_refused(string environment, int? shards, int? shard, string expected) =>
        Assert.Contains(expected, Assert.Throws<GraftException>(() => Of(environment, shards, shard)).Message);

    private static ShardChoice Of(string environment, int? shards, int? shard)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return ShardChoice.Of(shards, shard, variables.GetValueOrDefault);
    }
}
