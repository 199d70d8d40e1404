using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Images of identities for the trainer. An identity with fewer images than a batch takes of each brings some of them several times, each time changed at
/// random in another way.
/// </summary>
internal sealed class IdentityImages : IIdentityImages
{
    private readonly ImageSource _images;

    /// <param name="samples">Images, their identities numbered from 0 on.</param>
    /// <param name="preprocess">The contract.</param>
    /// <param name="augmentation">Null leaves images as they are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="imagesPerIdentity">Images of an identity in a batch.</param>
    /// <param name="hashes">Of the images' contents, by name.</param>
    public IdentityImages(IReadOnlyList<Sample> samples, Preprocess preprocess, AugmentationOptions? augmentation, ulong seed, int imagesPerIdentity,
        IReadOnlyDictionary<string, string> hashes)
    {
        ImagesPerIdentity = imagesPerIdentity;
        Sample[] all = [.. samples, .. samples.GroupBy(sample => sample.Label).SelectMany(own => Again([.. own], imagesPerIdentity))];
        _images = new(all, preprocess, augmentation, seed, index => index < samples.Count ? hashes.GetValueOrDefault(all[index].Name) : null);
    }

    public int ImagesPerIdentity { get; }

    public int Count => _images.Count;

    public int LabelOf(int index) => _images.LabelOf(index);

    public string NameOf(int index) => _images.NameOf(index);

    public string? ContentHashOf(int index) => _images.ContentHashOf(index);

    public object Load(int index, int epoch, Span<byte> destination) => _images.Load(index, epoch, destination);

    // Another name draws other changes.
    private static IEnumerable<Sample> Again(Sample[] own, int count) =>
        Enumerable.Range(own.Length, Math.Max(0, count - own.Length)).Select(at => own[at % own.Length] with { Name = $"{own[at % own.Length].Name} ({at})" });
}
