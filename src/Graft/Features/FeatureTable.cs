namespace Graft;

/// <summary>Features of a set of pictures, one row each.</summary>
/// <param name="Files">Names of the pictures.</param>
/// <param name="Labels">Class names, or null where the source has none.</param>
/// <param name="Values">Files.Count x Width floats.</param>
/// <param name="Width">Features per picture.</param>
public sealed record FeatureTable(IReadOnlyList<string> Files, IReadOnlyList<string>? Labels, float[] Values, int Width)
{
    /// <summary>Features of one picture.</summary>
    public ReadOnlyMemory<float> Row(int index) => Values.AsMemory(index * Width, Width);

    /// <summary>Writes .npy, .csv or .parquet by the ending of the name, whole or not at all.</summary>
    /// <exception cref="GraftException">Another ending, or the file cannot be written.</exception>
    public void Save(string path)
    {
        Action<Stream> write = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => stream => NpyWriter.Write(stream, this),
            ".csv" => stream => FeatureCsvWriter.Write(stream, this),
            ".parquet" => stream => FeatureParquetWriter.Write(stream, this),
            var other => throw new GraftException($"Features cannot be written as '{other}'.", "Expected .npy, .csv or .parquet.", "Choose another --out."),
        };
        AtomicFile.Write(path, write);
        // .npy holds nothing but numbers: which row is which picture stands beside it
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            AtomicFile.WriteText(Path.ChangeExtension(path, ".files.txt"), string.Join('\n', Files) + "\n");
    }
}
