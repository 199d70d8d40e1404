using System.Numerics.Tensors;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>
/// Embeddings in few numbers: their products with random directions that are the same everywhere, which keeps distances but for a share that shrinks with
/// the number of directions (Johnson and Lindenstrauss 1984). Embeddings that are short enough stay as they are.
/// </summary>
internal sealed class EmbeddingProjection
{
    private const ulong Seed = 1;
    private readonly int _width, _dimensions;
    private readonly float[] _directions;

    /// <param name="width">Numbers of an embedding.</param>
    /// <param name="dimensions">Numbers that are kept of it at most.</param>
    public EmbeddingProjection(int width, int dimensions = ReferenceStatistics.MaxDimensions)
    {
        (_width, _dimensions) = (width, dimensions);
        if (width <= dimensions)
        {
            _directions = [];
            return;
        }
        var random = SeededRandom.For(Seed, "embedding projection");
        _directions = new float[width * dimensions];
        var length = Math.Sqrt(dimensions);
        for (var i = 0; i < _directions.Length; i++) _directions[i] = (float)(random.Normal() / length);
    }

    /// <summary>The embedding in few numbers.</summary>
    public float[] Apply(float[] embedding)
    {
        if (_directions.Length == 0) return embedding;
        var reduced = new float[_dimensions];
        for (var i = 0; i < reduced.Length; i++) reduced[i] = TensorPrimitives.Dot<float>(embedding, _directions.AsSpan(i * _width, _width));
        return reduced;
    }
}
