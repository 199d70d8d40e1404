namespace Graft;

/// <summary>A file of features: .npy, .csv or .parquet by the ending of its name, written whole or not at all.</summary>
internal static class FeatureTableFile
{
    /// <summary>Ending of the list of files beside a .npy.</summary>
    public const string FileList = ".files.txt";

    /// <summary>Checks the ending, which is better known before the work than after it.</summary>
    /// <exception cref="GraftException">Another ending.</exception>
    public static void Require(string path) => _ = FormatOf(path);

    /// <summary>Writes a table row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Its names and width.</param>
    /// <param name="rows">Gives every row, in order, to the writer.</param>
    /// <exception cref="GraftException">Another ending, or the file cannot be written.</exception>
    public static void Write(string path, FeatureColumns columns, Action<IFeatureWriter> rows)
    {
        var format = FormatOf(path);
        AtomicFile.Write(path, stream =>
        {
            using var writer = format(stream, columns);
            rows(writer);
            writer.Complete();
        });
        // .npy holds nothing but numbers: which row is which image stands beside it
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            AtomicFile.WriteText(Path.ChangeExtension(path, FileList), string.Join('\n', columns.Files) + "\n");
    }

    private static Func<Stream, FeatureColumns, IFeatureWriter> FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => (stream, columns) => new NpyWriter(stream, columns),
        ".csv" => (stream, columns) => new FeatureCsvWriter(stream, columns),
        ".parquet" => (stream, columns) => new FeatureParquetWriter(stream, columns),
        var other => throw new GraftException($"Features cannot be written as '{other}'.", "Expected .npy, .csv or .parquet.", "Choose another file."),
    };
}
