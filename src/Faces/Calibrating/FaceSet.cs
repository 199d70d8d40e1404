using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>The faces of known people, one of each photograph, for measuring.</summary>
/// <param name="Names">The people.</param>
/// <param name="Faces">Their faces.</param>
/// <param name="Failures">Photographs on which no face was found, described or good enough to be decided on, by person.</param>
internal sealed record FaceSet(IReadOnlyList<string> Names, IReadOnlyList<KnownFace> Faces, IReadOnlyList<int> Failures)
{
    /// <summary>The photographs of <see cref="Failures"/>.</summary>
    public IReadOnlyList<string> FailedFiles { get; init; } = [];

    /// <summary>Describes the largest face of every photograph; one without a face, or that is refused, is a failure and no exception.</summary>
    /// <param name="people">Names and files.</param>
    /// <param name="source">Where faces come from.</param>
    /// <param name="roleOf">What a photograph may be used for; null for anything.</param>
    /// <param name="progress">Hears how many are done, of how many.</param>
    /// <param name="cancellation">Stops after the photograph under way.</param>
    public static FaceSet Describe(IReadOnlyList<PersonImages> people, IFaceSource source, Func<string, FaceRole>? roleOf = null, Action<int,
        int>? progress = null,
        CancellationToken cancellation = default)
    {
        List<KnownFace> faces = [];
        List<string> failed = [];
        var failures = new int[people.Count];
        var (done, all) = (0, people.Sum(person => person.Files.Count));
        foreach (var (at, person) in people.Index())
            foreach (var file in person.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (LargestFace(source, file) is { } face)
                    faces.Add(new(at, file, AsKept(face.Descriptor.ToArray(), source.Contract), roleOf?.Invoke(file) ?? FaceRole.Either));
                else
                {
                    failures[at]++;
                    failed.Add(file);
                }
                progress?.Invoke(++done, all);
            }
        return new FaceSet([.. people.Select(person => person.Name)], faces, failures) { FailedFiles = failed };
    }

    /// <summary>A descriptor as a gallery keeps it.</summary>
    public static float[] AsKept(float[] descriptor, FaceContract contract)
    {
        if (contract.IsCosine) GalleryIndex.Normalise(descriptor);
        return descriptor;
    }

    /// <summary>The largest face that is described; null where it is below the floor of quality for deciding, or there is none.</summary>
    public static Face? Largest(IReadOnlyList<Face> faces) =>
        faces.Where(face => !face.Descriptor.IsEmpty).MaxBy(face => face.Box.Area) is { } face
            && (face.Quality is not { } quality || FaceQualityFloor.Deciding.Below(quality) is null) ? face : null;

    /// <summary>Distances of all pairs of faces, among the people that are wanted.</summary>
    public ComparisonScores Pairs(DescriptorDistance distance, Func<int, bool>? isIn = null)
    {
        var own = Faces.Where(face => isIn?.Invoke(face.Person) != false).ToList();
        var scores = new List<ComparisonScore>[own.Count];
        Parallel.For(0, own.Count,
            i => scores[i] = [.. own.Take(i).Select(other => new ComparisonScore(own[i].Person, other.Person, distance(own[i].Descriptor, other.Descriptor)))]);
        return new ComparisonScores(Names.Count, scores.SelectMany(one => one));
    }

    /// <summary>
    /// Distances of faces from persons as a gallery scores them, among the people that are wanted: everybody's first faces are enrolled, the rest ask. A
    /// face that is enrolled asks the others only.
    /// </summary>
    /// <param name="distance">The metric.</param>
    /// <param name="score">How a person with several faces is scored.</param>
    /// <param name="enrolled">Faces of a person that are enrolled at most; one is kept to ask with.</param>
    /// <param name="isIn">The people.</param>
    public PersonComparisons AgainstPersons(DescriptorDistance distance, PersonScore score, int enrolled, Func<int, bool> isIn)
    {
        var hasRoles = Faces.Any(face => face.Role != FaceRole.Either);
        var people = Faces.Where(face => isIn(face.Person) && face.Role != FaceRole.Asking).GroupBy(face => face.Person)
            .Select(own => new EnrolledPerson(own.Key, score, [.. own.Take(hasRoles ? int.MaxValue : Math.Clamp(own.Count() - 1, 1, enrolled))
                .Select(face => face.Descriptor)])).ToList();
        var probes = Faces.Where(face => isIn(face.Person) && face.Role != FaceRole.Enrolled).ToList();
        var rows = new ComparisonScore[probes.Count][];
        Parallel.For(0, probes.Count, at =>
        {
            var probe = probes[at];
            rows[at] = [.. people.Where(person => person.Person != probe.Person || !person.Has(probe.Descriptor))
                .Select(person => new ComparisonScore(probe.Person, person.Person, person.Distance(distance, probe.Descriptor)))];
        });
        return new PersonComparisons(new ComparisonScores(Names.Count, rows.SelectMany(row => row)), rows, people.Select(person => person.Person).ToHashSet());
    }

