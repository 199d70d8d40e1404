using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces.Tests;

/// <summary>Moving a gallery to another network.</summary>
public sealed class ReembeddingTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeSource _source = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Faces_that_were_kept_are_described_again_and_everything_else_stays()
    {
        var expires = new DateTimeOffset(2031, 2, 3, 0, 0, 0, TimeSpan.Zero);
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0), CropTests.Kept(1, 1) with { IsConfirmed = true }], "the door", expires);
        gallery.Enroll("Bob", [CropTests.Kept(2, 0)]);
        var report = Move(gallery, new());
        Assert.Equal((true, 2, 3, 0, 0), (report.IsWritten, report.Persons, report.FromCrops, report.FromPhotographs, report.Missing.Count));
        using var moved = FaceGallery.Open(_folder["new"], _source.Contract);
        Assert.Equal(gallery.Persons().Select(person => person with { Id = "" }), moved.Persons().Select(person => person with { Id = "" }));
        Assert.Equal(gallery.Samples().Select(sample => (sample.Detail with { Quality = null })),
            moved.Samples().Select(sample => sample.Detail with { Quality = null }));
        Assert.All(moved.Samples(), sample => Assert.Null(sample.Detail.Quality!.Stability));
        Assert.Equal([20 / 255f, 20 / 255f, 40 / 255f], moved.Samples().Select(sample => sample.Descriptor[0]));
        // The faces go with them, and once more to another.
        Assert.NotNull(moved.CropsOf("Ann", CropTests.Kept(1, 1).ContentHash));
        Assert.Equal("reembedded", moved.Log()[^1].Action);
        Assert.Equal(3, gallery.SampleCount);
        Assert.Null(moved.Calibration);
    }

    [Fact]
    public void Photographs_that_are_needed_are_named_and_nothing_is_written()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0), SyntheticPeople.Sample(1, 1)]);
        gallery.Enroll("Bob", [SyntheticPeople.Sample(2, 0)]);
        var report = Move(gallery, new());
        Assert.False(report.IsWritten);
        Assert.Equal([("Ann", SyntheticPeople.Sample(1, 1).Source, SyntheticPeople.Sample(1, 1).ContentHash),
            ("Bob", SyntheticPeople.Sample(2, 0).Source, SyntheticPeople.Sample(2, 0).ContentHash)],
            report.Missing.Select(one => (one.Person, one.Source, one.Sha256)));
        Assert.False(File.Exists(_folder["new"]) || File.Exists(_folder["new.key"]));
        var some = Move(gallery, new() { AllowsMissing = true });
        Assert.Equal((true, 1), (some.IsWritten, some.Persons));
        Assert.Equal(["Bob"], some.LeftOut);
        using var moved = FaceGallery.Open(_folder["new"]);
        Assert.Equal(("Ann", 1), (moved.Persons()[0].Name, moved.SampleCount));
    }

    [Fact]
    public void Photographs_are_taken_by_their_content_and_of_several_faces_the_one_that_was_enrolled()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        var files = Photographs(1, 2, 3);
        gallery.Enroll("Ann", [.. files.Select((file, at) => SyntheticPeople.Sample(1, at) with { ContentHash = file.Hash })]);
        Dictionary<string, string> photographs = files.ToDictionary(file => file.Hash, file => file.File);
        // On the second are two faces, of which the second is Ann's; on the third nobody.
        _source.Faces = image => image.Pixels[0] switch
        {
            20 => [DecisionTests.FaceOf(7, 0)],
            40 => [DecisionTests.FaceOf(8, 0), DecisionTests.FaceOf(9, 0)],
            _ => [],
        };
        var report = Move(gallery, new() { Photographs = new(photographs) });
        Assert.Contains("are 2 faces", report.Missing[0].Reason);
        Assert.Contains("no face is found", report.Missing[1].Reason);
        report = Move(gallery, new()
        {
            Photographs = new(photographs),
            AllowsMissing = true,
            DescribeAsBefore = AnnIs((7, 0), (9, 1)),
        });
        Assert.Equal((2, 1), (report.FromPhotographs, report.Missing.Count));
        using (var moved = FaceGallery.Open(_folder["new"]))
            Assert.Equal([DecisionTests.FaceOf(7, 0).Descriptor.ToArray(), DecisionTests.FaceOf(9, 0).Descriptor.ToArray()],
                moved.Samples().Select(sample => sample.Descriptor));
        // A file that is another one since is not the photograph.
        File.Copy(files[1].File, files[0].File, overwrite: true);
        report = new Reembedding(gallery, _source, new() { Photographs = new(photographs) }).Run(_folder["other"]);
        Assert.Contains(report.Missing, one => one.Sha256 == files[0].Hash);
    }

    [Fact]
    public void A_face_that_is_alone_and_not_the_one_that_was_enrolled_is_not_taken()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        var (file, hash) = Photographs(1)[0];
        gallery.Enroll("Ann", [SyntheticPeople.Sample(1, 0) with { ContentHash = hash }]);
        _source.Faces = _ => [DecisionTests.FaceOf(8, 0)];
        ReembeddingOptions options = new() { Photographs = new(new Dictionary<string, string> { [hash] = file }), DescribeAsBefore = AnnIs((9, 0)) };
        Assert.Contains("no face is the one that was enrolled", Assert.Single(Move(gallery, options).Missing).Reason);
        _source.Faces = _ => [DecisionTests.FaceOf(9, 0)];
        Assert.True(Move(gallery, options).IsWritten);
    }

    [Fact]
    public void Photographs_are_asked_for_only_after_what_is_refused_and_where_a_face_was_not_kept()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        ReembeddingOptions options = new() { Photographs = new(() => throw new InvalidOperationException("Nobody needs them.")) };
        Assert.Contains("is there already", Assert.Throws<GraftException>(() => new Reembedding(gallery, _source, options).Run(_folder["old"])).Message);
        Assert.True(Move(gallery, options).IsWritten);
    }

    [Fact]
    public void Who_is_removed_meanwhile_is_not_written_and_who_is_enrolled_is()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        foreach (var (name, person) in new[] { ("Ann", 1), ("Bob", 2), ("Cem", 3) }) gallery.Enroll(name, [CropTests.Kept(person, 0)]);
        var described = 0;
        _source.WhileDescribing = () =>
        {
            if (++described != 3) return;
            using var other = FaceGallery.Open(_folder["old"]);
            other.Remove("Bob");
            other.Enroll("Dan", [CropTests.Kept(4, 0)]);
            other.Enroll("Ann", [CropTests.Kept(1, 1)]);
        };
        var report = Move(gallery, new());
        // What was described before is not described again.
        Assert.Equal((true, 3, 4, 5), (report.IsWritten, report.Persons, report.FromCrops, described));
        using var moved = FaceGallery.Open(_folder["new"]);
        Assert.Equal([("Ann", 2), ("Cem", 1), ("Dan", 1)], moved.Persons().Select(person => (person.Name, person.Samples)));
    }

    [Fact]
    public void A_gallery_that_changes_all_the_time_is_not_moved()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        var more = 0;
        _source.WhileDescribing = () => gallery.Enroll("Ann", [CropTests.Kept(1, ++more)]);
        Assert.Contains("again and again", Assert.Throws<GraftException>(() => Move(gallery, new())).Message);
        Assert.Equal(["old", "old.key"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Where(name => !name!.Contains("old-")).Order());
    }

    [Fact]
    public void A_new_gallery_is_there_only_when_it_is_filled()
    {
        Assert.True(FaceGallery.TryCreate(GalleryPlace.Of(_folder["new"]), SyntheticPeople.Contract, fresh =>
        {
            fresh.EnrollAll([new("Ann", () => [SyntheticPeople.Sample(1, 0)])]);
            // As after a kill: the next run is not refused.
            FaceGallery.RequireNew(GalleryPlace.Of(_folder["new"]));
            return true;
        }));
        using (var made = FaceGallery.Open(_folder["new"])) Assert.Equal(1, made.SampleCount);
        Assert.Equal(["new", "new.key"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order());
        Assert.False(FaceGallery.TryCreate(GalleryPlace.Of(_folder["other"]), SyntheticPeople.Contract, _ => false));
        Assert.Equal(["new", "new.key"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_gallery_that_is_there_the_same_network_and_a_network_that_fails_leave_nothing()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        Assert.Contains("is there already", Assert.Throws<GraftException>(() => new Reembedding(gallery, _source, new()).Run(_folder["old"])).Message);
        _source.Contract = SyntheticPeople.Contract;
        Assert.Contains("holds descriptors of synthetic already", Assert.Throws<GraftException>(() => Move(gallery, new())).Message);
        _source.Contract = SyntheticPeople.Contract with { Descriptor = "other", Dimension = 64 };
        Assert.Throws<GraftException>(() => Move(gallery, new())); // descriptors of another length than it says
        Assert.Equal(["old", "old.key"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Where(name => !name!.Contains("old-")).Order());
    }

    [Fact]
    public void A_gallery_that_another_process_makes_meanwhile_stays()
    {
        using var gallery = FaceGallery.Create(_folder["old"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        _source.WhileDescribing = () => SyntheticPeople.Gallery(_folder["new"], 3, 1).Dispose();
        Assert.Contains("is there already", Assert.Throws<GraftException>(() => Move(gallery, new())).Message);
        using var other = FaceGallery.Open(_folder["new"]);
        Assert.Equal(3, other.SampleCount);
    }

    // What the gallery's own network says of faces: these are Ann's of these photographs, and the others somebody else's.
    private static Func<RgbImage, Face, float[]> AnnIs(params (int Face, int Photograph)[] own) => (_, face) =>
        own.Where(one => face.Descriptor.Span[0] == DecisionTests.FaceOf(one.Face, 0).Descriptor.Span[0]).Select(one => SyntheticPeople.Face(1, one.Photograph))
            .FirstOrDefault(SyntheticPeople.Face(5, 1));

    private ReembeddingReport Move(FaceGallery gallery, ReembeddingOptions options) => new Reembedding(gallery, _source, options).Run(_folder["new"]);

    private List<(string File, string Hash)> Photographs(params int[] people) => [.. people.Select(person =>
    {
        var file = _folder[$"{person}.png"];
        File.WriteAllBytes(file, ImageEncoder.EncodePng(CropTests.Image(person)));
        return (file, Graft.Networks.FileHash.Sha256(file));
    })];

    // A descriptor is the colour of the middle of the face.
    internal sealed class FakeSource : IChipSource
    {
        public FaceContract Contract { get; set; } = SyntheticPeople.Contract with { Descriptor = "other", Alignment = "arcface112" };

        public DecodeOptions Decoding => new();

        public Func<RgbImage, IReadOnlyList<Face>> Faces { get; set; } = _ => [];

        public Action WhileDescribing { get; set; } = () => { };

        public float[] Describe(RgbImage chip)
        {
            WhileDescribing();
            return [.. Enumerable.Repeat(chip.Pixels[3 * (chip.Width * 60 + 60)] / 255f, 128)];
        }

        public IReadOnlyList<Face> Analyze(RgbImage image) => Faces(image);
    }
}
