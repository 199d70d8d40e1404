using System.Numerics.Tensors;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>A classifier from a model file. Thread-safe.</summary>
public sealed class ClassificationPredictor : IDisposable
{
    private readonly OnnxForward _network;
    private readonly RuntimeOptions _options;

    private ClassificationPredictor(Manifest manifest, OnnxForward network, RuntimeOptions options) =>
        (Manifest, _network, _options) = (manifest, network, options);

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1).
    /// </exception>
    public static ClassificationPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = ModelFile.Load(path);
        if (manifest.Task != "classify")
            throw new GraftException($"'{path}' is a model for the task '{manifest.Task}'.", "A classifier was expected.");
        var session = new OnnxSession(model, path, OnnxWriter.Scores, options);
        var predictor = new ClassificationPredictor(manifest, new OnnxForward(session), options);
        try
        {
            predictor.Test(path);
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
        return predictor;
    }

    /// <summary>Probabilities of images in memory.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB, already at the model's size.</param>
    /// <param name="count">Number of images.</param>
    /// <returns>count x classes.</returns>
    /// <exception cref="ArgumentException">The bytes are not that many.</exception>
    public float[] Scores(byte[] images, int count)
    {
        var scores = new float[count * Manifest.Classes.Count];
        if (count > 0) _network.Run(images, count, scores);
        return scores;
    }

    /// <summary>Classes of files, in their order, with decoding and network on all cores; memory does not grow with the number of files.</summary>
    /// <exception cref="GraftException">An image cannot be read and <see cref="RuntimeOptions.OnUnreadableImage"/> is Fail.</exception>
    public IEnumerable<ClassificationPrediction> Predict(IEnumerable<string> paths) =>
        new ImagePipeline(_network, Manifest.Preprocess, _options).Run(paths).Select(Name);

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private ClassificationPrediction Name(ImageOutput output)
    {
        if (output.Failure is not null) return new(output.Path, [], -1, "", 0, output.Failure);
        var scores = output.Values.ToArray();
        var label = TensorPrimitives.IndexOfMax<float>(scores);
        return new(output.Path, scores, label, Manifest.Classes[label], scores[label]);
    }

    private void Test(string path)
    {
        if (!_network.InputShape.SequenceEqual([Manifest.Preprocess.Height, Manifest.Preprocess.Width, 3])
            || !_network.OutputShape.SequenceEqual([Manifest.Classes.Count]))
            throw new GraftException($"The network in '{path}' is not of the size its manifest names.", cure: "Export the run again.");
        foreach (var probe in Manifest.Probes)
            ParityGate.CheckScores([.. probe.Scores], Scores(ProbeImages.Make(probe.Seed, Manifest.Preprocess), 1), Manifest.Classes.Count,
                $"The self-test of '{path}' failed");
    }
}
