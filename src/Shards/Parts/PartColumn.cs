using Parquet;
using Parquet.Schema;

namespace Graft.Shards;

/// <summary>A column of answers; rows wait until they are written as a group.</summary>
internal abstract class PartColumn<TAnswer>
{
    /// <summary>As the file's schema has it.</summary>
    public abstract Field Field { get; }

    /// <summary>Bytes that wait, about.</summary>
    public abstract long Bytes { get; }

    /// <summary>Adds an answer's value.</summary>
    public abstract void Add(TAnswer answer);

    /// <summary>Writes what waits, and forgets it.</summary>
    public abstract Task Write(ParquetRowGroupWriter group, DataField field);
}

/// <summary>A column of values of one kind, one a row or a list in each, or none.</summary>
/// <typeparam name="TAnswer">What rows are made of.</typeparam>
/// <typeparam name="T">The kind as Parquet.Net takes it: text as memory of characters.</typeparam>
internal sealed class PartColumn<TAnswer, T> : PartColumn<TAnswer> where T : struct
{
    private const int Absent = 0, EmptyList = 1;

    private readonly Func<TAnswer, T?>? _value;
    private readonly Func<TAnswer, IEnumerable<T>?>? _list;
    private readonly Func<T, int> _bytes;
    private readonly List<T> _values = [];
    private readonly List<int> _definitions = [], _repetitions = [];
    private long _held;

    /// <param name="name">Its name.</param>
    /// <param name="value">One value a row, or null.</param>
    /// <param name="bytes">How large a value is.</param>
    public PartColumn(string name, Func<TAnswer, T?> value, Func<T, int> bytes) =>
        (Field, _value, _bytes) = (new DataField(name, Stored, isNullable: true), value, bytes);

    /// <param name="name">Its name.</param>
    /// <param name="list">A list a row, or null.</param>
    /// <param name="bytes">How large a value is.</param>
    public PartColumn(string name, Func<TAnswer, IEnumerable<T>?> list, Func<T, int> bytes) =>
        (Field, _list, _bytes) = (new ListField(name, new DataField(ListField.ElementName, Stored, isNullable: false)), list, bytes);

    public override Field Field { get; }

    public override long Bytes => _held;

    private static Type Stored =>
        typeof(T) == typeof(ReadOnlyMemory<char>) ? typeof(string) : typeof(T) == typeof(ReadOnlyMemory<byte>) ? typeof(byte[]) : typeof(T);

    public override void Add(TAnswer answer)
    {
        if (_value is not null) AddOne(_value(answer));
        else AddList(_list!(answer));
    }

    public override async Task Write(ParquetRowGroupWriter group, DataField field)
    {
        ReadOnlyMemory<int>? repetitions = _list is null ? null : _repetitions.ToArray();
        await group.WriteAllPartsAsync<T>(field, _values.ToArray(), _definitions.ToArray(), repetitions, CancellationToken.None);
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
        _held = 0;
    }

    private void AddOne(T? value)
    {
        _definitions.Add(value is null ? Absent : Absent + 1);
        if (value is { } there) Keep(there);
    }

    private void AddList(IEnumerable<T>? list)
    {
        var count = 0;
        foreach (var value in list ?? [])
        {
            _definitions.Add(EmptyList + 1);
            _repetitions.Add(count++ == 0 ? 0 : 1);
            Keep(value);
        }
        if (count > 0) return;
        _definitions.Add(list is null ? Absent : EmptyList);
        _repetitions.Add(0);
    }

    private void Keep(T value)
    {
        _values.Add(value);
        _held += _bytes(value) + sizeof(int);
    }
}
