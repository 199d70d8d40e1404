using System.Collections.Concurrent;
using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Pictures for the trainer at the model's size: augmented by a generator that depends on seed, epoch and picture alone, or
/// as the preprocessing gives them. Decoded pictures are kept while they fit into a bounded memory.
/// </summary>
internal sealed class PictureSource : ILabelledPictures
{
    private const long DecodedBytesKept = 512L << 20;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly Preprocess _preprocess;
    private readonly Augmenter? _augmenter;
    private readonly ulong _seed;
    private readonly Func<int, string?>? _hash;
    private readonly ConcurrentDictionary<int, RgbImage> _decoded = new();
    private long _decodedBytes;

    /// <param name="samples">The pictures.</param>
    /// <param name="preprocess">The contract.</param>
    /// <param name="augmentation">Null leaves pictures as they are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="hash">Content hash of a sample, known from the examination.</param>
    public PictureSource(IReadOnlyList<Sample> samples, Preprocess preprocess, AugmentationOptions? augmentation, ulong seed, Func<int, string?>? hash = null)
    {
        _samples = samples;
        _preprocess = preprocess;
        _augmenter = augmentation is null ? null : new Augmenter(augmentation, preprocess);
        _seed = seed;
        _hash = hash;
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
        _augmenter.Apply(Decoded(index), random).Pixels.CopyTo(destination);
        return sample.Label;
    }

    private RgbImage Decoded(int index)
    {
        if (_decoded.TryGetValue(index, out var image)) return image;
        // Augmentation crops parts, so twice the input is kept where the photograph is that large.
        image = ImageFile.Decode(_samples[index].Path, new DecodeOptions { ShrinkToWidth = 2 * _preprocess.Width, ShrinkToHeight = 2 * _preprocess.Height });
        if (Interlocked.Add(ref _decodedBytes, image.Pixels.Length) <= DecodedBytesKept) _decoded[index] = image;
        else Interlocked.Add(ref _decodedBytes, -image.Pixels.Length);
        return image;
    }
}
