using CsvHelper;

namespace Graft.Data;

/// <summary>Lines of CSV as <see cref="ManifestReader"/> and spreadsheets read them.</summary>
internal static class CsvText
{
    /// <summary>The fields with commas between them, and the end of the line.</summary>
    public static string Line(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quote)) + "\n";

    /// <summary>Reads a table with a first line of column names; comma, semicolon or tab.</summary>
    /// <param name="path">The file.</param>
    /// <param name="malformed">Hears the number of a line whose quotes do not match; the line is left out.</param>
    /// <exception cref="GraftException">The file cannot be read.</exception>
    public static CsvReader Open(string path, Action<long> malformed)
    {
        try
        {
            return CsvReader.FromFile(path, new CsvReaderOptions
            {
                TrackLineNumbers = true,
                TrimWhitespace = true,
                TrimInsideQuotes = true,
                // One forgotten quote would otherwise swallow the rest of the file.
                AllowLineBreaksInQuotes = false,
                MalformedData = CsvMalformedDataHandling.Skip,
                OnMalformedRecord = bad => malformed(bad.LineNumber),
            }, FileOptions.None);
        }
        catch (Exception failure) when (FileContent.IsOfFiles(failure))
        {
            throw FileContent.Unreadable(path, failure);
        }
    }

    /// <summary>A field of the line that was read; null where it is empty or there is no such column.</summary>
    public static string? Field(CsvReader csv, string column) =>
        csv.TryGetFieldIndex(column, out var at) && at < csv.FieldCount && !csv.IsEmpty(at) ? csv.GetString(at) : null;

    // RFC 4180: quotes around what holds a comma, a quote or a line break; quotes doubled.
    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r;\t") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
