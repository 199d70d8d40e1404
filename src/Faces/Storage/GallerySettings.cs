using System.Security.Cryptography;
using System.Text;

namespace Graft.Faces;

/// <summary>Texts that belong to a gallery and are not secret, each sealed against changes.</summary>
internal static class GallerySettings
{
    /// <summary>The calibration.</summary>
    public const string Calibration = "calibration";

    /// <summary>How much of the exact search the database's index finds.</summary>
    public const string Recall = "recall";

    /// <summary>Reads one; null where there is none.</summary>
    /// <exception cref="GraftException">It was changed by something else.</exception>
    public static string? Read(GalleryStore store, string name) => ReadAll(store).GetValueOrDefault(name);

    /// <summary>Reads all.</summary>
    /// <exception cref="GraftException">One was changed by something else.</exception>
    public static Dictionary<string, string> ReadAll(GalleryStore store)
    {
        Dictionary<string, string> settings = [];
        foreach (var (name, value, seal) in store.Database.Rows("SELECT name, value, seal FROM setting",
            row => (row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2))))
        {
            if (!CryptographicOperations.FixedTimeEquals(seal, SealOf(store, name, value)))
                throw new GraftException($"The {name} of the gallery '{store.Database.Path}' was changed by something other than this program.", "",
                    "Put a copy of the gallery back.")
                { ExitCode = 1 };
            settings[name] = value;
        }
        return settings;
    }

    /// <summary>Writes one; within a transaction.</summary>
    public static void Write(GalleryStore store, string name, string value) => store.Database.Execute(
        "INSERT INTO setting (name, value, seal) VALUES (@name, @value, @seal) ON CONFLICT (name) DO UPDATE SET value = @value, seal = @seal",
        ("@name", name), ("@value", value), ("@seal", SealOf(store, name, value)));

    private static byte[] SealOf(GalleryStore store, string name, string value) => store.Secrets.Seal($"setting {name}", Encoding.UTF8.GetBytes(value));
}
