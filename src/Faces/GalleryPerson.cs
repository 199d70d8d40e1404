namespace Graft.Faces;

/// <summary>A person in a gallery.</summary>
/// <param name="Id">A random name that the log shows, 32 hexadecimal digits.</param>
/// <param name="Name">The name.</param>
/// <param name="Samples">How many faces are enrolled.</param>
/// <param name="Added">When the person was enrolled.</param>
/// <param name="Purpose">What the person agreed to, or null.</param>
/// <param name="Expires">When the person is no longer recognised, or null for never.</param>
public sealed record GalleryPerson(string Id, string Name, int Samples, DateTimeOffset Added, string? Purpose, DateTimeOffset? Expires)
{
    /// <summary>Of how many of them the face itself is kept.</summary>
    public int Crops { get; init; }
}
