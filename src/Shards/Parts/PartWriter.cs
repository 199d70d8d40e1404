using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Graft.Shards;

/// <summary>Writes a part, a group of rows at a time.</summary>
internal sealed class PartWriter<TAnswer> : IAsyncDisposable
{
    private const int MaxRows = 10_000;
    private const long MaxBytes = 8L << 20;

    private readonly PartTable<TAnswer> _table;
    private readonly ParquetSchema _schema;
    private readonly ParquetWriter _writer;
    private int _held;

    private PartWriter(PartTable<TAnswer> table, ParquetSchema schema, ParquetWriter writer) => (_table, _schema, _writer) = (table, schema, writer);

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows of images that could not be read.</summary>
    public long Failed { get; private set; }

    public static async Task<PartWriter<TAnswer>> Create(Stream stream, PartTable<TAnswer> table)
    {
        var schema = new ParquetSchema(table.Columns.Select(column => column.Field));
        // Names of one folder and numbers are no words of a dictionary; to try costs more than the answers.
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy, DictionaryEncodingSampleSize = 256 };
        return new(table, schema, await ParquetWriter.CreateAsync(schema, stream, options));
    }

    public async Task Add(TAnswer answer)
    {
        foreach (var column in _table.Columns) column.Add(answer);
        (Rows, _held) = (Rows + 1, _held + 1);
        if (_table.FailureOf(answer) is not null) Failed++;
        if (_held >= MaxRows || _table.Columns.Sum(column => column.Bytes) >= MaxBytes) await WriteGroup();
    }

    /// <summary>Writes what waits, and what the part is.</summary>
    public async Task Complete(PartFacts facts)
    {
        if (_held > 0 || Rows == 0) await WriteGroup();
        _writer.CustomMetadata = new Dictionary<string, string> { [PartFacts.Key] = JsonSerializer.Serialize(facts, Json.Compact) };
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task WriteGroup()
    {
        using var group = _writer.CreateRowGroup();
        for (var at = 0; at < _table.Columns.Count; at++) await _table.Columns[at].Write(group, _schema.DataFields[at]);
        group.CompleteValidate();
        _held = 0;
    }
}
