using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft;

/// <summary>The parity gate of the output <c>embedding</c>: what a written file answers is what the trainer computes up to the head.</summary>
internal static class EmbeddingGate
{
    private const ulong Seed = 11;

    /// <summary>Compares one made-up image; the largest value counts as 1, since embeddings have no range of their own.</summary>
    /// <param name="predictor">The written file.</param>
    /// <param name="graph">The part of the network that sees the image.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="size">Height and width of the image, which the network takes as they are.</param>
    /// <exception cref="GraftException">They differ; exit code 1.</exception>
    public static void Pass<TPrediction>(Predictor<TPrediction> predictor, Graph graph, ParameterSet parameters, (int Height, int Width) size)
        where TPrediction : Prediction
    {
        if (predictor.EmbeddingWidth == 0) return;
        var contract = predictor.Manifest.Preprocess with { Height = size.Height, Width = size.Width };
        var image = ProbeImages.Make(Seed, contract);
        var part = graph.EndingAt(graph.Stages[^2].Name);
        if (part.Infer(size.Height, size.Width)[part.Output] is [var channels, _, _]) part = FeatureStage.Pooled(part, channels);
        using var trainer = new TorchForwardFactory().Create(part, parameters, contract);
        var (expected, found) = (new float[trainer.OutputShape[0]], predictor.Embeddings(image, 1, size));
        trainer.Run(image, 1, expected);
        var largest = Math.Max(1, Math.Abs(TensorPrimitives.MaxMagnitude<float>(expected)));
        ParityGate.CheckScores(Scaled(expected), Scaled(found), expected.Length, "The parity gate, embedding");

        float[] Scaled(float[] values) => Array.ConvertAll(values, value => value / largest);
    }
}
