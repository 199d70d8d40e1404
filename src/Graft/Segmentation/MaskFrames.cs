using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft;

/// <summary>
/// Whole images with class maps to validate with, in batches of one shape each: an image is seen at the size it is predicted at, whichever way
/// it is turned.
/// </summary>
internal sealed class MaskFrames : ISizedImages
{
    private readonly IReadOnlyList<MaskSample> _samples;
    private readonly Preprocess _contract;
    private readonly DecodedImages<DecodedMaskSample> _decoded;

    /// <param name="samples">The images, with their sizes; those without one get the contract's.</param>
    /// <param name="contract">How whole images become an input.</param>
    /// <param name="ignore">The mask value that does not count.</param>
    public MaskFrames(IReadOnlyList<MaskSample> samples, Preprocess contract, byte ignore)
    {
        _contract = contract;
        // Images of one shape follow one another, so that hardly a batch is filled up.
        _samples = [.. samples.Select((sample, at) => (sample, at)).OrderBy(pair => SizeOf(pair.sample)).ThenBy(pair => pair.at).Select(pair => pair.sample)];
        _decoded = new(index => Fitted(_samples[index], contract, ignore), sample => sample.Image.Pixels.LongLength + sample.Map.Values.LongLength);
    }

    // The pixels that the predictor sees.
    private static DecodedMaskSample Fitted(MaskSample sample, Preprocess contract, byte ignore)
    {
        var fitted = FittedImage.Load(contract, sample.Path);
        var map = DecodedMaskSample.LoadMap(sample, fitted.ImageWidth, fitted.ImageHeight, ignore);
        return new DecodedMaskSample(fitted.Image, ClassMapGeometry.Resize(map, fitted.Image.Width, fitted.Image.Height));
    }

    /// <summary>The contract with room for every batch.</summary>
    public Preprocess Room => _contract with
    {
        Height = _samples.Select(SizeOf).Select(size => size.Height).DefaultIfEmpty(_contract.Height).Max(),
        Width = _samples.Select(SizeOf).Select(size => size.Width).DefaultIfEmpty(_contract.Width).Max(),
    };

    public int Count => _samples.Count;

    public string NameOf(int index) => _samples[index].Name;

    public string? ContentHashOf(int index) => null;

    public string TargetKeyOf(int index) => MaskImages.KeyOf(_samples[index]);

    public object TargetOf(int index) => throw new NotSupportedException("A map is as large as its batch.");

    public object Load(int index, int epoch, Span<byte> destination) => Load(index, epoch, (_contract.Height, _contract.Width), destination);

    public int BucketOf(int index) => SizeOf(_samples[index]) is var (height, width) ? height * 100_000 + width : 0;

    public (int Height, int Width) SizeOf(ReadOnlySpan<int> indices, int epoch)
    {
        var (height, width) = (0, 0);
        foreach (var index in indices)
        {
            var size = SizeOf(_samples[index]);
            (height, width) = (Math.Max(height, size.Height), Math.Max(width, size.Width));
        }
        return (height, width);
    }

    public object Load(int index, int epoch, (int Height, int Width) size, Span<byte> destination)
    {
        var framed = MaskFrame.Fit(_decoded[index], _contract with { Width = size.Width, Height = size.Height });
        framed.Image.Pixels.CopyTo(destination);
        return framed.Map;
    }

    private (int Height, int Width) SizeOf(MaskSample sample)
    {
        if (sample.Width < 1 || sample.Height < 1) return (_contract.Height, _contract.Width);
        var (width, height) = FittedImage.SizeOf(_contract, sample.Width, sample.Height);
        return FittedImage.InputOf(_contract, width, height);
    }
}
