namespace Graft.Shards;

/// <summary>Writes the parts of a list that are missing.</summary>
/// <typeparam name="TAnswer">What is said of an image.</typeparam>
internal sealed class ShardRun<TAnswer>(ShardWork<TAnswer> work, ImageList list, PartPlace place)
{
    /// <summary>Writes what is missing of some stretches; what is there whole stays.</summary>
    /// <param name="shards">Stretches that the list is cut into.</param>
    /// <param name="chosen">Those that are wanted.</param>
    /// <param name="watch">Hears what happens.</param>
    /// <param name="cancellation">Stops it between two images; the part under way is not written then.</param>
    /// <exception cref="GraftException">The place holds parts of something else, the list is empty, or a disk or a store failed.</exception>
    public ShardResult Run(int shards, IReadOnlyList<int> chosen, ShardWatch watch, CancellationToken cancellation)
    {
        var summary = list.Summarise(cancellation);
        if (summary.Items == 0) throw new GraftException("The list names no image.", cure: "Check the source.");
        var job = work.Job with { ListHash = summary.Hash, Items = summary.Items, Shards = shards };
        ShardFolder.RequireOnly(place, job, chosen);
        List<PartFacts> written = [], there = [];
        foreach (var shard in chosen)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = PartName.Of(shard, shards);
            if (place.Facts(part) is not { } facts)
            {
                place.RequireOwn(part);
                written.Add(Write(part, job, shard, watch, cancellation));
                continue;
            }
            ShardFolder.Require(place, part, facts, job);
            there.Add(facts);
        }
        return new ShardResult(job, written, there);
    }

    private PartFacts Write(string part, PartJob job, int shard, ShardWatch watch, CancellationToken cancellation)
    {
        PartFacts? facts = null;
        place.Write(part, stream => facts = Write(stream, job, shard, watch, cancellation).GetAwaiter().GetResult());
        watch.Written?.Invoke(part, facts!);
        return facts!;
    }

    private async Task<PartFacts> Write(Stream stream, PartJob job, int shard, ShardWatch watch, CancellationToken cancellation)
    {
        var first = PartFacts.Start(job.Items, job.Shards, shard);
        var count = PartFacts.Start(job.Items, job.Shards, shard + 1) - first;
        var reached = first;
        await using var writer = await PartWriter<TAnswer>.Create(stream, work.Table());
        foreach (var answer in work.Answer(Watched(ImageReading.Of(list, first, count))))
        {
            cancellation.ThrowIfCancellationRequested();
            await writer.Add(answer);
            watch.Progress?.Invoke(shard, Interlocked.Read(ref reached) - first, count);
        }
        var facts = new PartFacts(job, shard, first, count, writer.Rows, writer.Failed);
        await writer.Complete(facts);
        return facts;

        IEnumerable<ReadImage> Watched(IEnumerable<ReadImage> images)
        {
            foreach (var image in images)
            {
                Interlocked.Exchange(ref reached, image.Item + 1);
                yield return image;
            }
        }
    }
}

/// <summary>What hears of a run.</summary>
/// <param name="Progress">Number of the stretch, entries done, and all of them.</param>
/// <param name="Written">A part that is there now.</param>
internal sealed record ShardWatch(Action<int, long, long>? Progress = null, Action<string, PartFacts>? Written = null);

/// <summary>What a run did.</summary>
/// <param name="Job">What the parts are parts of.</param>
/// <param name="Written">Parts that it wrote.</param>
/// <param name="There">Parts that were there already.</param>
internal sealed record ShardResult(PartJob Job, IReadOnlyList<PartFacts> Written, IReadOnlyList<PartFacts> There);
