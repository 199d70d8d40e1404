using System.Globalization;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a network that describes identities: its numbers, and which of the images before each is nearest to it.</summary>
internal sealed class DescriptorPredicting(IdentityPredictor predictor, PredictSettings settings)
    : Predicting<IdentityPrediction>(predictor, settings, "image", "numbers", "nearest before it", "distance")
{
    private readonly List<IdentityPrediction> _before = [];

    /// <summary>Opens the model.</summary>
    public static IPredicting Open(PredictSettings settings) => new DescriptorPredicting(IdentityPredictor.Open(settings.Model, settings.Runtime), settings);

    protected override void Show(IdentityPrediction prediction)
    {
        var nearest = _before.MinBy(prediction.DistanceFrom);
        AddRow(prediction, $"{prediction.Descriptor.Count}", nearest?.Path ?? "",
            nearest is null ? "" : prediction.DistanceFrom(nearest).ToString("0.000", CultureInfo.InvariantCulture));
        _before.Add(prediction);
    }

    protected override object Facts(IdentityPrediction prediction, int number) => DescribedFacts.Of(prediction);

    // Nothing is drawn of a descriptor: the flags that save are refused before.
    protected override void Save(IdentityPrediction prediction, int number) => throw new InvalidOperationException("A descriptor is no image.");

    protected override void SaveAll() => throw new InvalidOperationException("A descriptor is no image.");
}
