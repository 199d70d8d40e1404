using System.Globalization;

namespace Graft.Cli;

/// <summary>Which stretches of a list a process answers: by its flags, or by what the scheduler that started it says.</summary>
/// <param name="Shards">Stretches of the list.</param>
/// <param name="Chosen">Those of this process, from 0.</param>
/// <param name="Source">Where it comes from, for a message; null for the flags alone.</param>
internal sealed record ShardChoice(int Shards, IReadOnlyList<int> Chosen, string? Source)
{
    /// <summary>Stretches at most: names of parts and schedulers have their limits.</summary>
    public const int MaxShards = 1_000_000;

    private const string ArrayId = "SLURM_ARRAY_TASK_ID", JobIndex = "JOB_COMPLETION_INDEX", BatchTask = "AZ_BATCH_TASK_ID";

    /// <summary>The choice. Flags go before the scheduler; without either it is all of one stretch.</summary>
    /// <param name="shards">--shards, if it was given.</param>
    /// <param name="shard">--shard, if it was given.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="GraftException">Something contradicts something else, or says too little.</exception>
    public static ShardChoice Of(int? shards, int? shard, Func<string, string?> variable)
    {
        if (shard is { } chosen)
        {
            var known = Places(variable).Where(place => place.Count is not null).ToList();
            var count = shards ?? (known.Select(place => place.Count).Distinct().ToList() is [{ } one] ? one
                : throw new GraftException($"--shard {chosen} was given, and not of how many.", "Shards are counted from 0.", "Add --shards N."));
            return new ShardChoice(count, [Within(chosen, count, "--shard")], shards is null ? known[0].Name : null);
        }
        // A launcher that starts one process says nothing of shards.
        var places = Places(variable).Where(place => place.Count != 1 || place.Name == ArrayId).ToList();
        if (places.Count == 0) return new ShardChoice(shards ?? 1, [.. Enumerable.Range(0, shards ?? 1)], null);
        foreach (var place in places) place.Require(shards);
        var first = places[0];
        if (places.FirstOrDefault(first.IsAgainst) is { } other)
            throw new GraftException($"{first.Words} and {other.Words} contradict each other.", "One scheduler says which shard this is.",
                "Choose with --shards N --shard I.");
        var all = shards ?? places.Select(place => place.Count).FirstOrDefault(count => count is not null)
            ?? throw new GraftException($"{first.Words}, and nothing says of how many.", cure: "Add --shards N.");
        return new ShardChoice(all, [Within(first.Index, all, first.Words)], first.Name);
    }

    private static int Within(int shard, int shards, string what) => shard >= 0 && shard < shards ? shard
        : throw new GraftException(FormattableString.Invariant($"{what} names shard {shard} of {shards}."),
            FormattableString.Invariant($"Shards are counted from 0 to {shards - 1}."), "Correct the number, or choose with --shards N --shard I.");

    private static IEnumerable<Place> Places(Func<string, string?> variable)
    {
        if (Number(variable, ArrayId) is { } id) yield return Array(id, variable);
        if (Number(variable, JobIndex) is { } index) yield return new Place(JobIndex, index, Number(variable, "JOB_COMPLETIONS"));
        if (variable(BatchTask) is { Length: > 0 } task && TrailingNumber(task) is { } number)
            yield return new Place(BatchTask, number, null) { Shown = $"{BatchTask} is '{task}'" };
        foreach (var launcher in new[] { "OMPI_COMM_WORLD", "PMI" })
            if (Number(variable, $"{launcher}_RANK") is { } rank) yield return new Place($"{launcher}_RANK", rank, Number(variable, $"{launcher}_SIZE"));
    }

    // --array=1-64 counts from 1, --array=0-126:2 in steps; of an array with holes, as of tasks that are run again, no number follows.
    private static Place Array(int id, Func<string, string?> variable)
    {
        var (min, max) = (Number(variable, "SLURM_ARRAY_TASK_MIN") ?? 0, Number(variable, "SLURM_ARRAY_TASK_MAX"));
        var (step, count) = (Math.Max(1, Number(variable, "SLURM_ARRAY_TASK_STEP") ?? 1), Number(variable, "SLURM_ARRAY_TASK_COUNT"));
        var hasHoles = max is { } last && count is { } tasks && ((last - min) / step) + 1 != tasks;
        return new Place(ArrayId, (id - min) / step, count) { HasHoles = hasHoles, Shown = $"{ArrayId} is {id}" };
    }

    private static int? TrailingNumber(string text)
    {
        var digits = text[(text.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return digits.Length is > 0 and < 10 ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
    }

    private static int? Number(Func<string, string?> variable, string name) => variable(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new GraftException($"{name} is '{text}'.", "A number is expected.", "Choose with --shards N --shard I.");

    /// <summary>What one scheduler says.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Index">The number, from 0.</param>
    /// <param name="Count">Of how many; null where it does not say.</param>
    private sealed record Place(string Name, int Index, int? Count)
    {
        public bool HasHoles { get; init; }

        public string? Shown { get; init; }

        public string Words =>
            (Shown ?? FormattableString.Invariant($"{Name} is {Index}")) + (Count is { } count ? FormattableString.Invariant($" of {count}") : "");

        public bool IsAgainst(Place other) => other.Index != Index || (other.Count ?? Count) != (Count ?? other.Count);

        public void Require(int? shards)
        {
            if (HasHoles)
                throw new GraftException($"{Words}, in an array whose numbers have holes: which shard it is does not follow from them.", "",
                    $"Choose with --shards N --shard ${ArrayId}.");
            if (shards is { } given && Count is { } count && given != count)
                throw new GraftException($"{Words}, and --shards is {given}.", "Both say how many shards there are.",
                    $"Make them equal, or choose with --shard, as in --shard ${Name}.");
        }
    }
}
