using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Graft.Shards;

/// <summary>What a written part says of itself, and its images that failed.</summary>
internal static class PartReader
{
    /// <summary>What it is; null for a file that is no whole part.</summary>
    /// <param name="stream">The file.</param>
    public static PartFacts? Facts(Stream stream) => Read(stream, reader => Task.FromResult(FactsOf(reader)));

    /// <summary>Whether it is somebody else's file: no Parquet at all, or a whole one that says nothing of parts.</summary>
    /// <param name="stream">A file of which <see cref="Facts"/> knows nothing.</param>
    public static bool IsForeign(Stream stream)
    {
        Span<byte> head = stackalloc byte[4];
        stream.Position = 0;
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read > 0 && !head[..read].SequenceEqual("PAR1"u8[..read])) return true;
        stream.Position = 0;
        return Read(stream, _ => Task.FromResult(true));
    }

    /// <summary>Names and reasons of the images that could not be read.</summary>
    public static IReadOnlyList<(string File, string Error)> Failures(Stream stream) => Read(stream, async reader =>
    {
        List<(string, string)> failures = [];
        for (var at = 0; at < reader.RowGroupCount; at++)
        {
            using var group = reader.OpenRowGroupReader(at);
            var errors = await Column(reader, group, PartTable<object>.ErrorColumn);
            if (errors.All(error => error is null)) continue;
            var files = await Column(reader, group, PartTable<object>.FileColumn);
            failures.AddRange(files.Zip(errors).Where(row => row.Second is not null).Select(row => (row.First ?? "", row.Second!)));
        }
        return failures;
    }) ?? [];

    private static PartFacts? FactsOf(ParquetReader reader)
    {
        try
        {
            return reader.CustomMetadata.TryGetValue(PartFacts.Key, out var text) ? JsonSerializer.Deserialize<PartFacts>(text, Json.Compact) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<string?[]> Column(ParquetReader reader, ParquetRowGroupReader group, string name)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(reader.Schema.DataFields.Single(field => field.Path.ToString() == name), values!);
        return values;
    }

    private static T? Read<T>(Stream stream, Func<ParquetReader, Task<T>> read)
    {
        return Run().GetAwaiter().GetResult();

        async Task<T?> Run()
        {
            try
            {
                await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
                return await read(reader);
            }
            // Whatever a damaged file makes of the library's assumptions.
            catch (Exception failure) when (failure is not (GraftException or OutOfMemoryException or OperationCanceledException))
            {
                return default;
            }
        }
    }
}
