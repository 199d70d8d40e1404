using System.Security.Cryptography;

namespace Graft.Networks;

/// <summary>SHA-256 of files.</summary>
internal static class FileHash
{
    /// <summary>Hexadecimal, lower case, 64 digits.</summary>
    /// <exception cref="GraftException">The file cannot be read.</exception>
    public static string Sha256(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17,
                FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{path}' cannot be read: {failure.Message}", cure: "Check the path and the permissions.", inner: failure);
        }
    }

    /// <summary>The same; null where the file cannot be read.</summary>
    public static string? TrySha256(string path)
    {
        try
        {
            return Sha256(path);
        }
        catch (GraftException)
        {
            return null;
        }
    }
}
