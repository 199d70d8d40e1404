using System.Security.Cryptography;
using Graft.Imaging;

namespace Graft.Faces;

/// <summary>A photograph whose file is read once: what is analysed and shown is what the hash is of, whatever becomes of the file meanwhile.</summary>
internal sealed class Photograph : IDisposable
{
    private readonly FileBytes? _content;
    private string? _hash;

    private Photograph(string file, FileBytes? content, string? hash = null) => (File, _content, _hash) = (file, content, hash);

    /// <summary>Where it is.</summary>
    public string File { get; }

    /// <summary>Its content, until it is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _content?.Memory ?? default;

    /// <summary>SHA-256, hexadecimal.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>Reads it.</summary>
    /// <exception cref="ImageException">It cannot be read.</exception>
    public static Photograph Read(string file) => new(file, FileBytes.Read(file));

    /// <summary>One whose faces were found already: of its content only the hash is known.</summary>
    public static Photograph Known(string file, string hash) => new(file, null, hash);

    /// <summary>The image at its own size.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public RgbImage Decode(DecodeOptions options)
    {
        using var pixels = Decoder.Decode(Bytes.Span, File, options);
        return pixels.ToImage();
    }

    /// <inheritdoc/>
    public void Dispose() => _content?.Dispose();
}
