using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Images for the trainer at the model's size: augmented by a generator that depends on seed, epoch and image alone, or
/// as the preprocessing gives them. Decoded images are kept while they fit into a bounded memory.
/// </summary>
internal sealed class ImageSource : ILabelledImages
{
    private readonly IReadOnlyList<Sample> _samples;
    private readonly Preprocess _preprocess;
    private readonly Augmenter? _augmenter;
    private readonly ulong _seed;
    private readonly Func<int, string?>? _hash;
    private readonly DecodedImages<RgbImage> _decoded;

    /// <param name="samples">The images.</param>
    /// <param name="preprocess">The contract.</param>
    /// <param name="augmentation">Null leaves images as they are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="hash">Content hash of a sample, known from the examination.</param>
    public ImageSource(IReadOnlyList<Sample> samples, Preprocess preprocess, AugmentationOptions? augmentation, ulong seed, Func<int, string?>? hash = null)
    {
        _samples = samples;
        _preprocess = preprocess;
        _augmenter = augmentation is null ? null : new Augmenter(augmentation, preprocess);
        _seed = seed;
        _hash = hash;
        // Augmentation crops parts, so twice the input is kept where the photograph is that large.
        var shrink = new DecodeOptions { ShrinkToWidth = 2 * preprocess.Width, ShrinkToHeight = 2 * preprocess.Height };
        _decoded = new(index => ImageFile.Decode(samples[index].Path, shrink), image => image.Pixels.LongLength);
    }

    public int Count => _samples.Count;

    public int LabelOf(int index) => _samples[index].Label;

    public string NameOf(int index) => _samples[index].Name;

    /// <summary>Null when the content changes from epoch to epoch.</summary>
    public string? ContentHashOf(int index) => _augmenter is null ? _hash?.Invoke(index) : null;

    public object Load(int index, int epoch, Span<byte> destination)
    {
        var sample = _samples[index];
        if (_augmenter is null)
        {
            _preprocess.LoadInto(sample.Path, destination);
            return sample.Label;
        }
        var random = SeededRandom.For(_seed, $"augment/{epoch}/{sample.Name}");
        _augmenter.Apply(_decoded[index], random).Pixels.CopyTo(destination);
        return sample.Label;
    }
}
