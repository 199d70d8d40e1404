using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>A fitted linear head on raw features: what a network's last fully connected layer holds.</summary>
public sealed record LinearClassifier
{
    /// <summary>Number of classes, C.</summary>
    public required int Classes { get; init; }

    /// <summary>Number of features, F.</summary>
    public required int Features { get; init; }

    /// <summary>C x F values, row by row: the head's weight.</summary>
    public required float[] Weights { get; init; }

    /// <summary>C values: the head's bias.</summary>
    public required float[] Bias { get; init; }

    /// <summary>Steps the optimiser took.</summary>
    public int Iterations { get; init; }

    /// <summary>False when the allowed steps ran out before the gradient was small.</summary>
    public bool Converged { get; init; } = true;

    /// <summary>W x + b for each row.</summary>
    /// <param name="features">N x F values.</param>
    /// <returns>N x C logits.</returns>
    /// <exception cref="GraftException">The length is no multiple of F.</exception>
    public float[] Logits(ReadOnlySpan<float> features)
    {
        if (features.Length % Features != 0)
            throw new GraftException($"{features.Length} values do not form rows of {Features} features.", "The features come from the network the classifier was fitted on.");
        var rows = features.Length / Features;
        var logits = new float[rows * Classes];
        for (var i = 0; i < rows; i++)
            for (var c = 0; c < Classes; c++)
                logits[i * Classes + c] = Bias[c] + TensorPrimitives.Dot(features.Slice(i * Features, Features), Weights.AsSpan(c * Features, Features));
        return logits;
    }

    /// <summary>Softmax of <see cref="Logits"/>: N x C probabilities.</summary>
    /// <exception cref="GraftException">The length is no multiple of F.</exception>
    public float[] Scores(ReadOnlySpan<float> features) => Softmax.Apply(Logits(features), Classes);
}
