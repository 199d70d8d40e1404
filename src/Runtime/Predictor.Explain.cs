using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

public abstract partial class Predictor<TPrediction>
{
    /// <summary>The file it was opened from.</summary>
    private protected string ModelPath { get; private set; } = "";

    /// <summary>
    /// What the answer to an image file rests on. A classifier explains its class; a detector its objects, the surest first, three unless
    /// <see cref="RuntimeOptions.MaxDetections"/> says otherwise, as sure as <see cref="RuntimeOptions.ScoreThreshold"/> says; a segmentation network
    /// every class that it sees but the background, the largest first.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="className">The class that is explained in place of the likeliest, or alone; null for those.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Nothing where nothing was found.</returns>
    /// <exception cref="ImageException">The image cannot be read, whatever <see cref="RuntimeOptions.OnBadImage"/> says.</exception>
    /// <exception cref="GraftException">There is no such class, or the answers are no scores, as those of a network that describes identities.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public IReadOnlyList<Explanation> Explain(string path, string? className = null, CancellationToken cancellation = default) =>
        Explain(ImageInput.Of(path), className, cancellation);

    /// <summary>As <see cref="Explain(string, string?, CancellationToken)"/>, of the image in the bytes of a file.</summary>
    /// <inheritdoc cref="Explain(string, string?, CancellationToken)" path="/exception"/>
    public IReadOnlyList<Explanation> Explain(ReadOnlyMemory<byte> bytes, string? className = null, CancellationToken cancellation = default) =>
        Explain(ImageInput.Of(bytes), className, cancellation);

    /// <summary>As <see cref="Explain(string, string?, CancellationToken)"/>, of pixels of any size.</summary>
    /// <inheritdoc cref="Explain(string, string?, CancellationToken)" path="/exception"/>
    public IReadOnlyList<Explanation> Explain(RgbImage image, string? className = null, CancellationToken cancellation = default) =>
        Explain(ImageInput.Of(image), className, cancellation);

    /// <summary>What the answer to an image rests on.</summary>
    /// <param name="input">The image.</param>
    /// <param name="label">The class; null for those of the answer.</param>
    /// <param name="cancellation">Ends it.</param>
    private protected abstract IReadOnlyList<Explanation> Explain(ImageInput input, int? label, CancellationToken cancellation);

    private IReadOnlyList<Explanation> Explain(ImageInput input, string? className, CancellationToken cancellation)
    {
        _session.ThrowIfDisposed();
        return Explain(input, className is null ? null : LabelOf(className), cancellation);
    }

    /// <summary>The bytes of the model file, which must still be the one that was opened.</summary>
    /// <exception cref="GraftException">It is gone, or another one.</exception>
    private protected byte[] ModelAgain()
    {
        var (manifest, model) = ModelFile.Load(ModelPath);
        return manifest.ContentHash == Manifest.ContentHash ? model
            : throw new GraftException($"'{ModelPath}' is another model than the one that was opened.", cure: "Open it again.");
    }

    private int LabelOf(string className)
    {
        for (var label = 0; label < Manifest.Classes.Count; label++)
            if (Manifest.Classes[label] == className) return label;
        var near = Spelling.Nearest(className, Manifest.Classes);
        throw new GraftException($"The model knows no class '{className}'.{(near is null ? "" : $" Did you mean '{near}'?")}",
            $"Its classes are {Words.List(Manifest.Classes, 20)}.");
    }
}
