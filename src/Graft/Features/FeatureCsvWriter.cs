using System.Globalization;
using CsvHelper;

namespace Graft;

/// <summary>file[, label], f0, f1, ... with every digit a float needs.</summary>
internal static class FeatureCsvWriter
{
    public static void Write(Stream stream, FeatureTable table)
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions(), true);
        csv.WriteField("file");
        if (table.Labels is not null) csv.WriteField("label");
        for (var column = 0; column < table.Width; column++) csv.WriteField($"f{column}");
        csv.EndRecord();
        for (var row = 0; row < table.Files.Count; row++)
        {
            csv.WriteField(table.Files[row]);
            if (table.Labels is not null) csv.WriteField(table.Labels[row]);
            foreach (var value in table.Row(row).Span) csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
            csv.EndRecord();
        }
    }
}