    private static Face? LargestFace(IFaceSource source, string file)
    {
        try
        {
            return Largest(source.Analyze(file));
        }
        catch (ImageException)
        {
            return null;
        }
    }

    // What a probe is compared with: all faces of a person, or their mean, which is computed once.
    private sealed class EnrolledPerson(int person, PersonScore score, IReadOnlyList<float[]> faces)
    {
        private readonly IReadOnlyList<float[]> _compared = score == PersonScore.Centroid && faces.Count > 1 ? [Mean(faces)] : faces;

        public int Person => person;

        public bool Has(float[] face) => faces.Contains(face);

        public double Distance(DescriptorDistance distance, float[] probe) =>
            score == PersonScore.Mean ? _compared.Average(own => distance(probe, own)) : _compared.Min(own => distance(probe, own));

        private static float[] Mean(IReadOnlyList<float[]> faces)
        {
            var mean = new float[faces[0].Length];
            for (var i = 0; i < mean.Length; i++) mean[i] = (float)faces.Average(own => (double)own[i]);
            return mean;
        }
    }
}

/// <summary>The distance of two descriptors in the metric of a contract.</summary>
internal delegate double DescriptorDistance(float[] first, float[] second);

/// <summary>A face of a known person.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="File">The photograph.</param>
/// <param name="Descriptor">Of one contract.</param>
/// <param name="Role">What it may be used for.</param>
internal sealed record KnownFace(int Person, string File, float[] Descriptor, FaceRole Role = FaceRole.Either);

/// <summary>What a face is used for while measuring.</summary>
internal enum FaceRole
{
    /// <summary>The first of a person are enrolled, the others ask.</summary>
    Either,

    /// <summary>It is enrolled.</summary>
    Enrolled,

    /// <summary>It asks; somebody of whom no face is enrolled is a stranger.</summary>
    Asking,
}

/// <summary>Faces against persons.</summary>
/// <param name="Scores">All of them.</param>
/// <param name="Probes">Of each face, its distances from the persons.</param>
/// <param name="Enrolled">Persons that are enrolled.</param>
internal sealed record PersonComparisons(ComparisonScores Scores, IReadOnlyList<ComparisonScore[]> Probes, IReadOnlySet<int> Enrolled)
{
    /// <summary>Persons that a stranger is compared with: where everybody is enrolled, each is a stranger to all others.</summary>
    public int Others => HasStrangers ? Enrolled.Count : Enrolled.Count - 1;

    private bool HasStrangers { get; } = Probes.Any(probe => probe.Length > 0 && !Enrolled.Contains(probe[0].First));

    /// <summary>Faces of enrolled people with the distance of their own person and of the nearest other.</summary>
    public IReadOnlyList<KnownProbe> Known => [.. Probes.Where(probe => probe.Any(score => score.IsMated)).Select(probe => new KnownProbe(probe[0].First,
        probe.First(score => score.IsMated).Distance, probe.Where(score => !score.IsMated)
            .Select(score => score.Distance).DefaultIfEmpty(double.PositiveInfinity).Min()))];

    /// <summary>Of each stranger's face whose it is and how many other persons are nearer than a threshold.</summary>
    public IReadOnlyList<(int Person, int Nearer)> Nearer(double threshold) =>
        [.. Probes.Where(probe => probe.Length > 0 && !(HasStrangers && Enrolled.Contains(probe[0].First)))
            .Select(probe => (probe[0].First, probe.Count(score => !score.IsMated && score.Distance < threshold)))];
}
