namespace Graft.Shards;

/// <summary>What is done of a list, what is missing, and what failed.</summary>
/// <param name="Job">What the parts are parts of; null where there is none.</param>
/// <param name="Done">Parts that are whole.</param>
/// <param name="Broken">Parts that are not.</param>
/// <param name="Unfinished">Files that are being written, or were.</param>
internal sealed record ShardFolder(PartJob? Job, IReadOnlyList<PartFacts> Done, IReadOnlyList<string> Broken, IReadOnlyList<string> Unfinished)
{
    /// <summary>Numbers of the parts that are missing.</summary>
    public IEnumerable<int> Missing => Job is null ? [] : Enumerable.Range(0, Job.Shards).Except(Done.Select(part => part.Shard));

    /// <summary>Looks at every part.</summary>
    /// <exception cref="GraftException">There is no part, or they do not belong together.</exception>
    public static ShardFolder Read(PartPlace place)
    {
        List<PartFacts> done = [];
        List<string> broken = [];
        foreach (var part in place.Parts())
        {
            if (place.Facts(part) is not { } facts || PartName.Parse(part) != (facts.Shard, facts.Job.Shards))
            {
                broken.Add(part);
                continue;
            }
            if (done.Count > 0 && done[0].Job != facts.Job) throw Mixture(place, done[0], facts);
            done.Add(facts);
        }
        return new ShardFolder(done.FirstOrDefault()?.Job, done, broken, place.Unfinished());
    }

    /// <summary>Refuses a place that holds parts of something else: names tell another number of stretches, and a few parts are asked what they are.</summary>
    /// <exception cref="GraftException">It does.</exception>
    public static void RequireOnly(PartPlace place, PartJob job, IReadOnlyList<int> chosen)
    {
        var parts = place.Parts();
        // Thousands of processes would otherwise read thousands of parts each.
        var asked = parts.Where(part => PartName.Parse(part) is var (_, shards) && shards != job.Shards).Take(1)
            .Concat(chosen.Take(1).Select(shard => PartName.Of(shard, job.Shards)).Where(parts.Contains)).Concat(parts.Take(1)).Distinct();
        foreach (var part in asked)
            if (place.Facts(part) is { } facts) Require(place, part, facts, job);
    }

    /// <exception cref="GraftException">The part is of something else.</exception>
    public static void Require(PartPlace place, string part, PartFacts facts, PartJob job)
    {
        if (facts.Job != job)
            throw new GraftException($"'{place.Name}' holds parts of something else: '{part}' differs from this in {facts.Job.Against(job)}.",
                "Parts of one folder are of one model, one list and one number of shards.", "Choose another folder, or remove the parts.");
    }

    private static GraftException Mixture(PartPlace place, PartFacts one, PartFacts other) => new(
        $"'{place.Name}' is a mixture: {PartName.Of(one.Shard, one.Job.Shards)} and {PartName.Of(other.Shard, other.Job.Shards)} differ in "
            + $"{one.Job.Against(other.Job)}.",
        "Parts of one folder are of one model, one list and one number of shards.", "Remove those that are not meant.");
}
