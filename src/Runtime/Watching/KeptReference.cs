using System.Text.Json;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>
/// A reference of served images that a person agreed to, in a file beside the model's: <c>1.onnx</c> and <c>1.reference.json</c>. It belongs to a network by
/// its hash; beside another it is passed over.
/// </summary>
/// <param name="Hash">Of the network.</param>
/// <param name="Reference">What it was shown.</param>
internal sealed record KeptReference(string Hash, ReferenceStatistics Reference)
{
    /// <summary>The one beside a version's file; null where there is none that belongs to it.</summary>
    public static ReferenceStatistics? Of(ServedVersion version)
    {
        try
        {
            if (PathOf(version) is not { } path || !File.Exists(path)) return null;
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), ServingJson.Compact.KeptReference);
            if (kept is null || kept.Hash != version.Hash || kept.Reference.Format != ReferenceStatistics.CurrentFormat) return null;
            _ = kept.Reference.Images();
            return kept.Reference;
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The one in a version's file; null where there is none, or another file has taken its place.</summary>
    public static ReferenceStatistics? InFileOf(ServedVersion version)
    {
        try
        {
            return version.Path is { } path ? ModelFile.ReadReference(path, version.Hash) : null;
        }
        catch (GraftException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="WatchRefusal">It cannot be written.</exception>
    public static void Keep(ServedVersion version, ReferenceStatistics reference)
    {
        if (PathOf(version) is not { } path) return;
        try
        {
            AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(new KeptReference(version.Hash, reference), ServingJson.Compact.KeptReference));
        }
        catch (GraftException failure)
        {
            throw new WatchRefusal("The reference could not be written beside the model's file.", "The one before stays.", failure);
        }
    }

    private static string? PathOf(ServedVersion version) => version.Path is { } path ? System.IO.Path.ChangeExtension(path, ".reference.json") : null;
}
