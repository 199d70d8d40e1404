using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>
/// Puts photographs into a gallery, person by person: a person's photographs of one run are added together or not at all, those that are there already are
/// not even described again, and of each that is refused the reason and the measured value are said.
/// </summary>
internal sealed class Enrolment(FaceGallery gallery, IFaceSource source, EnrolmentOptions options)
{
    // Another setting of the detector moves a box a little; a neighbour's lies elsewhere.
    private const double SameFace = 0.5;

    /// <summary>Reads a photograph by its name.</summary>
    public Func<string, Photograph> Open { get; init; } = Photograph.Read;

    /// <summary>Enrols.</summary>
    /// <param name="people">Names and files.</param>
    /// <param name="progress">Hears of each photograph.</param>
    /// <param name="cancellation">Stops after the person under way.</param>
    public IReadOnlyList<EnrolmentItem> Run(IReadOnlyList<PersonImages> people, Action<EnrolmentItem>? progress = null,
        CancellationToken cancellation = default)
    {
        if (source.Contract.Hash != gallery.Contract.Hash)
            throw new GraftException($"The gallery '{gallery.Path}' holds descriptors of {gallery.Contract.Descriptor}, not of {source.Contract.Descriptor}.");
        List<EnrolmentItem> items = [];
        Dictionary<string, string> hashes = [];
        foreach (var person in people.Select(person => person with { Name = PersonName.Clean(person.Name) }))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var item in Run(person, hashes, cancellation))
            {
                items.Add(item);
                progress?.Invoke(item);
            }
        }
        return items;
    }

    private List<EnrolmentItem> Run(PersonImages person, Dictionary<string, string> hashes, CancellationToken cancellation)
    {
        List<EnrolmentItem> items = [];
        List<EnrolmentCandidate> candidates = [];
        foreach (var file in person.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var photograph = Open(file);
                var hash = photograph.Hash;
                var named = person.Faces.GetValueOrDefault(file);
                var isTwice = options.Review == ReviewLevel.Off && candidates.Exists(other => other.Hash == hash);
                if (named is not null && named.Hash != hash)
                    items.Add(EnrolmentItem.Refuse(person.Name, file, "the file is not the one on which the face was named"));
                else if (isTwice || gallery.Has(person.Name, hash)) items.Add(new(person.Name, file, EnrolmentStatus.Known));
                // On a photograph with named faces are several people.
                else if (named is null && Duplicate(person.Name, file, hash, hashes) is { } duplicate) items.Add(duplicate);
                else if (Look(person.Name, photograph, named, out var face) is { } refusal) items.Add(refusal);
                else candidates.Add(new(file, hash, face!) { Crops = options.KeepsCrops ? FaceCrops.Of(photograph.Decode(new()), face!.Landmarks) : null });
                hashes.TryAdd(hash, $"'{file}' ({person.Name})");
            }
            catch (GraftException failure) when (failure is ImageException || failure.ExitCode == 2)
            {
                items.Add(EnrolmentItem.Refuse(person.Name, file, failure.Message));
            }
        }
        if (options.Review != ReviewLevel.Off)
        {
            var hashOf = candidates.ToDictionary(one => one.File, one => one.Hash);
            // Another process may have enrolled the very photograph meanwhile: then it is no copy of one.
            items.AddRange(new EnrolmentReview(gallery, options.Review == ReviewLevel.Strict).Run(person.Name, candidates)
                .Select(refused => gallery.Has(person.Name, hashOf[refused.File]) ? new(person.Name, refused.File, EnrolmentStatus.Known) : refused));
        }
        // Whom the gallery knows already may have a new purpose or day of expiry alone.
        var isRenewed = (options.Purpose is not null || options.Expires is not null) && items.Any(item => item.Status == EnrolmentStatus.Known);
        var samples = candidates.Select(one => new FaceSample(one.Face.Descriptor, one.Hash)
        {
            Source = one.File,
            Quality = one.Face.Quality,
            Crops = one.Crops,
        }).ToList();
        HashSet<FaceSample> known = new(ReferenceEqualityComparer.Instance);
        if (candidates.Count > 0 || isRenewed) gallery.Enroll(person.Name, samples, options.Purpose, options.Expires, mustBeThere: false, known);
        items.AddRange(candidates.Zip(samples, (one, sample) =>
            new EnrolmentItem(person.Name, one.File, known.Contains(sample) ? EnrolmentStatus.Known : EnrolmentStatus.Enrolled)));
        return [.. items.OrderBy(item => person.Files.Index().First(file => file.Item == item.File).Index)];
    }

    private EnrolmentItem? Duplicate(string name, string file, string hash, Dictionary<string, string> hashes)
    {
        if (options.Review == ReviewLevel.Off) return null;
        if (hashes.TryGetValue(hash, out var other)) return EnrolmentItem.Refuse(name, file, $"it is the same file as {other}");
        return gallery.OwnersOf(hash) is [var owner, ..] ? EnrolmentItem.Refuse(name, file, $"it is enrolled as '{owner}'") : null;
    }

    private EnrolmentItem? Look(string name, Photograph photograph, NamedFace? named, out Face? face)
    {
        var file = photograph.File;
        var faces = source.Analyze(file, photograph.Bytes);
        face = named is null ? faces.MaxBy(one => one.Box.Area)
            : faces.Where(one => BoxOverlap.IoU(one.Box, named.Box) >= SameFace).MaxBy(one => BoxOverlap.IoU(one.Box, named.Box));
        if (face is null && faces.Count > 0) return EnrolmentItem.Refuse(name, file, "no face is found where one was named");
        if (face is null) return EnrolmentItem.Refuse(name, file, "no face is found", "faces", 0, 1);
        if (named is null && faces.Count > 1 && !options.PickLargest)
            return EnrolmentItem.Refuse(name, file, $"{faces.Count} faces are found; one is expected, unless the largest is to be picked",
                "faces", faces.Count, 1);
        if (face.Refusal is { } refusal) return EnrolmentItem.Refuse(name, file, refusal);
        if (face.Descriptor.IsEmpty) return EnrolmentItem.Refuse(name, file, "the face was not described");
        if (options.Review == ReviewLevel.Off || options.Floor is not { } floor || face.Quality is not { } quality
            || floor.Below(quality) is not { } below) return null;
        return EnrolmentItem.Refuse(name, file, "the face is below the floor of quality", below.Component, below.Value, below.Floor);
    }
}

/// <summary>A face that may be enrolled.</summary>
internal sealed record EnrolmentCandidate(string File, string Hash, Face Face)
{
    /// <summary>The face itself, where it is kept.</summary>
    public FaceCrops? Crops { get; init; }
}
