using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Pictures with class maps for the trainer: random crops that depend on seed, epoch and picture alone, or whole pictures fitted into one
/// size. Decoded pictures are kept while they fit into a bounded memory.
/// </summary>
internal sealed class MaskPictures : IPictureSource
{
    private const long BytesKept = 512L << 20;
    private readonly IReadOnlyList<MaskSample> _samples;
    private readonly Preprocess _contract;
    private readonly byte _ignore;
    private readonly MaskAugmenter? _augmenter;
    private readonly ulong _seed;
    private readonly ConcurrentDictionary<int, DecodedMaskSample> _decoded = new();
    private readonly Lazy<string>[] _keys;
    private long _bytes;

    /// <param name="samples">The pictures.</param>
    /// <param name="contract">How whole pictures become an input.</param>
    /// <param name="ignore">The mask value that does not count.</param>
    /// <param name="augmentation">Null gives whole pictures, the same in every epoch.</param>
    /// <param name="seed">The run's seed.</param>
    public MaskPictures(IReadOnlyList<MaskSample> samples, Preprocess contract, byte ignore, MaskAugmentationOptions? augmentation, ulong seed)
    {
        (_samples, _contract, _ignore, _seed) = (samples, contract, ignore, seed);
        _augmenter = augmentation is null ? null : new MaskAugmenter(augmentation);
        _keys = [.. samples.Select(sample => new Lazy<string>(() => KeyOf(sample)))];
    }

    public int Count => _samples.Count;

    public string NameOf(int index) => _samples[index].Name;

    /// <summary>Always null: whole pictures pass through a network whose features have several sizes, and are not kept.</summary>
    public string? ContentHashOf(int index) => null;

    public string TargetKeyOf(int index) => _keys[index].Value;

    public object TargetOf(int index) => MaskFrame.Fit(Decoded(index), _contract).Map;

    public object Load(int index, int epoch, Span<byte> destination)
    {
        var sample = _augmenter is null
            ? MaskFrame.Fit(Decoded(index), _contract)
            : _augmenter.Apply(Decoded(index), SeededRandom.For(_seed, $"augment/{epoch}/{_samples[index].Name}"), new MaskPool(Count, Decoded));
        sample.Image.Pixels.CopyTo(destination);
        return sample.Map;
    }

    private DecodedMaskSample Decoded(int index)
    {
        if (_decoded.TryGetValue(index, out var sample)) return sample;
        // Crops are enlarged twice at most, so more than twice the size is never looked at.
        sample = MaskFrame.Shrink(DecodedMaskSample.Load(_samples[index], _ignore), 2 * _contract.ResizeShorter);
        var bytes = sample.Image.Pixels.Length + sample.Map.Values.Length;
        if (Interlocked.Add(ref _bytes, bytes) <= BytesKept) _decoded[index] = sample;
        else Interlocked.Add(ref _bytes, -bytes);
        return sample;
    }

    private static string KeyOf(MaskSample sample) => Convert.ToHexStringLower(SHA256.HashData(
        sample.MaskPath is { } path ? File.ReadAllBytes(path) : JsonSerializer.SerializeToUtf8Bytes(sample.Objects, Json.Compact)));
}
