using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>A model that answers as a test says.</summary>
internal sealed class FakeModel(Action<IReadOnlyList<ServingTicket>, CancellationToken>? answer = null) : ServedModel
{
    public Action<TensorImages>? Inferred { get; init; }

    public bool IsDisposed { get; private set; }

    public override Manifest Manifest => Written;

    public override WatchedModel Watched => throw new NotSupportedException();

    public Manifest Written { get; init; } = TinyModels.ClassifierManifest;

    public override bool TakesBatches => true;

    public override IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs => [];

    public override void Answer(IReadOnlyList<ServingTicket> batch, CancellationToken cancellation) => answer?.Invoke(batch, cancellation);

    public override IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation)
    {
        Inferred?.Invoke(images);
        return [];
    }

    public override object Facts(Prediction prediction, int number) => prediction is SegmentationPrediction map ? SegmentedFacts.Of(map) : prediction;

    public override Prediction Unread(ImageException failure) => new ClassificationPrediction("", [], -1, "", 0, failure);

    public override void Dispose() => IsDisposed = true;
}
