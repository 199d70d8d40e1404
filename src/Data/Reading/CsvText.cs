namespace Graft.Data;

/// <summary>Lines of CSV as <see cref="ManifestReader"/> and spreadsheets read them.</summary>
internal static class CsvText
{
    /// <summary>The fields with commas between them, and the end of the line.</summary>
    public static string Line(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quote)) + "\n";

    // RFC 4180: quotes around what holds a comma, a quote or a line break; quotes doubled.
    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r;\t") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
