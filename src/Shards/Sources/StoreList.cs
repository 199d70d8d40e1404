using Graft.Data;

namespace Graft.Shards;

/// <summary>Images and tars of an object store below an address.</summary>
internal sealed class StoreList(string address) : ImageList
{
    /// <summary>What an address names: everything below it where it ends with a slash, a list, or one image or tar.</summary>
    /// <exception cref="GraftException">The list cannot be read, or nothing is below it.</exception>
    public static ImageList Of(string address)
    {
        if (ListFile.IsList(address)) return Copy(address);
        var list = new StoreList(address);
        return list.Items().Any() ? list : throw new GraftException($"There is no image below '{address}'.",
            "jpeg, png, webp, gif, bmp and tiff are read, and tars of them.", "Check the address.");
    }

    public override IEnumerable<ListedItem> Items() => ObjectStore.Of(address).List(address)
        .Where(found => found == address || found.StartsWith(address.TrimEnd('/') + "/", StringComparison.Ordinal))
        .Where(found => ImageFiles.IsImage(found) || TarImages.IsTar(found))
        .Where(found => !ImageFiles.IsHiddenName(found[(found.LastIndexOf('/') + 1)..]))
        .Select(found => new ListedItem(found, found));

    // A list is read twice, so it is copied.
    private static ListFile Copy(string address)
    {
        var folder = TemporaryFolder.Create();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var copy = Path.Combine(folder.Path, "list" + Path.GetExtension(address));
        try
        {
            using var from = ObjectStore.Of(address).Read(address);
            AtomicFile.Write(copy, from.CopyTo);
        }
        catch (Exception failure) when (failure is FileNotFoundException or UnauthorizedAccessException)
        {
            throw FileContent.Unreadable(address, failure);
        }
        return ListFile.Of(copy, address, address[..(address.LastIndexOf('/') + 1)]);
    }
}
