using System.Collections.Concurrent;

namespace Graft.Shards;

/// <summary>Objects by their addresses. What a store does not have is a <see cref="FileNotFoundException"/>, what it does not give an
/// <see cref="UnauthorizedAccessException"/>; where it does not answer, a <see cref="GraftException"/>.</summary>
internal abstract class ObjectStore
{
    private static readonly ConcurrentDictionary<string, ObjectStore> Opened = new(StringComparer.Ordinal);

    /// <summary>Whether a source is an address and no path.</summary>
    public static bool IsAddress(string source) => source.IndexOf("://", StringComparison.Ordinal) is > 1 and < 12;

    /// <summary>Whether its kind of store is known.</summary>
    public static bool Knows(string address) => address.StartsWith("s3://", StringComparison.Ordinal);

    /// <summary>The store of an address, opened once.</summary>
    /// <exception cref="GraftException">The kind is unknown, or the program does not bring what it takes.</exception>
    public static ObjectStore Of(string address) => Knows(address) ? Opened.GetOrAdd("s3", _ => S3())
        : throw new GraftException($"'{address}' is of no store that is known.", "An address as s3://bucket/name is expected.");

    /// <summary>Opens stores anew, for a test that has another server.</summary>
    internal static void Forget() => Opened.Clear();

    /// <summary>Objects whose addresses begin so, in ordinal order.</summary>
    public abstract IEnumerable<string> List(string address);

    /// <summary>An object from its beginning to its end.</summary>
    public abstract Stream Read(string address);

    /// <summary>All of an object.</summary>
    public abstract Task<byte[]> ReadAll(string address);

    /// <summary>An object of which parts are read, each when it is asked for.</summary>
    public abstract Stream Open(string address);

    /// <summary>Writes an object, whole or not at all.</summary>
    public abstract void Write(string address, string file);

    private static ObjectStore S3() =>
        // By its name: this project brings no client of a store.
        Type.GetType("Graft.ShardsS3.S3Store, Graft.ShardsS3") is { } type
            ? type.GetMethod("Connect")!.CreateDelegate<Func<ObjectStore>>()()
            : throw new GraftException("An address of S3 was named, and this program does not know S3.", "", "Add Graft.ShardsS3 to the program.");
}
