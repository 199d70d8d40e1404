using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Runtime;

public sealed partial class ClassificationPredictor
{
    // Measured by `bench explain`: finer grids and more images cost time and bring nothing.
    private const int Cells = 7;

    private readonly Lock _opening = new();
    private ActivationSession? _activation;
    private bool _isOpened;

    /// <summary>Whether a map costs about as much as a prediction.</summary>
    internal bool IsExplainedExactly => Activation() is not null;

    private protected override void Close()
    {
        lock (_opening) _activation?.Dispose();
    }

    private protected override IReadOnlyList<Explanation> Explain(ImageInput input, int? label, CancellationToken cancellation)
    {
        var contract = Manifest.Preprocess;
        var pixels = new byte[contract.Height * contract.Width * 3];
        var size = input.LoadInto(contract, pixels, Options.Decoding);
        return [Exact(pixels, label, cancellation) is { } exact ? Named(exact, isExact: true) : Named(Estimated(pixels, label, cancellation), isExact: false)];

        Explanation Named((int Label, float Score, float[] Values, int Rows, int Columns) found, bool isExact) =>
            new(input.Path, found.Label, Manifest.Classes[found.Label], found.Score)
            {
                IsExact = isExact,
                Width = size.Width,
                Height = size.Height,
                Seen = SeenArea.Of(contract, size.Width, size.Height),
                Area = SeenArea.Of(contract, size.Width, size.Height,
                    isExact ? Activation()!.Cells?.Of(new Box(0, 0, found.Columns, found.Rows)) : null),
                Rows = found.Rows,
                Columns = found.Columns,
                Values = found.Values,
            };
    }

    // The logit of a class less the mean of all: adding one number to all of them changes no score.
    private (int Label, float Score, float[] Values, int Rows, int Columns)? Exact(byte[] pixels, int? label, CancellationToken cancellation)
    {
        if (Activation() is not { } session) return null;
        var (scores, maps, rows, columns) = session.Run(pixels, (Manifest.Preprocess.Height, Manifest.Preprocess.Width), cancellation);
        var cells = rows * columns;
        if (cells == 1) return null; // the mean of one number: it says nothing of where
        var chosen = label ?? TensorPrimitives.IndexOfMax<float>(scores);
        var values = new float[cells];
        for (var cell = 0; cell < cells; cell++)
        {
            var mean = 0f;
            for (var other = 0; other < scores.Length; other++) mean += maps[other * cells + cell] / scores.Length;
            values[cell] = (maps[chosen * cells + cell] - mean) / cells;
        }
        return (chosen, scores[chosen], values, rows, columns);
    }

    private (int Label, float Score, float[] Values, int Rows, int Columns) Estimated(byte[] pixels, int? label, CancellationToken cancellation)
    {
        var (contract, classes) = (Manifest.Preprocess, Manifest.Classes.Count);
        var scores = ScoresHere(pixels, 1, cancellation);
        var chosen = label ?? TensorPrimitives.IndexOfMax<float>(scores);
        var size = (contract.Height, contract.Width);
        var maps = RandomMasks.Explain(new HiddenImage(pixels, size, size, FittedImage.FillOf(contract)), (Cells, Cells), RandomMasks.Count,
            (Options.BatchSize, Options.Workers), (images, count) =>
            {
                var found = ScoresHere(images, count, cancellation);
                return [.. Enumerable.Range(0, count).Select(image => (IReadOnlyList<double>)[found[image * classes + chosen]])];
            });
        return (chosen, scores[chosen], maps[0], Cells, Cells);
    }

    private ActivationSession? Activation()
    {
        lock (_opening)
        {
            if (_isOpened) return _activation;
            (_activation, _isOpened) = (ActivationSession.Open(ModelAgain(), ModelPath, Options), true);
            return _activation;
        }
    }
}
