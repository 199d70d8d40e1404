using Graft.Faces;
using Graft.Networks;
using Graft.Runtime;
using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>Galleries, the networks that they need, and their addresses.</summary>
internal sealed class ServedFaces : ServingExtension
{
    private readonly Dictionary<string, ServedGallery> _galleries = new(StringComparer.Ordinal);
    private ServedName? _name;
    private FaceAnalyzer? _analyzer;

    /// <summary>What is served, by name: the file and how it is opened.</summary>
    public Dictionary<string, (string Path, FaceGalleryOptions Options)> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>How faces are found.</summary>
    public FaceAnalyzerOptions Options { get; set; } = new();

    /// <summary>The networks, as something that the workers run.</summary>
    public ServedName Name => _name ?? throw new InvalidOperationException("The service has not started.");

    /// <summary>What makes the descriptors.</summary>
    public FaceContract Contract => _analyzer!.Contract;

    /// <summary>All galleries by name.</summary>
    public IReadOnlyList<ServedGallery> Galleries => [.. _galleries.Values.OrderBy(gallery => gallery.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override IReadOnlyList<ServingEndpoint> Endpoints => FaceEndpointTable.Of(this);

    /// <inheritdoc/>
    public override IEnumerable<string> Examples => Galleries.Select(gallery => $"/v1/galleries/{gallery.Name}/identify");

    /// <inheritdoc/>
    public override byte[] OpenApi => Asset.Read("openapi-faces.json", typeof(ServedFaces).Assembly);

    /// <inheritdoc/>
    public override void Open(Service service)
    {
        // A worker is a core: an image takes no other.
        _analyzer = FaceAnalyzer.Open(Options with { Threads = 1, MaxPixels = service.Limits.MaxPixels });
        if (Contract.Licence is { } licence)
            service.Note($"descriptors of {Contract.Descriptor}, under {LicenceTerms.Describe(licence)}, from {Contract.Source}");
        foreach (var (name, (path, options)) in Named) _galleries[name] = new ServedGallery(name, FaceGallery.Open(path, Contract, options));
        _name = new ServedName("faces", () => [new VersionFile(VersionFile.Alone, "", 0, default)], service.Limits, new ServingState(null),
            _ => new FaceModel(_analyzer));
        _name.Poll(isFirst: true);
        if (_name.Current is null) throw new GraftException($"Faces cannot be found: {_name.Reason}");
        foreach (var (name, gallery) in Galleries)
        {
            gallery.PresenceChanged = why =>
            {
                if (why is null) service.Note($"gallery {name}: its database answers again");
                else service.Warn($"gallery {name}: its database does not answer, so the service is not ready. {why}");
            };
            service.Note($"gallery {name}: {Words.Count(gallery.PersonCount, "person", "people")}; the threshold is {gallery.ThresholdEvidence}");
        }
    }

    /// <summary>A gallery by name.</summary>
    /// <exception cref="ServingProblem">404; 503 where its file was taken away, since what is added would be lost, or its database does not answer.</exception>
    public ServedGallery Find(string name)
    {
        var found = _galleries.GetValueOrDefault(name)
            ?? throw new ServingProblem(404, "no-gallery", $"No gallery is called '{ServingProblem.Plain(name)}'. GET /v1/galleries lists them.");
        return Present(found);
    }

    /// <summary>A gallery whose file is there, or whose database answered when it was asked last.</summary>
    /// <exception cref="ServingProblem">503.</exception>
    public static ServedGallery Present(ServedGallery gallery) => Absence(gallery) is { } gone ? throw gone : gallery;

    /// <summary>Of the first gallery that does not answer; null where all do.</summary>
    public ServingProblem? Gone => Galleries.Select(Absence).FirstOrDefault(gone => gone is not null);

    /// <inheritdoc/>
    public override string? NotReady => Gone?.Message;

    /// <summary>Why a gallery cannot be asked; null where it can.</summary>
    public static ServingProblem? Absence(ServedGallery gallery) => gallery.Gallery.IsPresent ? null
        : new ServingProblem(503, "gallery-gone", GalleryPlace.IsAddress(gallery.Gallery.Path)
            ? $"The database of the gallery '{gallery.Name}' does not answer. Ask again when it does."
            : $"The file of the gallery '{gallery.Name}' is no longer there. Put it back, or start the service again.");

    /// <inheritdoc/>
    public override void Dispose()
    {
        _name?.Dispose();
        foreach (var (_, gallery) in _galleries.Values) gallery.Dispose();
    }
}

/// <summary>A gallery by the name in addresses.</summary>
/// <param name="Name">The name.</param>
/// <param name="Gallery">It.</param>
internal sealed record ServedGallery(string Name, FaceGallery Gallery)
{
    /// <summary>Held while a person's faces are reviewed and added: two requests of one person see each other.</summary>
    public SemaphoreSlim Enrolling { get; } = new(1);
}
