using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

/// <summary>The whole way on real photographs, which are fetched and never committed: 9 people who are known, and strangers.</summary>
public sealed class PhotographTests(ITestOutputHelper output) : IDisposable
{
    // Who is who on the collage, 23 labelled by eye and one by its neighbours: middles of the faces.
    private static readonly (int X, int Y)[][] _collage =
    [
        [(145, 140), (638, 166), (396, 289), (138, 446), (653, 515), (159, 1377)],
        [(388, 99), (952, 167), (956, 476), (400, 498), (157, 773), (502, 909)],
        [(1594, 224), (1872, 483), (1678, 780), (1167, 1375), (1867, 1376), (1524, 1389)],
        [(1146, 825), (857, 904), (128, 1042), (1187, 1128), (851, 1308), (461, 1312)],
    ];

    private readonly FaceAnalyzer _analyzer = FaceAnalyzer.Open(new FaceAnalyzerOptions { MinFace = 30 });

    public void Dispose() => _analyzer.Dispose();

    [Fact]
    public void In_an_open_set_nobody_gets_a_wrong_name_and_at_most_one_is_missed()
    {
        var people = People();
        Assert.Equal(9, people.Count);
        using var folder = new TestFolder();
        using var gallery = FaceGallery.Create(folder["g"], _analyzer.Contract);
        foreach (var (name, faces) in people)
            gallery.Enroll(name, [.. faces.Take(3)
                .Select((face, at) => new FaceSample(face.Descriptor, SyntheticPeople.HashOf($"{name} {at}")) { Quality = face.Quality })]);
        var (asked, wrong, missed, undecided) = (0, 0, 0, 0);
        foreach (var (name, faces) in people)
            foreach (var face in faces.Skip(3))
            {
                var answer = gallery.Decide(face);
                asked++;
                if (answer.Name is { } given && given != name) wrong++;
                if (answer.Outcome == FaceOutcome.Undecided) undecided++;
                else if (answer.Name is null) missed++;
            }
        var strangers = Photos().Annotated.SelectMany(photo => _analyzer.Analyze(photo.File)).Concat(_analyzer.Analyze(Photos().Portrait)).ToList();
        var named = strangers.Select(face => gallery.Decide(face)).Count(answer => answer.Name is not null);
        output.WriteLine($"{asked} faces of enrolled people: {wrong} wrong, {missed} missed, {undecided} undecided; "
            + $"{strangers.Count} of strangers: {named} named");
        Assert.Equal((0, 0), (wrong, named));
        // Nothing says that a drawing is not alive; it is found, and is nobody.
        Assert.Equal(FaceOutcome.Unknown, gallery.Decide(_analyzer.Analyze(DrawnFace.Of(300))[0]).Outcome);
        Assert.InRange(missed, 0, 1);
        Assert.InRange(undecided, 0, 3);
    }

