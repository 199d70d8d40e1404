using System.Text.Json;
using Graft.Data;

namespace Graft.Training;

/// <summary>What is looked at before ranks begin.</summary>
internal static class RankStart
{
    // Solved heads and published weights come from rank 0, and a folder is rank 0's alone.
    private const string NotCompared = "weights to start from";

    /// <summary>Refuses ranks whose jobs are not the same: each host reads its own copy of the data.</summary>
    /// <exception cref="GraftException">The hosts, and what differs there.</exception>
    public static void Require(TrainingJob job, IReadOnlyDictionary<string, string> fingerprint)
    {
        var ranks = job.Collective;
        if (ranks.Size == 1) return;
        var all = ranks.Texts(JsonSerializer.Serialize(fingerprint, Json.Compact));
        var hosts = ranks.Texts(Environment.MachineName);
        var first = JsonSerializer.Deserialize<Dictionary<string, string>>(all[0], Json.Compact)!;
        for (var rank = 1; rank < all.Count; rank++)
        {
            var own = JsonSerializer.Deserialize<Dictionary<string, string>>(all[rank], Json.Compact)!;
            var differing = first.Keys.Where(piece => piece != NotCompared && own.GetValueOrDefault(piece) != first[piece]).ToList();
            if (differing.Count > 0)
                throw new GraftException($"Rank {rank} on {hosts[rank]} has another job than rank 0 on {hosts[0]}: {string.Join(", ", differing)} differ.",
                    "Every rank needs the same data and the same version.", "Copy the data to every host, or put it where all of them see it.");
        }
    }

    /// <summary>What of a job does not fit its ranks.</summary>
    public static IEnumerable<Problem> Examine(TrainingJob job)
    {
        var size = job.Collective.Size;
        if (size == 1) yield break;
        var batch = job.Options.BatchSize;
        if (batch >= size) yield break;
        // A batch holds no more identities than there are, whatever was asked for.
        yield return job.Train is IIdentityImages { ImagesPerIdentity: var each }
            ? new Problem("BatchSize", $"A batch has {batch / each} identities with {each} images each, which cannot be divided among {size} ranks.",
                batch / each == job.Classes ? $"There are no more to learn from: at most {batch} ranks." : $"A larger {Flag.Of("--batch")} has more.")
            : new Problem("BatchSize", $"A batch of {batch} images cannot be divided among {size} ranks.", "Each takes one image at least.");
    }
}
