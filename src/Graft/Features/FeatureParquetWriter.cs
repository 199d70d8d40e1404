using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Graft;

/// <summary>One column per feature, so that every reader of Parquet gets plain floats. A group of rows is held back until it is large enough.</summary>
internal sealed class FeatureParquetWriter : IFeatureWriter
{
    private const int DefaultGroupBytes = 8 << 20;

    private readonly FeatureColumns _columns;
    private readonly DataField[] _words;
    private readonly DataField<float>[] _numbers;
    private readonly ParquetWriter _writer;
    private readonly float[] _group;
    private readonly int _max;
    private int _held, _written;

    /// <param name="stream">Where it goes.</param>
    /// <param name="columns">Names and width.</param>
    /// <param name="groupBytes">Values of a group, in bytes.</param>
    public FeatureParquetWriter(Stream stream, FeatureColumns columns, int groupBytes = DefaultGroupBytes)
    {
        _columns = columns;
        _max = Math.Clamp(groupBytes / sizeof(float) / columns.Width, 1, Math.Max(1, columns.Files.Count));
        _group = new float[_max * columns.Width];
        _words = columns.Labels is null ? [new DataField<string>("file")] : [new DataField<string>("file"), new DataField<string>("label")];
        _numbers = [.. Enumerable.Range(0, columns.Width).Select(column => new DataField<float>($"f{column}"))];
        _writer = ParquetWriter.CreateAsync(new ParquetSchema([.. _words, .. _numbers]), stream).GetAwaiter().GetResult();
    }

    public void Add(ReadOnlySpan<float> values)
    {
        var width = _columns.Width;
        while (!values.IsEmpty)
        {
            var rows = Math.Min(values.Length / width, _max - _held);
            values[..(rows * width)].CopyTo(_group.AsSpan(_held * width));
            _held += rows;
            values = values[(rows * width)..];
            if (_held == _max) WriteGroup().GetAwaiter().GetResult();
        }
    }

    public void Complete()
    {
        if (_held > 0 || _written == 0) WriteGroup().GetAwaiter().GetResult();
    }

    public void Dispose() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task WriteGroup()
    {
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync(_words[0], Part(_columns.Files));
        if (_columns.Labels is not null) await group.WriteAsync(_words[1], Part(_columns.Labels));
        var column = new float[_held];
        for (var index = 0; index < _numbers.Length; index++)
        {
            for (var row = 0; row < column.Length; row++) column[row] = _group[row * _columns.Width + index];
            await group.WriteAsync<float>(_numbers[index], column);
        }
        group.CompleteValidate();
        (_written, _held) = (_written + _held, 0);

        string[] Part(IReadOnlyList<string> words) => [.. Enumerable.Range(_written, _held).Select(row => words[row])];
    }
}
