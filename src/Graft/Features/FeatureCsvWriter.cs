using System.Globalization;
using CsvHelper;

namespace Graft;

/// <summary>file[, label], f0, f1, ... with every digit a float needs.</summary>
internal sealed class FeatureCsvWriter : IFeatureWriter
{
    private readonly FeatureColumns _columns;
    private readonly CsvWriter _csv;
    private int _row;

    public FeatureCsvWriter(Stream stream, FeatureColumns columns)
    {
        (_columns, _csv) = (columns, CsvWriter.Create(stream, new CsvWriterOptions(), true));
        _csv.WriteField("file");
        if (columns.Labels is not null) _csv.WriteField("label");
        for (var column = 0; column < columns.Width; column++) _csv.WriteField($"f{column}");
        _csv.EndRecord();
    }

    public void Add(ReadOnlySpan<float> values)
    {
        for (; !values.IsEmpty; values = values[_columns.Width..], _row++)
        {
            _csv.WriteField(_columns.Files[_row]);
            if (_columns.Labels is not null) _csv.WriteField(_columns.Labels[_row]);
            foreach (var value in values[.._columns.Width]) _csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
            _csv.EndRecord();
        }
    }

    public void Complete() => _csv.Flush();

    public void Dispose() => _csv.Dispose();
}
