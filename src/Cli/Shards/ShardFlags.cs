using System.CommandLine;
using Graft.Shards;

namespace Graft.Cli;

/// <summary>Flags of a verb that answers long lists in parts.</summary>
internal sealed class ShardFlags
{
    private readonly Option<int?> _shards = new("--shards")
    {
        Description = "with a folder as --out: cut the list into so many stretches, a Parquet file each; a scheduler's array says it by itself",
        HelpName = "N",
    };

    private readonly Option<int?> _shard = new("--shard")
    {
        Description = "answer this stretch alone, counted from 0; a scheduler's task says it by itself (SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, ...). "
            + "Without either all are answered, one after the other",
        HelpName = "I",
    };

    /// <summary>Adds them to a verb.</summary>
    public ShardFlags(Command verb)
    {
        verb.Add(_shards);
        verb.Add(_shard);
        _shards.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > ShardChoice.MaxShards) result.AddError($"--shards takes 1 to {ShardChoice.MaxShards}.");
        });
        _shard.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0) result.AddError("--shard is 0 or more.");
        });
    }

    /// <summary>Whether one was given.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.IsGiven(_shards) || parsed.IsGiven(_shard);

    /// <summary>Refuses them where there is no folder for parts.</summary>
    /// <exception cref="GraftException">One was given.</exception>
    public void RequireNone(ParseResult parsed, string cure)
    {
        if (IsGiven(parsed)) throw new GraftException("--shards and --shard are for answers in parts, and no folder was named for them.", cure: cure);
    }

    /// <summary>What was chosen, or the scheduler says.</summary>
    /// <exception cref="GraftException">It contradicts itself.</exception>
    public ShardChoice Read(ParseResult parsed) => ShardChoice.Of(parsed.GetValue(_shards), parsed.GetValue(_shard), Environment.GetEnvironmentVariable);
}
