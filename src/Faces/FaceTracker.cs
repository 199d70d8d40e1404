using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>
/// Faces of a film or a camera: those of one person are joined from frame to frame, and who it is is decided on what several frames show together, the better
/// ones counting more. Frames of one moment are no independent evidence: a stranger who is taken for somebody is so for the whole track. Not thread-safe.
/// </summary>
public sealed class FaceTracker
{
    // Of a face that moves between frames, and of one that stays.
    private const double SamePlace = 0.3;

    // Pixels between the eyes beyond which a face says no more, and what a blurred one counts at least.
    private const double LargeEyes = 60, MinSharpness = 0.05;

    private readonly FaceGallery _gallery;
    private readonly int _frames, _patience;
    private readonly List<Track> _tracks = [];
    private int _made;

    /// <summary>A tracker at the beginning of a film.</summary>
    /// <param name="gallery">Who is looked for; not disposed.</param>
    /// <param name="frames">Frames with the face above the floor of quality before anything is decided, and contrary ones before a name is given up.</param>
    /// <param name="patience">Frames without the face after which a track ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one frame, or a patience below 0.</exception>
    public FaceTracker(FaceGallery gallery, int frames = 5, int patience = 10)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        (_gallery, _frames, _patience) = (gallery, frames, patience);
    }

    /// <summary>Takes the faces of the next frame, as <see cref="FaceAnalyzer"/> finds them.</summary>
    /// <param name="faces">All faces of the frame.</param>
    /// <returns>For each face the number of its track, from 1, and who it is by all frames of the track so far.</returns>
    public IReadOnlyList<(int Track, FaceDecision Decision)> Add(IReadOnlyList<Face> faces)
    {
        var threshold = _gallery.CurrentThreshold();
        var tracks = Follow(faces, threshold);
        foreach (var track in _tracks.Except(tracks).ToList())
            if (++track.Missed > _patience) _tracks.Remove(track);
        foreach (var (track, face) in tracks.Zip(faces)) track.Take(face, _gallery.IsDecidedOn(face) ? WeightOf(face) : 0);
        // Together, since a person is on a frame once at most.
        var answers = _gallery.Identify([.. tracks.Zip(faces, (track, face) => track.Frames >= _frames ? track.Mean(face) : face)], threshold);
        return [.. tracks.Zip(answers, (track, answer) => (track.Number, Decide(track, answer)))];
    }

    private static double WeightOf(Face face) => face.Quality is not { } quality ? 1
        : Math.Min(1, quality.EyeDistance / LargeEyes) * Math.Max(MinSharpness, quality.Sharpness);

    // The track of each face: by its place, then by its descriptor; what is of somebody else begins anew, wherever it is. The descriptor of a face below the
    // floor says nothing of who it is.
    private List<Track> Follow(IReadOnlyList<Face> faces, GalleryThreshold threshold)
    {
        var found = new Track?[faces.Count];
        var pairs = _tracks.SelectMany(track => faces.Select((face, at) => new Pair(track, at, BoxOverlap.IoU(track.Box, face.Box),
            _gallery.IsDecidedOn(face) ? track.DistanceTo(face, _gallery.Contract) : null, _gallery.IsDecidedOn(face))));
        foreach (var pair in pairs
            .Where(pair => pair.IsNear ? pair.Distance is not { } apart || apart < threshold.NoMatch : pair.Distance < threshold.Match)
            .OrderBy(pair => pair.Rank).ThenByDescending(pair => pair.Overlap).ThenBy(pair => pair.Distance).ToList())
            if (found[pair.At] is null && !found.Contains(pair.Track)) found[pair.At] = pair.Track;
        for (var at = 0; at < found.Length; at++)
            if (found[at] is null) _tracks.Add(found[at] = new Track(++_made));
        return [.. found.Select(track => track!)];
    }

    private FaceDecision Decide(Track track, FaceDecision answer)
    {
        if (track.Frames < _frames)
            return answer with { Outcome = FaceOutcome.Undecided, Reason = $"{track.Frames} of {_frames} frames show the face well enough" };
        if (track.Name is not { } name)
        {
            track.Name = answer.Name;
            return answer;
        }
        if (answer.Name == name || (answer.Outcome == FaceOutcome.Undecided && answer.Nearest?.Name == name))
        {
            track.Contrary = 0;
            return answer.Name == name ? answer : answer with { Outcome = FaceOutcome.Match, Reason = "it was recognised in frames before" };
        }
        if (++track.Contrary < _frames)
            return answer with { Outcome = FaceOutcome.Undecided, Reason = $"it was recognised as '{name}' in frames before" };
        (track.Name, track.Contrary) = (answer.Name, 0);
        return answer;
    }

    // A track and a face that may be its next one.
    private sealed record Pair(Track Track, int At, double Overlap, double? Distance, bool IsDecidedOn)
    {
        public bool IsNear => Overlap >= SamePlace;

        // Of a track that has no descriptor yet only the place is known: it takes nothing from one that has the face's.
        public int Rank => Distance is not null ? IsNear ? 0 : 2 : IsDecidedOn ? 3 : 1;
    }

    private sealed class Track(int number)
    {
        private float[] _sum = [];
        private double _weight, _bestWeight;
        private FaceQuality? _best;

        public int Number => number;

        public Box Box { get; private set; }

        /// <summary>Frames that count.</summary>
        public int Frames { get; private set; }

        /// <summary>Frames in a row without the face.</summary>
        public int Missed { get; set; }

        /// <summary>Who it was said to be.</summary>
        public string? Name { get; set; }

        /// <summary>Frames in a row that say otherwise.</summary>
        public int Contrary { get; set; }

        public void Take(Face face, double weight)
        {
            (Box, Missed) = (face.Box, 0);
            if (weight <= 0 || face.Descriptor.IsEmpty) return;
            if (_sum.Length == 0) _sum = new float[face.Descriptor.Length];
            TensorPrimitives.MultiplyAdd(face.Descriptor.Span, (float)weight, _sum, _sum);
            _weight += weight;
            if (weight > _bestWeight) (_bestWeight, _best) = (weight, face.Quality);
            Frames++;
        }

        /// <summary>How far a face is from the mean; null where one of them was not described.</summary>
        public double? DistanceTo(Face face, FaceContract contract) =>
            _weight <= 0 || face.Descriptor.IsEmpty ? null : contract.Distance(face.Descriptor.Span, Descriptor());

        /// <summary>The face with the mean of the descriptors and the best quality of the track.</summary>
        public Face Mean(Face face) => face with { Descriptor = Descriptor(), Quality = _best, Refusal = null };

        private float[] Descriptor() => Array.ConvertAll(_sum, value => (float)(value / _weight));
    }
}
