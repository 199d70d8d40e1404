using System.Text;
using Graft.Data;
using Parquet;
using Parquet.Schema;

namespace Graft.Shards;

/// <summary>A list in a file: lines of text, or the column of a table. Names are relative to the list's own place.</summary>
/// <param name="path">The file.</param>
/// <param name="name">What messages call it.</param>
/// <param name="place">Where relative names begin; ends with a separator, or is empty.</param>
internal abstract class ListFile(string path, string name, string place) : ImageList
{
    /// <summary>Columns that hold names, the first that is there.</summary>
    protected static readonly string[] Columns = ["file", "path", "image", "filename", "url"];

    protected string FilePath => path;

    protected string Name => name;

    /// <summary>By the ending of its name.</summary>
    public static bool IsList(string path) => Path.GetExtension(path).ToLowerInvariant() is ".txt" or ".csv" or ".tsv" or ".parquet";

    /// <summary>A list of this machine.</summary>
    public static ListFile Of(string path) =>
        Of(path, path, Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder + Path.DirectorySeparatorChar : "");

    /// <summary>A list that was copied here from elsewhere.</summary>
    public static ListFile Of(string path, string name, string place) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".txt" => new Lines(path, name, place),
        ".parquet" => new ParquetColumn(path, name, place),
        _ => new CsvColumn(path, name, place),
    };

    public override IEnumerable<ListedItem> Items()
    {
        foreach (var entry in Entries())
            if (entry.Length > 0) yield return new ListedItem(entry, Place(entry));
    }

    /// <summary>Names as they stand in the file.</summary>
    protected abstract IEnumerable<string> Entries();

    protected GraftException NoColumn(IEnumerable<string> columns) => new(
        $"'{name}' has no column that names images; its columns are {Words.List([.. columns])}.",
        $"One is expected to be called {string.Join(", ", Columns[..^1])} or {Columns[^1]}.", "Rename the column, or write one path a line into a .txt.");

    private string Place(string entry) =>
        ObjectStore.IsAddress(entry) ? entry : ObjectStore.IsAddress(place) ? place + entry.TrimStart('/') : Path.Combine(place, entry);

    private sealed class Lines(string path, string name, string place) : ListFile(path, name, place)
    {
        protected override IEnumerable<string> Entries()
        {
            using var reader = new StreamReader(Open(), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            while (Next(reader) is { } line)
                if (!string.IsNullOrWhiteSpace(line)) yield return line;
        }

        private string? Next(StreamReader reader)
        {
            try
            {
                return reader.ReadLine();
            }
            catch (DecoderFallbackException failure)
            {
                throw new GraftException($"'{Name}' is not text in UTF-8.", "A list has one path a line.", "Save it as UTF-8.", failure);
            }
        }

        private Stream Open()
        {
            try
            {
                return FileContent.Open(FilePath);
            }
            catch (Exception failure) when (FileContent.IsOfFiles(failure))
            {
                throw FileContent.Unreadable(Name, failure);
            }
        }
    }

    private sealed class CsvColumn(string path, string name, string place) : ListFile(path, name, place)
    {
        protected override IEnumerable<string> Entries()
        {
            if (new FileInfo(FilePath).Length == 0) yield break;
            var malformed = 0L;
            using var csv = CsvText.Open(FilePath, line => malformed = line);
            csv.ReadHeader();
            var column = Columns.FirstOrDefault(column => csv.Headers.Any(header => header.Trim().Equals(column, StringComparison.OrdinalIgnoreCase)))
                ?? throw NoColumn(csv.Headers);
            column = csv.Headers.First(header => header.Trim().Equals(column, StringComparison.OrdinalIgnoreCase));
            while (csv.Read())
            {
                if (malformed > 0) break;
                yield return CsvText.Field(csv, column) ?? throw new GraftException($"'{Name}', line {csv.LineNumber}: the column '{column}' is empty.",
                    cure: "Write the path of an image, or take the line out.");
            }
            if (malformed > 0)
                throw new GraftException($"'{Name}', line {malformed}: the quotes do not match.",
                    cure: "Put a field with commas or quotes in one pair of double quotes.");
        }
    }

    private sealed class ParquetColumn(string path, string name, string place) : ListFile(path, name, place)
    {
        protected override IEnumerable<string> Entries()
        {
            using var stream = File.OpenRead(FilePath);
            var reader = Read(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
            try
            {
                var fields = reader.Schema.DataFields;
                var column = Columns.Select(column => fields.FirstOrDefault(field => field.Name.Equals(column, StringComparison.OrdinalIgnoreCase)))
                    .FirstOrDefault(field => field is not null && IsText(field)) ?? throw NoColumn(fields.Select(field => field.Name));
                for (var group = 0; group < reader.RowGroupCount; group++)
                    foreach (var entry in Group(reader, group, column))
                        yield return entry ?? throw new GraftException($"'{Name}': the column '{column.Name}' has a row without a value.");
            }
            finally
            {
                reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }

        // As memory of characters when it is read.
        private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

        private string?[] Group(ParquetReader reader, int group, DataField column) => Read(async () =>
        {
            using var rows = reader.OpenRowGroupReader(group);
            var values = new string?[rows.RowCount];
            await rows.ReadAsync(column, values!);
            return values;
        });

        private T Read<T>(Func<Task<T>> read)
        {
            try
            {
                return read().GetAwaiter().GetResult();
            }
            catch (Exception failure) when (failure is not (GraftException or OutOfMemoryException))
            {
                throw new GraftException($"'{Name}' cannot be read as Parquet: {failure.Message}", cure: "Write it again.", inner: failure);
            }
        }
    }
}
