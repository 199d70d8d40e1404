using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Graft;

/// <summary>What was measured once and is kept in a file. Where that cannot be read or written, it is measured again.</summary>
/// <param name="path">The file, for each call: it lies where GRAFT_HOME says.</param>
/// <param name="type">How it is written.</param>
internal sealed class KeptFile<T>(Func<string> path, JsonTypeInfo<T> type) where T : class
{
    /// <summary>What was kept; null where nothing was.</summary>
    public T? Read()
    {
        try
        {
            return File.Exists(path()) ? JsonSerializer.Deserialize(File.ReadAllBytes(path()), type) : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps it, where there is a place for it.</summary>
    public void Keep(T value)
    {
        try
        {
            AtomicFile.WriteBytes(path(), JsonSerializer.SerializeToUtf8Bytes(value, type));
        }
        catch (GraftException)
        {
            // It is used all the same.
        }
    }
}

/// <summary>Names of kept files.</summary>
internal static class KeptFile
{
    /// <summary>A short name for everything that a measurement depends on.</summary>
    public static string NameOf(params IEnumerable<string> key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', key))))[..16];
}
