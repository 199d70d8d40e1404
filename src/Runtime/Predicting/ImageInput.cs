using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image as it was handed in: a file, its bytes, or pixels.</summary>
internal sealed class ImageInput
{
    private const string Unnamed = "image";
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly RgbImage? _pixels;
    private readonly ImageException? _failure;
    private readonly bool _isFile;

    private ImageInput(string path, string name, ReadOnlyMemory<byte> bytes = default, RgbImage? pixels = null, ImageException? failure = null) =>
        (Path, Name, _bytes, _pixels, _failure) = (path, name, bytes, pixels, failure);

    private ImageInput(string path)
    {
        (Path, _isFile) = (path, true);
        Name = System.IO.Path.GetFileName(path) is { Length: > 0 } name ? name : path;
    }

    /// <summary>The file; empty for what came as bytes or pixels.</summary>
    public string Path { get; }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <exception cref="ArgumentNullException">There is no name.</exception>
    public static ImageInput Of(string path) => new(path ?? throw new ArgumentNullException(nameof(path)));

    /// <param name="path">A file.</param>
    /// <param name="bytes">Its content, which was read already.</param>
    public static ImageInput Of(string path, ReadOnlyMemory<byte> bytes) => new(path, System.IO.Path.GetFileName(path), bytes);

    /// <param name="path">What the image is called.</param>
    /// <param name="failure">Why it could not be read.</param>
    public static ImageInput Failed(string path, ImageException failure) => new(path, System.IO.Path.GetFileName(path), failure: failure);

    /// <param name="bytes">A file's content.</param>
    /// <param name="number">Its place in the sequence, from 1; 0 where it is alone.</param>
    public static ImageInput Of(ReadOnlyMemory<byte> bytes, int number = 0) => new("", NameOf(number), bytes);

    /// <inheritdoc cref="Of(ReadOnlyMemory{byte}, int)"/>
    public static ImageInput Of(RgbImage pixels, int number = 0) =>
        new("", NameOf(number), pixels: pixels ?? throw new ArgumentNullException(nameof(pixels)));

    /// <summary>Reads a stream to its end, at once: sources dispose the stream they gave when they are asked for the next.</summary>
    /// <inheritdoc cref="Of(ReadOnlyMemory{byte}, int)"/>
    public static ImageInput Of(Stream stream, int number = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new MemoryStream();
        try
        {
            stream.CopyTo(bytes);
            return Of(stream, bytes, number);
        }
        catch (IOException failure)
        {
            return Unreadable(stream, failure, number);
        }
    }

    /// <inheritdoc cref="Of(Stream, int)"/>
    public static async Task<ImageInput> OfAsync(Stream stream, int number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
            return Of(stream, bytes, number);
        }
        catch (IOException failure)
        {
            return Unreadable(stream, failure, number);
        }
    }

    /// <summary>The image at its own size.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public RgbImage Decode(DecodeOptions options)
    {
        if (_failure is not null) throw _failure;
        if (_pixels is not null) return _pixels;
        if (_isFile) return ImageFile.Decode(Path, options);
        using var decoded = Decoder.Decode(_bytes.Span, Label, options);
        return decoded.ToImage();
    }

    /// <summary>The image as a contract for images of any size wants it.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public FittedImage Fit(Preprocess preprocess, DecodeOptions options)
    {
        if (_failure is not null) throw _failure;
        if (_pixels is not null) return FittedImage.Of(preprocess, _pixels);
        return _isFile ? FittedImage.Load(preprocess, Path, options) : FittedImage.Load(preprocess, _bytes.Span, Label, options);
    }

    /// <summary>The image's own size, from its header, once it is known that it is not too large.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public (int Width, int Height) SizeOf(DecodeOptions options)
    {
        if (_failure is not null) throw _failure;
        if (_pixels is not null) return (_pixels.Width, _pixels.Height);
        var info = _isFile ? ImageFile.Inspect(Path, options) : Decoder.Inspect(_bytes.Span, Label, options);
        ImageLimits.CheckSize(info.Width, info.Height, Label, options);
        return (info.Width, info.Height);
    }

    /// <summary>The image as the contract wants it, Height x Width x 3 bytes; large JPEGs are decoded at a fraction of their size.</summary>
    /// <returns>Its own size.</returns>
    /// <exception cref="ImageException">It is refused.</exception>
    public (int Width, int Height) LoadInto(Preprocess preprocess, Span<byte> destination, DecodeOptions options)
    {
        if (_failure is not null) throw _failure;
        if (_pixels is not null)
        {
            Preprocessor.Apply(preprocess, new PixelSource(_pixels), destination);
            return (_pixels.Width, _pixels.Height);
        }
        if (!_isFile) return Preprocessor.Load(preprocess, _bytes.Span, Label, options, destination);
        using var file = FileBytes.Read(Path);
        return Preprocessor.Load(preprocess, file.Span, Path, options, destination);
    }

    private string Label => Path.Length > 0 ? Path : Name;

    private static string NameOf(int number) => number == 0 ? Unnamed : $"{Unnamed} {number}";

    private static ImageInput Of(Stream stream, MemoryStream bytes, int number)
    {
        var content = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return stream is FileStream { Name: var path } ? new ImageInput(path, System.IO.Path.GetFileName(path), content) : Of(content, number);
    }

    private static ImageInput Unreadable(Stream stream, IOException failure, int number)
    {
        var path = stream is FileStream file ? file.Name : "";
        var name = path.Length > 0 ? System.IO.Path.GetFileName(path) : NameOf(number);
        return new ImageInput(path, name, failure: ImageFaults.Unreadable(path.Length > 0 ? path : name, failure));
    }
}
