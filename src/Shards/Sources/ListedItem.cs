namespace Graft.Shards;

/// <summary>An entry of a list: an image, or a tar of images.</summary>
/// <param name="Name">What answers call it: as the source names it.</param>
/// <param name="Address">Where it is: a path, or an address of an object store.</param>
internal readonly record struct ListedItem(string Name, string Address)
{
    /// <summary>Whether it holds images, by the ending of its name.</summary>
    public bool IsTar => TarImages.IsTar(Name);

    /// <summary>Whether it is a file of this machine, and no object of a store.</summary>
    public bool IsLocal => !ObjectStore.IsAddress(Address);
}
