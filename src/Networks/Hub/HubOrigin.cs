using System.Text.Json;

namespace Graft.Networks;

/// <summary>Where a downloaded repository came from, kept beside its files.</summary>
/// <param name="Repository">As it was asked for: <c>hf-hub:owner/name</c>.</param>
/// <param name="Address">Address of the weights.</param>
/// <param name="Commit">Commit of the repository, where the hub says it.</param>
public sealed record HubOrigin(string Repository, string Address, string? Commit)
{
    private const string FileName = "origin.json";

    internal void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, NetworksJson.Indented.HubOrigin) + "\n");

    internal static HubOrigin? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), NetworksJson.Indented.HubOrigin);
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // a folder of the user's
        }
    }
}
