using System.Security.Cryptography;
using System.Text;
using Graft.Data;

namespace Graft.Shards;

/// <summary>
/// Images, and tars of images, in a steady order: of folders, list files and object stores. It is read as often as it is asked for, from its beginning, and
/// never in memory as a whole.
/// </summary>
internal abstract class ImageList
{
    /// <summary>Entries in order.</summary>
    /// <exception cref="GraftException">The source cannot be read.</exception>
    public abstract IEnumerable<ListedItem> Items();

    /// <summary>What the sources of a command line lead to, one after the other.</summary>
    /// <param name="sources">Folders, images, tars, lists (.txt, .csv, .parquet), patterns, and the like in an object store.</param>
    /// <exception cref="ProblemsException">Sources that lead to nothing, all of them at once.</exception>
    public static ImageList Of(params IEnumerable<string> sources)
    {
        var (lists, problems) = (new List<ImageList>(), new List<Problem>());
        foreach (var source in sources)
        {
            var found = Find(source).ToList();
            if (found.Count == 0) problems.Add(Missing(source));
            lists.AddRange(found);
        }
        if (problems.Count > 0) throw new ProblemsException("The list of images", problems);
        return lists.Count == 1 ? lists[0] : new Several(lists);
    }

    /// <summary>Counts the entries, and makes a hash of their names.</summary>
    /// <param name="cancellation">Stops it.</param>
    public ListSummary Summarise(CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0, tars = 0;
        var isLocal = true;
        var bytes = new byte[4096];
        foreach (var item in Items())
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            if (item.IsTar) tars++;
            isLocal &= item is { IsLocal: true, IsTar: false };
            if (bytes.Length < Encoding.UTF8.GetMaxByteCount(item.Name.Length) + 1) bytes = new byte[Encoding.UTF8.GetMaxByteCount(item.Name.Length) + 1];
            var length = Encoding.UTF8.GetBytes(item.Name, bytes);
            bytes[length] = (byte)'\n';
            hash.AppendData(bytes.AsSpan(0, length + 1));
        }
        return new ListSummary(count, tars, Convert.ToHexStringLower(hash.GetHashAndReset()), isLocal);
    }

    private static IEnumerable<ImageList> Find(string source)
    {
        if (ObjectStore.IsAddress(source)) return ObjectStore.Knows(source) ? [StoreList.Of(source)] : [];
        if (File.Exists(source)) return [ListFile.IsList(source) ? ListFile.Of(source) : new One(new ListedItem(source, source))];
        if (Directory.Exists(source)) return new FolderList(source) is var folder && folder.Items().Any() ? [folder] : [];
        // Shells expand patterns, but not all of them, and not within quotes.
        var name = Path.GetFileName(source);
        var place = Path.GetDirectoryName(source) is { Length: > 0 } parent ? parent : ".";
        if (name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(place)) return [];
        return Directory.EnumerateFiles(place, name).Where(file => name.StartsWith('.') || !Path.GetFileName(file).StartsWith('.'))
            .Order(StringComparer.Ordinal).Select(file => place == "." && !source.StartsWith('.') ? Path.GetFileName(file) : file)
            .Select<string, ImageList>(file => ListFile.IsList(file) ? ListFile.Of(file) : new One(new ListedItem(file, file)));
    }

    private static Problem Missing(string source)
    {
        if (ObjectStore.IsAddress(source))
            return new(source, "Addresses of this kind are not opened.",
                "Give an address of an object store (s3://bucket/prefix/), or download what is there.");
        return Directory.Exists(source)
            ? new(source, "There is no image in this folder.", "jpeg, png, webp, gif, bmp and tiff are read, and tars of them.")
            : new(source, "There is no such file or folder.", "Check the path.");
    }

    private sealed class One(ListedItem item) : ImageList
    {
        public override IEnumerable<ListedItem> Items() => [item];
    }

    private sealed class Several(IReadOnlyList<ImageList> lists) : ImageList
    {
        public override IEnumerable<ListedItem> Items() => lists.SelectMany(list => list.Items());
    }
}

/// <summary>What one pass over a list tells.</summary>
/// <param name="Items">Entries.</param>
/// <param name="Tars">How many of them are tars, whose images nobody has counted.</param>
/// <param name="Hash">SHA-256 of the names in their order.</param>
/// <param name="IsLocal">Whether all are image files of this machine, which can be opened by their path.</param>
internal sealed record ListSummary(long Items, long Tars, string Hash, bool IsLocal);
