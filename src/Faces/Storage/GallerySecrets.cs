using System.Security.Cryptography;
using System.Text;

namespace Graft.Faces;

/// <summary>
/// What is made of the gallery's own key: tags by which names and images are found again without being stored, and seals of what is not secret.
/// </summary>
internal sealed class GallerySecrets : IDisposable
{
    private readonly byte[] _nameKey, _imageKey, _sealKey;

    public GallerySecrets(ReadOnlySpan<byte> galleryKey)
    {
        _nameKey = Derive(galleryKey, "name");
        _imageKey = Derive(galleryKey, "image");
        _sealKey = Derive(galleryKey, "seal");
    }

    /// <summary>Finds a person by a clean name (<see cref="PersonName"/>).</summary>
    public byte[] NameTag(string name) => HMACSHA256.HashData(_nameKey, Encoding.UTF8.GetBytes(name));

    /// <summary>Finds a photograph by the hash of its content.</summary>
    public byte[] ImageTag(ReadOnlySpan<byte> contentHash) => HMACSHA256.HashData(_imageKey, contentHash);

    /// <summary>Shows a change of bytes that anybody may read: the contract, the calibration, the head of the log.</summary>
    public byte[] Seal(string kind, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _sealKey);
        hash.AppendData(Encoding.UTF8.GetBytes(kind));
        hash.AppendData([0]);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in new[] { _nameKey, _imageKey, _sealKey }) CryptographicOperations.ZeroMemory(key);
    }

    private static byte[] Derive(ReadOnlySpan<byte> galleryKey, string use)
    {
        var key = new byte[KeyFile.KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, galleryKey, key, [], Encoding.UTF8.GetBytes($"graft faces {use}"));
        return key;
    }
}
