using System.Security.Cryptography;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads and decodes one image wholly, once.</summary>
internal static class ImageExaminer
{
    public static (SampleFacts Facts, float[] Thumbnail) Examine(Sample sample, DecodeOptions decode)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(sample.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (Bad(sample, "", 0, $"The file cannot be read: {failure.Message}", "Check that it exists, and its permissions."), []);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            // Entropy decoding is done in full, so damage is found; only the transform is spared on large photographs.
            var image = ImageFile.Decode(bytes, sample.Name, decode with { ShrinkToWidth = 32, ShrinkToHeight = 32 });
            var info = ImageFile.Inspect(sample.Path, decode);
            var facts = new SampleFacts(sample.Name, hash, bytes.Length) { Width = info.Width, Height = info.Height, Orientation = info.Orientation, PerceptualHash = PerceptualHash.Of(image) };
            return (facts, Thumbnail.Of(image));
        }
        catch (ImageException refusal)
        {
            return (Bad(sample, hash, bytes.Length, $"{refusal.What} {refusal.Expected}".TrimEnd(), refusal.Cure), []);
        }
    }

    private static SampleFacts Bad(Sample sample, string hash, long length, string what, string cure) =>
        new(sample.Name, hash, length) { Error = new Problem(sample.Name, what, cure) };
}