    [Fact]
    public void The_faces_of_the_collage_are_four_people()
    {
        var faces = _analyzer.Analyze(Photos().Collage).Where(face => !face.Descriptor.IsEmpty).ToList();
        var strangers = Photos().Annotated.SelectMany((photo, at) => _analyzer.Analyze(photo.File).Where(face => Good(face))
            .Select(face => (face, at: at + 1))).ToList();
        var groups = FaceClustering.Run([.. faces.Select(face => face.Descriptor.ToArray())], [.. faces.Select(_ => 0)], 0.6, allowTwice: true);
        Assert.Equal([0, 1, 2, 3], groups.Where(group => group >= 0).Distinct().Order());
        var both = FaceClustering.Run([.. faces.Select(face => face.Descriptor.ToArray()), .. strangers.Select(one => one.face.Descriptor.ToArray())],
            [.. faces.Select((_, at) => 1000 + at), .. strangers.Select(one => one.at)], 0.6);
        Assert.Equal([0, 1, 2, 3], both.Take(faces.Count).Where(group => group >= 0).Distinct().Order());
        var joined = both.Skip(faces.Count).Where(group => group >= 0).ToList();
        output.WriteLine($"{faces.Count} faces of the collage, {strangers.Count} of strangers, of whom {joined.Count} are joined to another");
        Assert.Empty(joined);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Photographs_are_enrolled_searched_and_confirmed(Store store)
    {
        using var place = new TestStore(store);
        var folder = place.Folder;
        foreach (var (person, image) in Photos().Johns.GroupBy(one => one.Person).SelectMany(own => own.Take(4)))
        {
            Directory.CreateDirectory(folder[$"people/{person}"]);
            File.Copy(image, folder[$"people/{person}/{Path.GetFileName(image)}"]);
        }
        using var gallery = FaceGallery.Create(place["g"], _analyzer.Contract, place.Options("g"));
        var people = Directory.GetDirectories(folder["people"]).Order(StringComparer.Ordinal)
            .Select(one => new PersonImages(Path.GetFileName(one), [.. Directory.GetFiles(one).Order(StringComparer.Ordinal)])).ToList();
        using var source = new AnalyzerFaces(FaceAnalyzer.Open());
        var items = new Enrolment(gallery, source, new()).Run(people);
        foreach (var item in items
            .Where(item => item.Status == EnrolmentStatus.Refused)) output.WriteLine($"{item.File}: {item.Reason} {item.Measure} {item.Value}");
        Assert.InRange(items.Count(item => item.Status == EnrolmentStatus.Enrolled), 17, 20);
        Assert.Equal(5, gallery.PersonCount);
        Assert.All(new Enrolment(gallery, source, new()).Run(people).Where(item => item.Status != EnrolmentStatus.Refused), item =>
            Assert.Equal(EnrolmentStatus.Known, item.Status));
        var (name, other) = Photos().Johns.First(one => !File.Exists(folder[$"people/{one.Person}/{Path.GetFileName(one.File)}"]));
        Assert.True(gallery.Confirm(name, source.Largest(other), FileHash.Sha256(other), other));
        // The same people in a file: every face has the same nearest persons there, with the same distances to the last digit.
        using var file = FaceGallery.Create(folder["file"], _analyzer.Contract);
        foreach (var own in gallery.Samples().GroupBy(sample => sample.Person.Name))
            file.Enroll(own.Key, [.. own.Select(sample => new FaceSample(sample.Descriptor, sample.Detail.Content) { Source = sample.Detail.Source })]);
        foreach (var (_, _, descriptor) in gallery.Samples()) Assert.Equal(file.Search(descriptor, 5), gallery.Search(descriptor, 5));
    }

    private static bool Good(Face face) => !face.Descriptor.IsEmpty && FaceQualityFloor.Deciding.Below(face.Quality!) is null;

    // Of each the faces in the order of their files, or of their places on the collage.
    private List<(string Name, List<Face> Faces)> People()
    {
        List<(string, List<Face>)> people = [.. Photos().Johns.GroupBy(one => one.Person).Select(own =>
            (own.Key, own.Select(one => Padded(one.File)).OfType<Face>().ToList()))];
        var collage = _analyzer.Analyze(Photos().Collage);
        Assert.Equal(24, collage.Count);
        people.AddRange(_collage.Select((places, at) => ($"collage {at}", places.Select(place => collage.Single(face => Contains(face.Box, place))).ToList())));
        return people;
    }

    // The files of the set are aligned faces without anything around them.
    private Face? Padded(string file)
    {
        var face = ImageFile.Decode(file);
        var image = new RgbImage(2 * face.Width, 2 * face.Height);
        image.Pixels.AsSpan().Fill(127);
        for (var y = 0; y < face.Height; y++)
            face.Pixels.AsSpan(3 * y * face.Width, 3 * face.Width).CopyTo(image.Pixels.AsSpan(3 * ((y + face.Height / 2) * image.Width + face.Width / 2)));
        return _analyzer.Analyze(image).Where(found => !found.Descriptor.IsEmpty).MaxBy(found => found.Box.Area);
    }

    private static bool Contains(Box box, (int X, int Y) point) => point.X > box.X1 && point.X < box.X2 && point.Y > box.Y1 && point.Y < box.Y2;

    private static FacePhotos Photos()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        return FacePhotos.Found!;
    }
}
