using Graft.Data;

namespace Graft.Shards;

/// <summary>Images and tars in a folder at any depth, in the order of <see cref="ImageFiles.AllFiles(DirectoryInfo)"/>.</summary>
internal sealed class FolderList(string folder) : ImageList
{
    public override IEnumerable<ListedItem> Items() => Below(folder, new HashSet<string>(StringComparer.Ordinal))
        .Select(path => new ListedItem(path.Replace('\\', '/'), path));

    // Names of one folder are not held all at once either: a folder may have millions.
    private static IEnumerable<string> Below(string folder, HashSet<string> followed)
    {
        foreach (var name in NameOrder.Of(() => Names(folder))) yield return Path.Combine(folder, name);
        foreach (var below in ImageFiles.Subfolders(new DirectoryInfo(folder)))
            if (!ImageFiles.LeadsBack(below, followed))
                foreach (var path in Below(Path.Combine(folder, below.Name), followed))
                    yield return path;
    }

    private static IEnumerable<string> Names(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
            if (Path.GetFileName(path) is var name && (ImageFiles.IsImage(name) || TarImages.IsTar(name)) && !ImageFiles.IsHiddenName(name))
                yield return name;
    }
}
