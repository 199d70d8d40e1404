using System.Text.Json;

namespace Graft.Data;

/// <summary>Writes and reads <c>split.json</c>.</summary>
public static class SplitFile
{
    /// <summary>Records which image lies in which split.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, ImageDataset dataset, Split split, string? fingerprint = null)
    {
        var record = new SplitRecord(split.Seed, dataset.Classes, Names(split.Train), Names(split.Validation), Names(split.Test)) { Fingerprint = fingerprint };
        AtomicFile.WriteText(path, JsonSerializer.Serialize(record, Json.Options) + "\n");
    }

    /// <summary>The record as it was written.</summary>
    /// <exception cref="GraftException">There is no such file, or it is no split record.</exception>
    public static SplitRecord ReadRecord(string path)
    {
        const string expected = "Expected the split.json of a run folder.";
        if (!File.Exists(path)) throw new GraftException($"There is no file '{path}'.", expected);
        SplitRecord? record;
        try
        {
            record = JsonSerializer.Deserialize<SplitRecord>(File.ReadAllText(path), Json.Options);
        }
        catch (JsonException failure)
        {
            throw new GraftException($"'{path}' is not a split record: {failure.Message}", expected, inner: failure);
        }
        if (record is not { Classes: not null, Train: not null, Validation: not null, Test: not null })
            throw new GraftException($"'{path}' lacks classes or splits.", expected);
        if (record.Format != 1)
            throw new GraftException($"'{path}' has format {record.Format}; this version reads 1.", cure: "Use the version that wrote it, or a newer one.");
        return record;
    }

    /// <summary>The recorded split of a data set.</summary>
    /// <exception cref="ProblemsException">Images are missing or new, a name is in two splits, the classes differ: all at once.</exception>
    public static Split Read(string path, ImageDataset dataset)
    {
        var record = ReadRecord(path);
        var problems = Differences(path, record, dataset).ToList();
        if (problems.Count > 0) throw new ProblemsException($"The split '{path}'", problems);
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        IReadOnlyList<Sample> SplitOf(IReadOnlyList<string> names) => [.. names.Select(name => samples[name])];
        return new Split(SplitOf(record.Train), SplitOf(record.Validation), SplitOf(record.Test), record.Seed);
    }

    private static IEnumerable<Problem> Differences(string path, SplitRecord record, ImageDataset dataset)
    {
        if (!record.Classes.SequenceEqual(dataset.Classes, StringComparer.Ordinal))
            yield return new Problem(path, $"It was made for the classes {Words.List([.. record.Classes])}, the data has {Words.List([.. dataset.Classes])}.", "Use the data of that run.");
        string[] recorded = [.. record.Train, .. record.Validation, .. record.Test];
        var present = dataset.Samples.Select(sample => sample.Name).ToList();
        foreach (var (names, what) in new[]
        {
            (recorded.Except(present), "in the record but not in the data"),
            (present.Except(recorded), "in the data but not in the record"),
            (recorded.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key), "in the record more than once"),
        })
            if (names.ToList() is { Count: > 0 } some)
                yield return new Problem(path, $"{Words.Count(some.Count, "image is", "images are")} {what}: {Words.List(some)}.", "Use the data of that run, or make a new split.");
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<Sample> samples) => [.. samples.Select(sample => sample.Name)];
}
