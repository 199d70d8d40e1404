using Graft.Imaging;

namespace Graft.Shards;

/// <summary>Images of a stretch of a list, in order, with their bytes. What is missing or cannot be opened is an image that failed; where the place itself does
/// not answer, it ends: such images would be written as broken for ever.</summary>
internal static class ImageReading
{
    // A store answers after some tens of milliseconds, whatever it is asked for.
    private const int Ahead = 32;

    /// <param name="list">The list.</param>
    /// <param name="first">Entry that it begins with, from 0.</param>
    /// <param name="count">Entries.</param>
    /// <exception cref="GraftException">A disk or a store failed, and not for an image's sake.</exception>
    public static IEnumerable<ReadImage> Of(ImageList list, long first, long count) => InOrder(Begin(list, first, count, isByPath: false));

    /// <summary>All images; files of this machine are left to whoever opens them.</summary>
    /// <param name="list">The list.</param>
    /// <param name="reached">Hears the number of each image's entry.</param>
    public static IEnumerable<ReadImage> ByPath(ImageList list, Action<long> reached) => InOrder(Begin(list, 0, long.MaxValue, isByPath: true)).Select(image =>
    {
        reached(image.Item);
        return image;
    });

    private static IEnumerable<ReadImage> InOrder(IEnumerable<Task<ReadImage>> images)
    {
        var begun = new Queue<Task<ReadImage>>();
        foreach (var next in images)
        {
            begun.Enqueue(next);
            // What is there already waits for nothing.
            while (begun.Count > 0 && (begun.Count >= Ahead || begun.Peek().IsCompleted)) yield return begun.Dequeue().GetAwaiter().GetResult();
        }
        while (begun.Count > 0) yield return begun.Dequeue().GetAwaiter().GetResult();
    }

    private static IEnumerable<Task<ReadImage>> Begin(ImageList list, long first, long count, bool isByPath)
    {
        var number = -1L;
        foreach (var item in list.Items())
        {
            if (++number < first) continue;
            if (number - first >= count) yield break;
            var entry = number;
            if (isByPath && item is { IsLocal: true, IsTar: false })
                yield return Task.FromResult(new ReadImage(item.Name, default) { Path = item.Address, Item = entry });
            else if (!item.IsTar) yield return Load(item, entry);
            else
                foreach (var image in Members(item))
                    yield return Task.FromResult(image with { Item = entry });
        }
    }

    private static IEnumerable<ReadImage> Members(ListedItem item)
    {
        Stream stream;
        ReadImage? failed = null;
        try
        {
            stream = item.IsLocal ? FileContent.Open(item.Address) : ObjectStore.Of(item.Address).Read(item.Address);
        }
        catch (Exception failure) when (IsOfTheImage(failure))
        {
            failed = Failed(item, failure);
            stream = Stream.Null;
        }
        using (stream)
        {
            if (failed is not null) yield return failed;
            else
                foreach (var image in TarImages.Of(stream, item.Name)) yield return image;
        }
    }

    private static async Task<ReadImage> Load(ListedItem item, long entry)
    {
        try
        {
            var bytes = item.IsLocal ? Bytes(item.Address) : await ObjectStore.Of(item.Address).ReadAll(item.Address).ConfigureAwait(false);
            return new ReadImage(item.Name, bytes) { Item = entry };
        }
        catch (Exception failure) when (IsOfTheImage(failure))
        {
            return Failed(item, failure) with { Item = entry };
        }
        catch (IOException failure)
        {
            throw new GraftException($"'{item.Name}' could not be read: {FileContent.WhyNot(failure)}.", "The disk did not answer as it should.",
                "Start it again: what is written stays.", failure)
            { ExitCode = 1 };
        }
    }

    private static byte[] Bytes(string path) => Directory.Exists(path) ? throw new NotSupportedException() : FileContent.Bytes(path);

    private static bool IsOfTheImage(Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
        or ArgumentException or NotSupportedException or PathTooLongException;

    private static ReadImage Failed(ListedItem item, Exception failure) => new(item.Name, default, failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => ImageFaults.Missing(item.Name),
        NotSupportedException when Directory.Exists(item.Address) => new ImageException(ImageFault.Unreadable, $"'{item.Name}' is a folder.",
            "An image file was expected.", "Name the images in it."),
        _ => ImageFaults.Unreadable(item.Name, failure),
    });
}
