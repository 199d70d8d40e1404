using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Graft;

/// <summary>One column per feature, so that every reader of Parquet gets plain floats.</summary>
internal static class FeatureParquetWriter
{
    public static void Write(Stream stream, FeatureTable table) => WriteAsync(stream, table).GetAwaiter().GetResult();

    private static async Task WriteAsync(Stream stream, FeatureTable table)
    {
        List<DataField> fields = [new DataField<string>("file")];
        if (table.Labels is not null) fields.Add(new DataField<string>("label"));
        var numbers = Enumerable.Range(0, table.Width).Select(column => new DataField<float>($"f{column}")).ToList();
        var schema = new ParquetSchema([.. fields, .. numbers]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(fields[0], table.Files.ToArray());
        if (table.Labels is not null) await group.WriteAsync(fields[1], table.Labels.ToArray());
        var column = new float[table.Files.Count];
        for (var index = 0; index < table.Width; index++)
        {
            for (var row = 0; row < column.Length; row++) column[row] = table.Values[row * table.Width + index];
            await group.WriteAsync<float>(numbers[index], column);
        }
        group.CompleteValidate();
    }
}
