using System.Security.Cryptography;
using System.Text.Json;
using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Images with class maps for the trainer: random crops that depend on seed, epoch and image alone, or whole images fitted into one
/// size. Decoded images are kept while they fit into a bounded memory.
/// </summary>
internal sealed class MaskImages : IImageSource
{
    private readonly IReadOnlyList<MaskSample> _samples;
    private readonly Preprocess _contract;
    private readonly MaskAugmenter? _augmenter;
    private readonly ulong _seed;
    private readonly DecodedImages<DecodedMaskSample> _decoded;
    private readonly Lazy<string>[] _keys;

    /// <param name="samples">The images.</param>
    /// <param name="contract">How whole images become an input.</param>
    /// <param name="ignore">The mask value that does not count.</param>
    /// <param name="augmenter">Null gives whole images, the same in every epoch.</param>
    /// <param name="seed">The run's seed.</param>
    public MaskImages(IReadOnlyList<MaskSample> samples, Preprocess contract, byte ignore, MaskAugmenter? augmenter, ulong seed)
    {
        (_samples, _contract, _seed) = (samples, contract, seed);
        _decoded = Decoded(samples, contract, ignore);
        _augmenter = augmenter;
        _keys = [.. samples.Select(sample => new Lazy<string>(() => KeyOf(sample)))];
    }

    public int Count => _samples.Count;

    public string NameOf(int index) => _samples[index].Name;

    /// <summary>Always null: whole images pass through a network whose features have several sizes, and are not kept.</summary>
    public string? ContentHashOf(int index) => null;

    public string TargetKeyOf(int index) => _keys[index].Value;

    public object TargetOf(int index) => MaskFrame.Fit(_decoded[index], _contract).Map;

    public object Load(int index, int epoch, Span<byte> destination)
    {
        var sample = _augmenter is null
            ? MaskFrame.Fit(_decoded[index], _contract)
            : _augmenter.Apply(_decoded[index], SeededRandom.For(_seed, $"augment/{epoch}/{_samples[index].Name}"), new(Count, other => _decoded[other]));
        sample.Image.Pixels.CopyTo(destination);
        return sample.Map;
    }

    /// <summary>An image as the network gets it in the first epoch, with the classes of its pixels laid over it.</summary>
    public CaptionedImage Shown(int index, MaskDataset dataset, (int Height, int Width) size)
    {
        var image = new RgbImage(size.Width, size.Height);
        var map = (ClassMap)Load(index, epoch: 0, image.Pixels);
        var names = map.Values.Distinct().Order().Where(value => value > 0 && value < dataset.Classes.Count).Select(value => dataset.Classes[value]).ToList();
        return new CaptionedImage(
            MaskDrawing.Overlay(image, map, 0.5, dataset.Palette.Count > 0 ? dataset.Palette : null),
            names.Count > 0 ? string.Join(", ", names) : dataset.Classes[0]);
    }

    // Crops are enlarged twice at most, so more than twice the size is never looked at.
    internal static DecodedImages<DecodedMaskSample> Decoded(IReadOnlyList<MaskSample> samples, Preprocess contract, byte ignore) => new(
        index => MaskFrame.Shrink(DecodedMaskSample.Load(samples[index], ignore), 2 * contract.ResizeShorter),
        sample => sample.Image.Pixels.LongLength + sample.Map.Values.LongLength);

    internal static string KeyOf(MaskSample sample) => Convert.ToHexStringLower(SHA256.HashData(
        sample.MaskPath is { } path ? File.ReadAllBytes(path) : JsonSerializer.SerializeToUtf8Bytes(sample.Objects, Json.Compact)));
}
