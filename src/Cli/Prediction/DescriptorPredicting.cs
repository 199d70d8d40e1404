using System.Globalization;
using System.Numerics.Tensors;
using Graft.Runtime;
using Graft.Shards;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a network that describes identities: its numbers, and the nearest of the thousand images before each.</summary>
internal sealed class DescriptorPredicting(IdentityPredictor predictor, PredictSettings settings)
    : Predicting<IdentityPrediction>(predictor, settings, "image", "numbers", "nearest before it", "distance")
{
    // So many images are remembered: memory does not grow with the images, nor the time of each.
    private const int Remembered = 1000;

    private readonly float[][] _before = new float[Remembered][];
    private readonly string[] _files = new string[Remembered];
    private int _count;

    /// <summary>Opens the model.</summary>
    public static IPredicting Open(PredictSettings settings) => new DescriptorPredicting(IdentityPredictor.Open(settings.Model, settings.Runtime), settings);

    protected override void Show(IdentityPrediction prediction)
    {
        float[] own = [.. prediction.Descriptor];
        var (nearest, best) = (-1, float.NegativeInfinity);
        for (var i = 0; i < Math.Min(_count, Remembered); i++)
            if (TensorPrimitives.Dot<float>(own, _before[i]) is var cosine && cosine > best) (nearest, best) = (i, cosine);
        AddRow(prediction, $"{own.Length}", nearest < 0 ? "" : _files[nearest],
            nearest < 0 ? "" : Math.Max(0, 1 - best).ToString("0.000", CultureInfo.InvariantCulture));
        var place = _count++ % Remembered;
        (_before[place], _files[place]) = (own, prediction.Path);
    }

    protected override PartTable<IdentityPrediction> Parts() => PredictionTables.Descriptors();

    protected override object Facts(IdentityPrediction prediction, int number) => DescribedFacts.Of(prediction);

    // Nothing is drawn of a descriptor: the flags that save are refused before.
    protected override void Save(IdentityPrediction prediction, int number) => throw new InvalidOperationException("A descriptor is no image.");

    protected override void SaveAll() => throw new InvalidOperationException("A descriptor is no image.");
}
