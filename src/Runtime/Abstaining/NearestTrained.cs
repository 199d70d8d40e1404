using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>
/// How far an image is from the nearest image of the training: the cosine distance of their embeddings (Sun, Ming, Zhu and Li 2022, with the first neighbour),
/// in few numbers. Thread-safe.
/// </summary>
internal sealed class NearestTrained
{
    private readonly EmbeddingProjection _projection;
    private readonly float[][] _rows;

    /// <param name="width">Numbers of an embedding.</param>
    /// <param name="dimensions">Numbers of a row.</param>
    /// <param name="rows">Rows of the training images, a byte with sign for each number.</param>
    public NearestTrained(int width, int dimensions, byte[] rows)
    {
        _projection = new EmbeddingProjection(width, AbstentionData.MaxDimensions);
        _rows = [.. Enumerable.Range(0, dimensions == 0 ? 0 : rows.Length / dimensions).Select(row =>
            Normalised(Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(rows.AsSpan(row * dimensions, dimensions)).ToArray(), value => (float)value)))];
    }

    /// <summary>Embeddings as rows.</summary>
    /// <param name="embeddings">At least one, of the same width.</param>
    public static (int Dimensions, byte[] Rows) Pack(IReadOnlyList<float[]> embeddings)
    {
        var projection = new EmbeddingProjection(embeddings[0].Length, AbstentionData.MaxDimensions);
        var rows = embeddings.Select(embedding =>
        {
            var row = projection.Apply(embedding);
            var largest = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<float>(row)), 1e-12f);
            return Array.ConvertAll(row, value => (byte)(sbyte)MathF.Round(127 * value / largest));
        }).ToList();
        return (rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>The distance, 0 to 2.</summary>
    /// <param name="embedding">Of an image.</param>
    /// <param name="isLeftOut">Rows that do not count; null where all do.</param>
    /// <returns>Infinite where none counts.</returns>
    public double Distance(ReadOnlySpan<float> embedding, Func<int, bool>? isLeftOut = null)
    {
        var (own, nearest) = (Normalised(_projection.Apply(embedding.ToArray())), float.NegativeInfinity);
        for (var row = 0; row < _rows.Length; row++)
            if (isLeftOut is null || !isLeftOut(row)) nearest = Math.Max(nearest, TensorPrimitives.Dot<float>(own, _rows[row]));
        return 1 - (double)nearest;
    }

    private static float[] Normalised(float[] values)
    {
        var length = Math.Max(TensorPrimitives.Norm<float>(values), 1e-12f);
        return Array.ConvertAll(values, value => value / length);
    }
}
