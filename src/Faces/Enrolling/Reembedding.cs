using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>
/// Describes everybody of a gallery again, by another network, into a new gallery: from the faces that were kept, or from the photographs. Nothing is written
/// before all of them are described, and what is written is the gallery as it is then: who was removed meanwhile is not in it, who was enrolled is.
/// </summary>
internal sealed class Reembedding(FaceGallery gallery, IChipSource source, ReembeddingOptions options)
{
    // The detector, or another setting of it, moves a descriptor by a quarter at most; two people are twice as far apart.
    private const double SameFace = 0.3;

    // Each round describes only what came during the one before it.
    private const int Rounds = 20;

    private readonly Dictionary<(string Person, string Content), Described> _described = [];

    /// <summary>Describes, then writes the new gallery unless a photograph is missing and must not be.</summary>
    /// <param name="path">The new gallery.</param>
    /// <param name="progress">Hears how many are done, of how many.</param>
    /// <param name="cancellation">Stops between two photographs.</param>
    /// <exception cref="GraftException">There is a gallery already, it is of this network, or it changes all the time.</exception>
    public ReembeddingReport Run(string path, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        if (source.Contract.Hash == gallery.Contract.Hash)
            throw new GraftException($"The gallery '{gallery.Path}' holds descriptors of {source.Contract.Descriptor} already.",
                $"Another network is expected, as {Flag.Of("--descriptor")}, or the bundled one for a gallery of another.");
        var place = GalleryPlace.Of(path);
        FaceGallery.RequireNew(place);
        for (var round = 0; round < Rounds; round++)
        {
            var revision = gallery.Revision;
            var persons = gallery.Persons();
            var held = gallery.Samples().ToLookup(sample => sample.Person.Id);
            var (done, all) = (0, persons.Sum(person => person.Samples));
            foreach (var person in persons)
                foreach (var (_, detail, descriptor) in held[person.Id])
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (!_described.ContainsKey((person.Id, detail.Content))) _described[(person.Id, detail.Content)] = Describe(person, detail, descriptor);
                    progress?.Invoke(++done, all);
                }
            if (gallery.Revision != revision) continue;
            var described = persons.ToDictionary(person => person.Id, person => held[person.Id].Select(one => _described[(person.Id, one.Detail.Content)])
                .ToList());
            var moved = persons.Where(person => described[person.Id].Exists(one => one.Sample is not null)).ToList();
            List<Described> every = [.. persons.SelectMany(person => described[person.Id])];
            List<MissingPhotograph> missing = [.. every.Select(one => one.Missing).OfType<MissingPhotograph>()];
            var isWritten = missing.Count == 0 || (options.AllowsMissing && moved.Count > 0);
            if (isWritten && !Write(place, moved, described, revision)) continue;
            return new ReembeddingReport(isWritten, moved.Count, every.Count(one => one.IsKept), every.Count(one => one is { IsKept: false, Sample: not null }),
                missing)
            {
                LeftOut = [.. persons.Except(moved).Select(person => person.Name)],
            };
        }
        throw new GraftException($"The gallery '{gallery.Path}' was changed again and again while it was described.", "Nothing was written.",
            "Run it again while nobody is enrolled or removed.")
        { ExitCode = 1 };
    }

    // False, and nothing is there, where the gallery was changed meanwhile.
    private bool Write(GalleryPlace place, IReadOnlyList<GalleryPerson> persons, Dictionary<string, List<Described>> described, long revision) =>
        FaceGallery.TryCreate(place, source.Contract, fresh =>
        {
            // Faces that were kept are read when their person is written: all of them at once may be more than fits into memory.
            fresh.EnrollAll([.. persons.Select(person => new NewPerson(person.Name, () => described[person.Id].Select(one => one.Sample).OfType<FaceSample>()
                .Select(sample => sample with { Crops = gallery.CropsOf(person.Name, sample.ContentHash) }))
            {
                Purpose = person.Purpose,
                Expires = person.Expires,
                Added = person.Added,
            })], AuditLog.Reembedded);
            return gallery.Revision == revision;
        });

    private Described Describe(GalleryPerson person, SampleContent detail, float[] descriptor)
    {
        var sample = new FaceSample(default, detail.Content) { Source = detail.Source, IsConfirmed = detail.IsConfirmed, Added = detail.Added };
        if (gallery.CropsOf(person.Name, detail.Content)?.For(source.Contract) is { } chip)
            return new(sample with
            {
                Descriptor = source.Describe(chip),
                Quality = detail.Quality is { } quality ? quality with { Stability = null } : null,
            }, IsKept: true, null);
        return Photographed(detail, descriptor, out var reason) is { } face
            ? new(sample with { Descriptor = face.Descriptor, Quality = face.Quality }, IsKept: false, null)
            : new(null, IsKept: false, new(person.Name, detail.Source, detail.Content, reason));
    }

    private Face? Photographed(SampleContent detail, float[] descriptor, out string reason)
    {
        reason = options.Photographs is null ? "no face of it was kept" : "no face of it was kept, and no photograph with its content was found";
        if (options.Photographs?.Value.GetValueOrDefault(detail.Content) is not { } file) return null;
        try
        {
            using var photograph = Photograph.Read(file);
            if (photograph.Hash != detail.Content) return null;
            var image = photograph.Decode(source.Decoding);
            var faces = source.Analyze(image).Where(face => !face.Descriptor.IsEmpty).ToList();
            reason = faces.Count == 0 ? $"on '{file}' no face is found that can be described"
                : $"on '{file}' are {faces.Count} faces, and which one it was only the network of the gallery can tell";
            if (faces.Count == 0) return null;
            // A lone face too may be another's: whose was enrolled may not be found any more.
            if (options.DescribeAsBefore is not { } before) return faces.Count == 1 ? faces[0] : null;
            var (face, distance) = faces.Select(face => (face, gallery.Contract.Distance(before(image, face), descriptor))).MinBy(pair => pair.Item2);
            reason = string.Create(CultureInfo.InvariantCulture, $"on '{file}' no face is the one that was enrolled: the nearest is {distance:0.000} from it");
            return distance < SameFace ? face : null;
        }
        catch (ImageException failure)
        {
            reason = failure.Message;
            return null;
        }
    }

    // A sample as the new gallery gets it, or what is missing for it.
    private sealed record Described(FaceSample? Sample, bool IsKept, MissingPhotograph? Missing);
}

