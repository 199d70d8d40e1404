using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Graft.Tests;

/// <summary>Rows of parts as text, each value with every bit: in the order of the parts.</summary>
internal static class PartRows
{
    public static async Task<IReadOnlyList<string>> Of(string folder)
    {
        List<string> rows = [];
        foreach (var part in Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal)) rows.AddRange(await OfFile(part));
        return rows;
    }

    public static async Task<IReadOnlyList<string>> OfFile(string part)
    {
        List<string> rows = [];
        await using var reader = await ParquetReader.CreateAsync(part);
        for (var at = 0; at < reader.RowGroupCount; at++)
        {
            using var group = reader.OpenRowGroupReader(at);
            var columns = new List<IReadOnlyList<string>>();
            foreach (var field in reader.Schema.DataFields) columns.Add(await Column(group, field));
            for (var row = 0; row < group.RowCount; row++) rows.Add(string.Join(" | ", columns.Select(column => column[row])));
        }
        return rows;
    }

    /// <summary>The names of a row's image.</summary>
    public static IEnumerable<string> Files(IEnumerable<string> rows) => rows.Select(row => row[5..row.IndexOf(" | ", StringComparison.Ordinal)]);

    private static Task<IReadOnlyList<string>> Column(ParquetRowGroupReader group, DataField field) => field.ClrType switch
    {
        var type when type == typeof(string)
            || type == typeof(ReadOnlyMemory<char>) => Column<ReadOnlyMemory<char>>(group, field, text => text.ToString()),
        var type when type == typeof(byte[])
            || type == typeof(ReadOnlyMemory<byte>) => Column<ReadOnlyMemory<byte>>(group, field, bytes => Convert.ToHexString(bytes.Span)),
        var type when type == typeof(int) => Column<int>(group, field, number => number.ToString(CultureInfo.InvariantCulture)),
        var type when type == typeof(long) => Column<long>(group, field, number => number.ToString(CultureInfo.InvariantCulture)),
        var type when type == typeof(float) => Column<float>(group, field, number => $"{BitConverter.SingleToInt32Bits(number):x8}"),
        _ => Column<double>(group, field, number => $"{BitConverter.DoubleToInt64Bits(number):x16}"),
    };

    private static async Task<IReadOnlyList<string>> Column<T>(ParquetRowGroupReader group, DataField field, Func<T, string> show) where T : struct
    {
        using var data = (RawColumnData<T>)await group.ReadRawColumnDataBaseAsync(field);
        var values = data.Values;
        var levels = data.DefinitionLevels;
        var repeats = field.MaxRepetitionLevel > 0 ? data.RepetitionLevels : default;
        var rows = new List<string>();
        for (int at = 0, next = 0; at < levels.Length; at++)
        {
            var value = levels[at] == field.MaxDefinitionLevel ? show(values[next++]) : levels[at] == 0 ? "null" : "none";
            if (!repeats.IsEmpty && repeats[at] > 0) rows[^1] += "," + value;
            else rows.Add($"{field.Path.FirstPart}={value}");
        }
        return rows;
    }
}
