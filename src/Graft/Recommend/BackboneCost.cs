using Graft.Networks;

namespace Graft;

/// <summary>What a network costs on this machine: measured where it says so, otherwise estimated from its graph.</summary>
public sealed record BackboneCost
{
    // An optimiser step costs four to six forward passes (forward, two products backward, moving memory): measured on several machines.
    private const double StepInForwardPasses = 5;

    // The values, their gradients and the two averages of AdamW.
    private const int CopiesInTraining = 4;

    /// <summary>Trainable values.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds for one image.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Measured here on the sample: images per second from file to features, decoding included.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Estimate: seconds to compute the features of all images once, which is all a probe or a trained head needs.</summary>
    public required double FeatureSeconds { get; init; }

    /// <summary>Estimate: seconds of one epoch in which every stage is trained, as five forward passes an image.</summary>
    public required double EpochSeconds { get; init; }

    /// <summary>Estimate: bytes to predict one image at a time: the values, and the largest pair of neighbouring activations.</summary>
    public required long PredictionBytes { get; init; }

    /// <summary>Estimate: bytes to train every stage with AdamW: four times the values, and every activation of a batch.</summary>
    public required long TrainingBytes { get; init; }

    /// <summary>The metrics of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rate">Images per second, measured.</param>
    /// <param name="images">Images of an epoch.</param>
    /// <param name="batch">Images of a step.</param>
    internal static BackboneCost Of(Pretrained model, double rate, int images, int batch)
    {
        var (height, width) = (model.Preprocess.Height, model.Preprocess.Width);
        var cost = GraphCost.Of(model.Graph, height, width);
        var values = sizeof(float) * model.Graph.Parameters.Sum(spec => spec.Count);
        long[] activations = [.. model.Graph.Infer(height, width)
            .Select(shape => sizeof(float) * shape.Aggregate(1L, (product, dimension) => product * dimension))];
        return new()
        {
            Parameters = cost.Parameters,
            MultiplyAdds = cost.MultiplyAdds,
            ImagesPerSecond = rate,
            FeatureSeconds = images / rate,
            EpochSeconds = images / rate * StepInForwardPasses,
            PredictionBytes = values + activations.Zip(activations.Skip(1), (one, next) => one + next).Max(),
            TrainingBytes = CopiesInTraining * values + batch * activations.Sum(),
        };
    }
}
