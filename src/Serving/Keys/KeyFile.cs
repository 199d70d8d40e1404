using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Graft.Serving;

/// <summary>The file of keys.</summary>
internal sealed record KeyFile(IReadOnlyList<StoredKey> Keys)
{
    private const string Prefix = "graft_";
    private const int SecretBytes = 32;

    /// <summary>The keys of a file.</summary>
    /// <exception cref="GraftException">It is missing, or not what <c>graft serve keys</c> writes.</exception>
    public static KeyFile Read(string path)
    {
        if (!Path.Exists(path)) throw new GraftException($"There is no file of keys '{path}'.", cure: "Write one: graft serve keys add NAME");
        try
        {
            var file = JsonSerializer.Deserialize<KeyFile>(TextFile.All(path), Graft.Json.Options);
            if (file?.Keys is null) throw new JsonException("There are no keys.");
            foreach (var key in file.Keys)
                if ((key is null ? "A key is null." : key.Problem()) is { } problem) throw new JsonException(problem);
            return file;
        }
        catch (Exception failure) when (failure is JsonException or GraftException)
        {
            throw new GraftException($"The file of keys '{path}' cannot be read: {failure.Message}", cure: "Write one: graft serve keys add NAME");
        }
    }

    /// <summary>Adds a key; the file is made where there is none, readable by its owner alone.</summary>
    /// <returns>The key itself, which is written nowhere.</returns>
    /// <exception cref="GraftException">The name is taken, or the file cannot be written.</exception>
    public static string Add(string path, string name, Func<string, StoredKey> describe)
    {
        if (!Runtime.ServedModels.IsName(name))
            throw new GraftException($"A key cannot be called '{name}'.", "Up to 64 letters, digits, '-', '_' and '.' are expected.");
        var keys = File.Exists(path) ? Read(path).Keys : [];
        if (keys.Any(key => key.Name == name)) throw new GraftException($"There is a key '{name}' already.", cure: "Revoke it first, or choose another name.");
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        Write(path, [.. keys, describe(HashOf(secret))]);
        return secret;
    }

    /// <summary>Takes a key away; a running service notices within a second or so.</summary>
    /// <exception cref="GraftException">There is none of that name.</exception>
    public static void Revoke(string path, string name)
    {
        var keys = Read(path).Keys;
        if (keys.All(key => key.Name != name)) throw new GraftException($"There is no key '{name}'.", cure: "graft serve keys list shows them.");
        Write(path, [.. keys.Where(key => key.Name != name)]);
    }

    /// <summary>SHA-256 of a key. It has 256 random bits: nothing slower would make guessing it harder.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static void Write(string path, IReadOnlyList<StoredKey> keys) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(new KeyFile(keys), Graft.Json.Options), isPrivate: true);
}
