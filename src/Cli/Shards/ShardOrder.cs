using Graft.Shards;

namespace Graft.Cli;

/// <summary>Answers that are wanted in parts, and how the writing is shown.</summary>
/// <param name="List">The images.</param>
/// <param name="Place">Where the parts go.</param>
/// <param name="Choice">Which.</param>
internal sealed record ShardOrder(ImageList List, PartPlace Place, ShardChoice Choice)
{
    /// <summary>What a verb was asked for.</summary>
    /// <param name="sources">Where the images are.</param>
    /// <param name="folder">--out.</param>
    /// <param name="choice">Which parts.</param>
    /// <exception cref="GraftException">Nothing can be written there, or the sources lead to nothing.</exception>
    public static ShardOrder Of(string[] sources, string folder, ShardChoice choice)
    {
        if (!ObjectStore.IsAddress(folder)) OutputPlace.RequireFolder(folder, "--out");
        return new(ImageList.Of(sources), PartPlace.Of(folder), choice);
    }

    /// <summary>Writes the parts and shows what happens.</summary>
    public ShardResult Run<TAnswer>(ShardWork<TAnswer> work, Terminal terminal, CancellationToken cancellation)
    {
        if (Choice is { Source: { } source, Chosen: [var shard] }) terminal.Say($"shard {shard} of {Choice.Shards}, by {source}");
        using var display = new EventDisplay(terminal);
        var watch = new ShardWatch(
            (shard, done, all) => display.Report(
                new RunEvent.Progress(Choice.Shards == 1 ? "images" : $"shard {shard}", (int)(done * Scale(all)), (int)(all * Scale(all)))),
            (part, facts) => display.Report(new RunEvent.Message($"{part}: {Images(facts.Rows)}{Failed(facts.Failed)}")));
        return new ShardRun<TAnswer>(work, List, Place).Run(Choice.Shards, Choice.Chosen, watch, cancellation);
    }

    /// <summary>Says what was done.</summary>
    public int Show(ShardResult result, Terminal terminal, bool isJson)
    {
        var (rows, failed) = (result.Written.Sum(part => part.Rows), result.Written.Sum(part => part.Failed));
        if (isJson)
            terminal.WriteJson(new ShardResultDto(Place.Name, result.Job.Items, result.Job.Shards, [.. result.Written.Select(part => part.Shard)],
                [.. result.There.Select(part => part.Shard)], rows, failed));
        else
        {
            var there = result.There.Count == 0 ? "" : $"; {Words.Count(result.There.Count, "part was", "parts were")} there already";
            terminal.Results.WriteLine($"{Place.Name}: {Words.Count(result.Written.Count, "part")} written, {Images(rows)}{Failed(failed)}{there}");
            terminal.Next("graft", "shards", Place.Name);
        }
        return ExitCode.Done;
    }

    private static string Images(long count) => FormattableString.Invariant($"{count} {(count == 1 ? "image" : "images")}");

    private static string Failed(long count) => count == 0 ? "" : FormattableString.Invariant($", {count} of them could not be read");

    // Progress counts in whole numbers of 32 bits.
    private static double Scale(long all) => all <= int.MaxValue ? 1 : (double)int.MaxValue / all;
}

/// <summary>What <c>--json</c> says of answers in parts.</summary>
internal sealed record ShardResultDto(
    string Out, long Items, int Shards, IReadOnlyList<int> Written, IReadOnlyList<int> There, long Images, long Failed);
