using System.Diagnostics;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>The networks of faces as the workers run them: in the same queue and within the same bounds as models.</summary>
internal sealed class FaceModel(FaceAnalyzer analyzer) : ServedModel
{
    // An image to warm up with, and what a queue takes for its size.
    private static readonly Preprocess Warming = Preprocess.ImageNet(320, 320);

    /// <inheritdoc/>
    public override Manifest Manifest { get; } = new()
    {
        Task = "faces",
        Model = analyzer.Contract.Descriptor,
        Classes = [],
        Preprocess = Warming,
        PreprocessHash = Warming.Hash,
        Producer = "Graft",
        ContentHash = analyzer.Contract.Hash,
    };

    /// <inheritdoc/>
    public override bool TakesBatches => false;

    /// <inheritdoc/>
    public override WatchedModel Watched => throw new NotSupportedException("Faces are not watched.");

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs => [];

    /// <inheritdoc/>
    public override void Answer(IReadOnlyList<ServingTicket> batch, CancellationToken cancellation)
    {
        foreach (var ticket in batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var image = ticket.Image!.Decode(analyzer.Options.Decoding);
                ticket.Decoding = Stopwatch.GetElapsedTime(begun);
                var faces = analyzer.Analyze(image);
                ticket.Running = Stopwatch.GetElapsedTime(begun) - ticket.Decoding;
                ticket.Set(new FacesPrediction("", faces));
            }
            catch (ImageException failure)
            {
                ticket.Set(Unread(failure));
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation)
    {
        analyzer.WarmUp();
        return [];
    }

    /// <inheritdoc/>
    public override object Facts(Prediction prediction, int number) => prediction;

    /// <inheritdoc/>
    public override Prediction Unread(ImageException failure) => new FacesPrediction("", [], failure);

    /// <inheritdoc/>
    public override void Dispose() => analyzer.Dispose();
}