/// <summary>Where faces come from that are described by another network.</summary>
internal interface IChipSource
{
    /// <summary>What makes the descriptors.</summary>
    FaceContract Contract { get; }

    /// <summary>How photographs are decoded.</summary>
    DecodeOptions Decoding { get; }

    /// <summary>The descriptor of an aligned face.</summary>
    float[] Describe(RgbImage chip);

    /// <summary>The faces of a photograph.</summary>
    IReadOnlyList<Face> Analyze(RgbImage image);
}

/// <summary>How people are moved.</summary>
internal sealed record ReembeddingOptions
{
    /// <summary>
    /// Files of photographs by the SHA-256 of their content, asked for once there is a face that was not kept; null where none were given.
    /// </summary>
    public Lazy<IReadOnlyDictionary<string, string>>? Photographs { get; init; }

    /// <summary>The descriptor of a face by the gallery's own network, to know it on its photograph again; null where that is not there.</summary>
    public Func<RgbImage, Face, float[]>? DescribeAsBefore { get; init; }

    /// <summary>Moves what can be moved.</summary>
    public bool AllowsMissing { get; init; }
}

/// <summary>What was moved.</summary>
/// <param name="IsWritten">Whether there is a new gallery.</param>
/// <param name="Persons">Persons in it.</param>
/// <param name="FromCrops">Faces that had been kept.</param>
/// <param name="FromPhotographs">Faces of photographs.</param>
/// <param name="Missing">Photographs that are needed.</param>
internal sealed record ReembeddingReport(bool IsWritten, int Persons, int FromCrops, int FromPhotographs, IReadOnlyList<MissingPhotograph> Missing)
{
    /// <summary>Persons of whom nothing could be described.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>A photograph that is needed.</summary>
/// <param name="Person">Of whom.</param>
/// <param name="Source">Where it was, or null.</param>
/// <param name="Sha256">Of its content.</param>
/// <param name="Reason">Why it is needed, or not enough.</param>
internal sealed record MissingPhotograph(string Person, string? Source, string Sha256, string Reason);
