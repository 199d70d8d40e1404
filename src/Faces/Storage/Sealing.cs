using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Graft.Faces;

/// <summary>AES-256-GCM: a nonce of 12 bytes, the cipher text, a tag of 16 bytes.</summary>
internal static class Sealing
{
    /// <summary>How much longer the sealed bytes are.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12, TagSize = 16;

    /// <summary>Encrypts with a fresh random nonce.</summary>
    /// <param name="cipher">The key of one person.</param>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="context">What the bytes belong to; they open with the same only.</param>
    public static byte[] Seal(AesGcm cipher, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var bytes = new byte[plain.Length + Overhead];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceSize));
        cipher.Encrypt(bytes.AsSpan(0, NonceSize), plain, bytes.AsSpan(NonceSize, plain.Length), bytes.AsSpan(NonceSize + plain.Length), context);
        return bytes;
    }

    /// <summary>Decrypts; false where the key or the context is another one, or a byte was changed.</summary>
    public static bool TryOpen(AesGcm cipher, ReadOnlySpan<byte> bytes, Span<byte> plain, ReadOnlySpan<byte> context)
    {
        if (bytes.Length != plain.Length + Overhead) return false;
        try
        {
            cipher.Decrypt(bytes[..NonceSize], bytes[NonceSize..^TagSize], bytes[^TagSize..], plain, context);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>A cipher for a key.</summary>
    public static AesGcm Cipher(ReadOnlySpan<byte> key) => new(key, TagSize);
}

/// <summary>What sealed bytes belong to: their kind, the gallery, the person, the sample, the contract and, of a person, when it expires.</summary>
internal static class SealContext
{
    /// <summary>Bytes of a context.</summary>
    public const int Size = 1 + 3 * KeyFile.NameSize + SHA256.HashSizeInBytes + sizeof(long);

    /// <summary>The kinds.</summary>
    public const byte Person = 1, Vector = 2, Detail = 3, Crop = 4;

    /// <summary>Writes it.</summary>
    public static void Write(Span<byte> context, byte kind, GalleryIdentity gallery, ReadOnlySpan<byte> person, ReadOnlySpan<byte> sample, long expires = 0)
    {
        context.Clear();
        context[0] = kind;
        gallery.Name.CopyTo(context[1..]);
        person.CopyTo(context[(1 + KeyFile.NameSize)..]);
        sample.CopyTo(context[(1 + 2 * KeyFile.NameSize)..]);
        gallery.ContractHash.CopyTo(context[(1 + 3 * KeyFile.NameSize)..]);
        BinaryPrimitives.WriteInt64LittleEndian(context[^sizeof(long)..], expires);
    }
}

/// <summary>Which gallery: its random name and the contract of its descriptors.</summary>
/// <param name="Name">Random bytes, <see cref="KeyFile.NameSize"/>.</param>
/// <param name="ContractHash">SHA-256 of the contract.</param>
internal sealed record GalleryIdentity(byte[] Name, byte[] ContractHash);
