using System.Numerics;
using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Bench;

/// <summary>All pairs of faces of 53 people: how often a stranger is taken for a person, and a person for a stranger, at a distance of 0.6.</summary>
internal static class FacePairs
{
    private const double Threshold = 0.6;
    private const int Resamples = 1000;

    // Who is where on the collage: centres of the faces.
    private static readonly Dictionary<string, Vector2[]> Collage = new()
    {
        ["collage 1"] = [new(145, 140), new(638, 166), new(379, 286), new(139, 446), new(644, 491), new(154, 1363)],
        ["collage 2"] = [new(389, 100), new(952, 168), new(393, 503), new(956, 469), new(143, 757), new(501, 910)],
        ["collage 3"] = [new(1592, 233), new(1873, 483), new(1689, 751), new(1168, 1375), new(1506, 1386), new(1867, 1377)],
        ["collage 4"] = [new(1147, 825), new(860, 885), new(128, 1043), new(1187, 1128), new(460, 1320), new(851, 1308)],
    };

    public static void Run(FacePhotos photos, FaceAnalyzer analyzer, Action<string, string, string> row)
    {
        var faces = All(photos, analyzer);
        foreach (var (name, floor, asked) in new[]
        {
            ("no floor", new FaceQualityFloor(), "34 of 6721 and 0 of 300 in the prototype"),
            ("default floor for comparing", FaceQualityFloor.Deciding, "at most 2 false"),
            ("default floor for enrolling", FaceQualityFloor.Enrolling, ""),
        })
        {
            var above = faces.Where(face => floor.Below(face.Face.Quality!) is null).ToList();
            var pairs = Pairs(above);
            var (falseMatches, different) = (pairs.Count(pair => !pair.Same && pair.Distance < Threshold), pairs.Count(pair => !pair.Same));
            var (missed, same) = (pairs.Count(pair => pair.Same && pair.Distance >= Threshold), pairs.Count(pair => pair.Same));
            var (fmr, fnmr) = Intervals([.. above.Select(face => face.Person)], pairs);
            var people = above.Select(face => face.Person).Distinct().Count();
            row($"all pairs, {name}: {above.Count} faces of {people} people; false matches, 90 % interval over people",
                FormattableString.Invariant($"{falseMatches} of {different}, {fmr.Low:0.0000} to {fmr.High:0.0000}"), asked);
            // Where nothing was seen, drawing people again sees nothing either: then what as many people without an error bound.
            var pairedPeople = pairs.Where(pair => pair.Same).Select(pair => above[pair.A].Person).Distinct().Count();
            if (missed == 0) fnmr = (0, 1 - Math.Pow(0.05, 1.0 / pairedPeople));
            row($"all pairs, {name}: false non-matches of {pairedPeople} people, 90 % interval over people",
                FormattableString.Invariant($"{missed} of {same}, {fnmr.Low:0.0000} to {fnmr.High:0.0000}"), "");
            if (falseMatches < 10)
                foreach (var (a, b, distance) in pairs.Where(pair => !pair.Same && pair.Distance < Threshold).Select(pair => (pair.A, pair.B, pair.Distance)))
                    row("false match", FormattableString.Invariant($"{distance:0.000}: {Of(above[a])}; {Of(above[b])}"), "");
        }
    }

    private static string Of((string Person, Face Face) one) => one.Face.Quality is not { } quality ? one.Person
        : FormattableString.Invariant($"{one.Person} at ({(one.Face.Box.X1 + one.Face.Box.X2) / 2:0}, {(one.Face.Box.Y1 + one.Face.Box.Y2) / 2:0}),")
        + FormattableString.Invariant($" eyes {quality.EyeDistance:0.0} px, sharpness {quality.Sharpness:0.00}, exposure {quality.Exposure:0.00},")
        + FormattableString.Invariant($" contrast {quality.Contrast:0.00}, illumination {quality.Illumination:0.00}, yaw {quality.Yaw:0}, pitch {quality.Pitch:0},")
        + FormattableString.Invariant($" visible {quality.Visible:0.00}, compression {quality.Compression:0.00}, stability {quality.Stability:0.00}");

    /// <summary>Every face that was described, with its person.</summary>
    public static IReadOnlyList<(string Person, Face Face)> All(FacePhotos photos, FaceAnalyzer analyzer)
    {
        List<(string, Face)> faces = [];
        foreach (var (person, file) in photos.Johns)
            faces.AddRange(analyzer.Analyze(FaceTrials.Framed(ImageFile.Decode(file))).Select(face => (person, face)));
        faces.AddRange(analyzer.Analyze(photos.Collage).Select(face => (CollagePerson(face), face)));
        faces.AddRange(analyzer.Analyze(photos.Portrait).Select(face => ("portrait", face)));
        foreach (var photo in photos.Annotated)
            faces.AddRange(analyzer.Analyze(photo.File).Select((face, at) => ($"{Path.GetFileName(photo.File)} {at}", face)));
        return [.. faces.Where(face => face.Item2.Refusal is null)];
    }

    private static string CollagePerson(Face face)
    {
        var centre = new Vector2((face.Box.X1 + face.Box.X2) / 2, (face.Box.Y1 + face.Box.Y2) / 2);
        return Collage.MinBy(one => one.Value.Min(place => Vector2.Distance(place, centre))).Key;
    }

    private static List<(int A, int B, bool Same, double Distance)> Pairs(IReadOnlyList<(string Person, Face Face)> faces)
    {
        List<(int, int, bool, double)> pairs = [];
        for (var i = 0; i < faces.Count; i++)
            for (var j = 0; j < i; j++)
                pairs.Add((i, j, faces[i].Person == faces[j].Person,
                    TensorPrimitives.Distance(faces[i].Face.Descriptor.Span, faces[j].Face.Descriptor.Span)));
        return pairs;
    }

    // People are drawn, never pairs: a pair counts as often as both of its people were drawn together.
    private static ((double Low, double High) Fmr, (double Low, double High) Fnmr) Intervals(
        List<string> personOf, List<(int A, int B, bool Same, double Distance)> pairs)
    {
        var people = personOf.Distinct().ToList();
        var random = SeededRandom.For(1, "faces");
        var places = people.Index().ToDictionary(person => person.Item, person => person.Index);
        List<double> fmr = [], fnmr = [];
        for (var resample = 0; resample < Resamples; resample++)
        {
            var times = new int[people.Count];
            for (var i = 0; i < times.Length; i++) times[random.Next(times.Length)]++;
            double wrong = 0, different = 0, missed = 0, same = 0;
            foreach (var (a, b, isSame, distance) in pairs)
            {
                var weight = isSame ? times[places[personOf[a]]] : (double)times[places[personOf[a]]] * times[places[personOf[b]]];
                if (isSame) (missed, same) = (missed + (distance >= Threshold ? weight : 0), same + weight);
                else (wrong, different) = (wrong + (distance < Threshold ? weight : 0), different + weight);
            }
            if (different > 0) fmr.Add(wrong / different);
            if (same > 0) fnmr.Add(missed / same);
        }
        return (Quantiles(fmr), Quantiles(fnmr));
    }

    private static (double Low, double High) Quantiles(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? (double.NaN, double.NaN) : (values[(int)(0.05 * values.Count)], values[(int)(0.95 * values.Count)]);
    }
}
