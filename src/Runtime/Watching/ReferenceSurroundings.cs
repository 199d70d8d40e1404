using System.Numerics.Tensors;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>How near each image of a reference is to the nearest other one: what is farther away than nearly all of these is unlike all of them.</summary>
internal sealed class ReferenceSurroundings
{
    // Of images like the reference, one in a hundred is called unlike it.
    private const double Quantile = 0.99;

    private readonly float[][] _embeddings;
    private readonly float _limit;

    private ReferenceSurroundings(float[][] embeddings)
    {
        _embeddings = embeddings;
        float[] nearest = [.. embeddings.Select((one, at) =>
            embeddings.Where((_, place) => place != at).Min(other => TensorPrimitives.Distance<float>(one, other)))];
        Array.Sort(nearest);
        _limit = nearest[Math.Min(nearest.Length - 1, (int)Math.Ceiling(Quantile * nearest.Length))];
    }

    /// <summary>Of a reference of two images or more; null where it has no embeddings.</summary>
    public static ReferenceSurroundings? Of(ReferenceStatistics reference) =>
        reference.Dimensions == 0 || reference.Count < 2 ? null : new([.. reference.Images().Select(image => image.Embedding.ToArray())]);

    /// <summary>Whether an embedding is farther from all than they are from each other.</summary>
    public bool IsOutside(IReadOnlyList<float> embedding)
    {
        if (embedding.Count != _embeddings[0].Length) return false;
        float[] one = [.. embedding];
        return _embeddings.All(other => TensorPrimitives.Distance<float>(one, other) > _limit);
    }
}
