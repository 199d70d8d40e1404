using System.CommandLine;
using Graft.Shards;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft shards DIR</c>: what is done of answers in parts, what is missing, and what failed.</summary>
internal sealed class ShardsVerb : Verb
{
    // More are for a program to read.
    private const int MaxShown = 20;

    private readonly Argument<string> _place = new("DIR")
    {
        Description = "the folder that `graft predict` or `graft features` wrote parts into, or its address",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ShardsVerb(Terminal terminal)
        : base(terminal, "shards", "Show which parts of answers are done, missing or broken, and which images failed.", "graft shards answers/")
    {
        Add(_place);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var given = parsed.GetRequiredValue(_place);
        if (!ObjectStore.IsAddress(given) && !Directory.Exists(given))
            throw new GraftException($"There is no folder '{given}'.", cure: "Name the folder that --out named.");
        var place = PartPlace.Of(given);
        var folder = ShardFolder.Read(place);
        if (folder.Job is null && folder.Broken.Count == 0)
            throw new GraftException($"There are no parts in '{given}'.", "Names such as part-00000-of-00064.parquet are expected.",
                "Name the folder that --out named.");
        List<int> missing = [.. folder.Missing];
        if (parsed.GetValue(_json)) WriteJson(place, folder, missing, terminal);
        else Show(place, folder, missing, terminal, cancellation);
        return Task.FromResult(missing.Count == 0 && folder.Job is not null ? ExitCode.Done : ExitCode.Failed);
    }

    private static void Show(PartPlace place, ShardFolder folder, List<int> missing, Terminal terminal, CancellationToken cancellation)
    {
        var (rows, failed) = (folder.Done.Sum(part => part.Rows), folder.Done.Sum(part => part.Failed));
        if (folder.Job is { } job)
        {
            terminal.Results.WriteLine($"{place.Name}: {job.Task} by {job.Model}, "
                + FormattableString.Invariant($"{folder.Done.Count} of {job.Shards} parts, {rows} images"));
            if (missing.Count > 0) terminal.Results.WriteLine($"missing: {Ranges(missing)}");
        }
        if (folder.Broken.Count > 0) terminal.Results.WriteLine($"not whole, and written anew by the next run: {Words.List(folder.Broken)}");
        if (folder.Unfinished.Count > 0) terminal.Results.WriteLine($"being written, or left by a process that was ended: {Words.List(folder.Unfinished)}");
        if (failed == 0) return;
        terminal.Results.WriteLine(FormattableString.Invariant($"could not be read: {failed}"));
        foreach (var (_, error) in Failures(place, folder).Take(MaxShown)) terminal.Results.WriteLine($"  {error}");
        if (failed > MaxShown) terminal.Results.WriteLine(FormattableString.Invariant($"  and {failed - MaxShown} more: --json lists all of them"));
    }

    private static void WriteJson(PartPlace place, ShardFolder folder, List<int> missing, Terminal terminal) => terminal.WriteJson(new ShardFolderDto(
        place.Name, folder.Job, [.. folder.Done.Select(part => part.Shard)], missing, folder.Broken, folder.Unfinished,
        folder.Done.Sum(part => part.Rows), folder.Done.Sum(part => part.Failed),
        Failures(place, folder).Select(failure => new FailedImageDto(failure.File, failure.Error))));

    private static IEnumerable<(string File, string Error)> Failures(PartPlace place, ShardFolder folder)
    {
        foreach (var part in folder.Done.Where(part => part.Failed > 0))
        {
            using var stream = place.Open(PartName.Of(part.Shard, part.Job.Shards));
            if (stream is null) continue;
            foreach (var failure in PartReader.Failures(stream)) yield return failure;
        }
    }

    // 3, 7-9, 12: as schedulers take them.
    private static string Ranges(List<int> numbers)
    {
        List<string> ranges = [];
        for (int from = 0, to; from < numbers.Count; from = to + 1)
        {
            for (to = from; to + 1 < numbers.Count && numbers[to + 1] == numbers[to] + 1; to++) { }
            ranges.Add(from == to ? $"{numbers[from]}" : $"{numbers[from]}-{numbers[to]}");
        }
        return string.Join(',', ranges);
    }
}

/// <summary>What <c>graft shards --json</c> says.</summary>
internal sealed record ShardFolderDto(
    string Folder, PartJob? Job, IReadOnlyList<int> Done, IReadOnlyList<int> Missing, IReadOnlyList<string> Broken, IReadOnlyList<string> Unfinished,
    long Images, long Failed, IEnumerable<FailedImageDto> Failures);

/// <summary>An image that could not be read.</summary>
internal sealed record FailedImageDto(string File, string Error);
