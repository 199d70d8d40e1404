namespace Graft.Faces;

/// <summary>A gallery in a file.</summary>
internal sealed class SqlitePlace(string path) : GalleryPlace
{
    /// <inheritdoc/>
    public override string Name => path;

    /// <inheritdoc/>
    public override string Label => Path.GetFileNameWithoutExtension(path);

    /// <inheritdoc/>
    public override string KeyFile => $"{path}.key";

    /// <inheritdoc/>
    public override bool Exists => Directory.Exists(path)
        ? throw new GraftException($"'{path}' is a folder.", "The file of a gallery is expected, such as staff.faces.") : File.Exists(path);

    /// <inheritdoc/>
    public override GalleryDatabase Open() => SqliteDatabase.Open(path, isNew: false);

    /// <inheritdoc/>
    public override GalleryDraft Draft(int? indexed) => indexed is null ? new Unpublished(path) : throw NoIndex();

    /// <inheritdoc/>
    public override GraftException NoIndex() => new($"'{path}' is a file, and only a database of PostgreSQL keeps an index ({Flag.Of("--index")}).",
        "A gallery in a file is searched in the memory of the process, always exactly.", "Leave the index away, or name a database.");

    /// <inheritdoc/>
    public override void RequireNew()
    {
        if (File.Exists(path)) throw Taken(path);
    }

    /// <summary>There is a file already.</summary>
    public static GraftException Taken(string path) => new($"'{path}' is there already.", "A new gallery is a new file.", "Choose another name, or open it.");

    private sealed class Unpublished(string path) : GalleryDraft
    {
        private readonly string _made = GalleryStore.Meanwhile(path);

        public override GalleryPlace Place => new SqlitePlace(_made);

        public override GalleryDatabase Open() => SqliteDatabase.Open(_made, isNew: true);

        public override void Publish() => File.Move(_made, path);

        public override void Dispose()
        {
            foreach (var file in new[] { _made, $"{_made}-wal", $"{_made}-shm" }) GalleryStore.TryDelete(file);
        }
    }
}
