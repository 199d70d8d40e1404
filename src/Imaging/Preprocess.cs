using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Imaging;

/// <summary>
/// The contract between images and a network, the same object in training, evaluation, prediction, export and serving.
/// Geometry gives 8-bit RGB of Width x Height; the network sees <c>(value / 255 - Mean[c]) / Std[c]</c>.
/// </summary>
public sealed record Preprocess
{
    /// <summary>Width of the network's input in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the network's input in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The shorter side is resized to this, then the centre is cropped; 0 resizes the whole image to Width x Height.</summary>
    public required int ResizeShorter { get; init; }

    /// <summary>
    /// With a <see cref="ResizeShorter"/> of 0: whether the image keeps its aspect ratio. It is then as large as fits into Width x Height and lies in the
    /// middle, the rest being the mean colour. Otherwise the whole image is resized to Width x Height.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Letterbox { get; init; }

    /// <summary>
    /// For networks that take images of any size: the image keeps its shape, its shorter side becomes <see cref="ResizeShorter"/> unless
    /// the longer one would be more than this; it lies at the upper left, and the right and lower edges are filled with the mean up to
    /// the next <see cref="SizeMultiple"/>. 0 for networks of one size. Width and Height then are the largest input.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ResizeLonger { get; init; }

    /// <summary>Both sides of the input are multiples of this where <see cref="ResizeLonger"/> is set; otherwise 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SizeMultiple { get; init; }

    /// <summary>
    /// With <see cref="ResizeLonger"/>: whether large JPEGs are decoded at a fraction of their size, at least twice the one they are resized to, as they
    /// always are for networks of one size. Files of earlier versions say nothing and are decoded in full, as they were trained.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ScaledDecoding { get; init; }

    /// <summary>The resampling filter.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>Mean of each channel (red, green, blue) for values in 0..1.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Standard deviation of each channel for values in 0..1.</summary>
    public required float[] Std { get; init; }

    /// <summary>SHA-256 of the contract in hexadecimal: two models with one hash see the same pixels.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, ImagingJson.Compact.Preprocess))));

    /// <summary>ImageNet statistics as torchvision uses them.</summary>
    public static Preprocess ImageNet(int resizeShorter, int crop, Interpolation interpolation = Interpolation.Bilinear) => new()
    {
        Width = crop,
        Height = crop,
        ResizeShorter = resizeShorter,
        Interpolation = interpolation,
        Mean = [0.485f, 0.456f, 0.406f],
        Std = [0.229f, 0.224f, 0.225f],
    };

    /// <summary>A decoded image as the network gets it: Width x Height, resized and cropped as torchvision does, or whole.</summary>
    public RgbImage Apply(RgbImage image)
    {
        var result = new RgbImage(Width, Height);
        Preprocessor.Apply(this, new PixelSource(image), result.Pixels);
        return result;
    }

    /// <summary>Reads an image and applies the contract; large JPEGs are decoded at a fraction of their size.</summary>
    /// <exception cref="ImageException">The file is refused.</exception>
    public RgbImage Load(string path, DecodeOptions? options = null)
    {
        var result = new RgbImage(Width, Height);
        LoadInto(path, result.Pixels, options);
        return result;
    }

    /// <summary>As <see cref="Load(string, DecodeOptions?)"/>, from memory.</summary>
    /// <exception cref="ImageException">The content is refused.</exception>
    public RgbImage Load(byte[] bytes, string name, DecodeOptions? options = null)
    {
        var result = new RgbImage(Width, Height);
        LoadInto(bytes, name, result.Pixels, options);
        return result;
    }

    /// <summary>As <see cref="Load(string, DecodeOptions?)"/>, into Height x Width x 3 bytes, without allocating per image.</summary>
    /// <exception cref="ImageException">The file is refused.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void LoadInto(string path, Span<byte> destination, DecodeOptions? options = null)
    {
        using var bytes = FileBytes.Read(path);
        LoadInto(bytes.Span, path, destination, options);
    }

    /// <summary>As <see cref="LoadInto(string, Span{byte}, DecodeOptions?)"/>, from memory.</summary>
    /// <exception cref="ImageException">The content is refused.</exception>
    /// <exception cref="ArgumentException">The destination has another size.</exception>
    public void LoadInto(ReadOnlySpan<byte> bytes, string name, Span<byte> destination, DecodeOptions? options = null) =>
        Preprocessor.Load(this, bytes, name, options ?? DecodeOptions.Default, destination);

    /// <inheritdoc/>
    public bool Equals(Preprocess? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);
}
