namespace Graft.Shards;

/// <summary>Where parts are: a folder, or a place of an object store.</summary>
internal abstract class PartPlace
{
    /// <summary>As it was given.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the parts that are there, in order.</summary>
    public abstract IReadOnlyList<string> Parts();

    /// <summary>Files that a process left half written, or is writing.</summary>
    public abstract IReadOnlyList<string> Unfinished();

    /// <summary>Reads a part; null where it is not there.</summary>
    public abstract Stream? Open(string part);

    /// <summary>Writes a part whole or not at all.</summary>
    public abstract void Write(string part, Action<Stream> write);

    /// <summary>What a part says of itself; null where it is not there or not whole.</summary>
    public PartFacts? Facts(string part)
    {
        using var stream = Open(part);
        return stream is null ? null : PartReader.Facts(stream);
    }

    /// <exception cref="GraftException">Something that is no part has its name.</exception>
    public void RequireOwn(string part)
    {
        using var stream = Open(part);
        if (stream is not null && PartReader.IsForeign(stream))
            throw new GraftException($"'{part}' in '{Name}' is not a part that Graft wrote, and would be lost.",
                cure: "Move it away, or choose another folder.");
    }

    /// <summary>A folder, which need not be there yet, or an address.</summary>
    /// <exception cref="GraftException">A file is there.</exception>
    public static PartPlace Of(string given)
    {
        if (ObjectStore.IsAddress(given)) return new StorePlace(given.TrimEnd('/') + "/");
        return File.Exists(given)
            ? throw new GraftException($"'{given}' is a file.", "Parts are written into a folder.", "Name a folder.")
            : new FolderPlace(given);
    }

    private sealed class FolderPlace(string folder) : PartPlace
    {
        private const string Temporary = ".tmp";

        public override string Name => folder;

        public override IReadOnlyList<string> Parts() => Named(name => PartName.Parse(name) is not null);

        public override IReadOnlyList<string> Unfinished() => Named(name => name.StartsWith("part-", StringComparison.Ordinal)
            && name.EndsWith(Temporary, StringComparison.Ordinal));

        public override Stream? Open(string part)
        {
            try
            {
                return File.OpenRead(Path.Combine(folder, part));
            }
            catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception failure) when (FileContent.IsOfFiles(failure))
            {
                throw FileContent.Unreadable(Path.Combine(folder, part), failure);
            }
        }

        public override void Write(string part, Action<Stream> write)
        {
            foreach (var left in Unfinished().Where(name => name.StartsWith(part, StringComparison.Ordinal))) RemoveLeft(Path.Combine(folder, left));
            AtomicFile.Write(Path.Combine(folder, part), write);
        }

        // Of a process that was killed: whoever still writes it holds it, and has written a moment ago where holding is not known.
        private static void RemoveLeft(string path)
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < TimeSpan.FromHours(1) && !CanHold(path)) return;
                File.Delete(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // it stays
            }
        }

        private static bool CanHold(string path)
        {
            try
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        private IReadOnlyList<string> Named(Func<string, bool> isWanted) => !Directory.Exists(folder) ? []
            : [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(isWanted).Order(StringComparer.Ordinal)];
    }

    private sealed class StorePlace(string address) : PartPlace
    {
        public override string Name => address;

        public override IReadOnlyList<string> Parts() => [.. ObjectStore.Of(address).List(address).Select(found => found[address.Length..])
            .Where(name => PartName.Parse(name) is not null)];

        public override IReadOnlyList<string> Unfinished() => [];

        public override Stream? Open(string part)
        {
            try
            {
                return ObjectStore.Of(address).Open(address + part);
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }

        // On this disk first: an object is written at once, and its length has to be known.
        public override void Write(string part, Action<Stream> write)
        {
            using var folder = TemporaryFolder.Create();
            var file = Path.Combine(folder.Path, part);
            AtomicFile.Write(file, write);
            ObjectStore.Of(address).Write(address + part, file);
            if (Facts(part) is null)
                throw new GraftException($"'{address}{part}' was written, and is not whole when it is read.", "The store gives back what it was given.",
                    "Check the store.")
                { ExitCode = 1 };
        }
    }
}
