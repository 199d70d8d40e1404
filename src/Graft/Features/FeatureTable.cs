namespace Graft;

/// <summary>Features of a set of images, one row each.</summary>
/// <param name="Files">Names of the images.</param>
/// <param name="Labels">Class names, or null where the source has none.</param>
/// <param name="Values">Files.Count x Width floats.</param>
/// <param name="Width">Features per image.</param>
public sealed record FeatureTable(IReadOnlyList<string> Files, IReadOnlyList<string>? Labels, float[] Values, int Width)
{
    /// <summary>Features of one image.</summary>
    public ReadOnlyMemory<float> Row(int index) => Values.AsMemory(index * Width, Width);

    /// <summary>Writes .npy, .csv or .parquet by the ending of the name, whole or not at all.</summary>
    /// <exception cref="GraftException">Another ending, or the file cannot be written.</exception>
    public void Save(string path) =>
        FeatureTableFile.Write(path, new FeatureColumns(Files, Labels, Width), writer => writer.Add(Values.AsSpan(0, Files.Count * Width)));
}
