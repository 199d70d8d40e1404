using Graft.Imaging;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

public class EnrolmentTests
{
    [Fact]
    public void What_is_good_is_enrolled_and_of_the_rest_reason_and_value_are_said()
    {
        using var set = new Photographs();
        set.Add("Ann", "a.jpg", DecisionTests.FaceOf(1, 0));
        set.Add("Ann", "b.jpg", DecisionTests.FaceOf(1, 1));
        set.Add("Ann", "two.jpg", DecisionTests.FaceOf(1, 2), DecisionTests.FaceOf(7, 2));
        set.Add("Ann", "crowd.jpg", [.. Enumerable.Range(10, 40).Select(person => DecisionTests.FaceOf(person, 2))]);
        set.Add("Ann", "none.jpg");
        set.Add("Ann", "small.jpg", DecisionTests.FaceOf(1, 3) with { Quality = SyntheticPeople.Quality with { EyeDistance = 11 } });
        set.Add("Ann", "turned.jpg", DecisionTests.FaceOf(1, 4) with { Refusal = "landmarks that cannot be a face's", Descriptor = default });
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        var items = Run(gallery, set).ToDictionary(item => Path.GetFileName(item.File));
        Assert.Equal(EnrolmentStatus.Enrolled, items["a.jpg"].Status);
        Assert.Equal(EnrolmentStatus.Enrolled, items["b.jpg"].Status);
        Assert.Equal(("faces", 2.0), (items["two.jpg"].Measure, items["two.jpg"].Value));
        Assert.Equal(("faces", 40.0), (items["crowd.jpg"].Measure, items["crowd.jpg"].Value));
        Assert.Equal(("faces", 0.0), (items["none.jpg"].Measure, items["none.jpg"].Value));
        Assert.Equal(("EyeDistance", 11.0, 36.0), (items["small.jpg"].Measure, items["small.jpg"].Value, items["small.jpg"].Limit));
        Assert.Contains("cannot be a face's", items["turned.jpg"].Reason);
        Assert.Equal(2, gallery.SampleCount);
    }

    [Fact]
    public void Run_again_only_what_is_new_is_described()
    {
        using var set = new Photographs();
        for (var person = 0; person < 3; person++)
            for (var i = 0; i < 3; i++) set.Add($"P{person}", $"{i}.jpg", DecisionTests.FaceOf(person, i));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        Assert.All(Run(gallery, set), item => Assert.Equal(EnrolmentStatus.Enrolled, item.Status));
        Assert.Equal(9, set.Described);
        set.Add("P1", "new.jpg", DecisionTests.FaceOf(1, 9));
        Assert.Equal(9, Run(gallery, set).Count(item => item.Status == EnrolmentStatus.Known));
        Assert.Equal(10, set.Described);
        Assert.Equal(10, gallery.SampleCount);
    }

    [Fact]
    public void Run_again_a_new_purpose_and_day_of_expiry_reach_those_who_are_known()
    {
        using var set = new Photographs();
        set.Add("Ann", "a.jpg", DecisionTests.FaceOf(1, 0));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        Run(gallery, set);
        var day = new DateTimeOffset(2099, 1, 2, 0, 0, 0, TimeSpan.Zero);
        new Enrolment(gallery, set, new() { Purpose = "door", Expires = day }).Run(set.People(), null, default);
        Assert.Equal(("door", day, 1), gallery.Persons().Select(person => (person.Purpose, person.Expires!.Value, person.Samples)).Single());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_another_process_enrols_meanwhile_is_known_and_not_refused(bool isReviewed)
    {
        using var set = new Photographs();
        set.Add("Ann", "a.jpg", DecisionTests.FaceOf(1, 0));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        using var other = FaceGallery.Open(set["g"]);
        set.BeforeEach = _ =>
        {
            set.BeforeEach = null;
            Run(other, set);
        };
        var items = new Enrolment(gallery, set, new() { Review = isReviewed ? ReviewLevel.Standard : ReviewLevel.Off }).Run(set.People(), null, default);
        Assert.Equal([EnrolmentStatus.Known], items.Select(item => item.Status));
        Assert.Equal(1, gallery.SampleCount);
    }

    [Fact]
    public void A_folder_is_no_gallery()
    {
        using var folder = new TestFolder();
        var refusal = Assert.Throws<GraftException>(() => FaceGallery.OpenOrCreate(folder.Root, SyntheticPeople.Contract));
        Assert.Contains("is a folder", refusal.Message);
        Assert.Equal(2, refusal.ExitCode);
    }

    [Fact]
    public void Keys_that_were_left_over_are_told_at_once_and_not_waited_for()
    {
        using var folder = new TestFolder();
        FaceGallery.Create(folder["g"], SyntheticPeople.Contract).Dispose();
        File.Delete(folder["g"]);
        File.SetLastWriteTimeUtc(folder["g.key"], DateTime.UtcNow.AddHours(-1));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Contains("There is a key file", Assert.Throws<GraftException>(() => FaceGallery.OpenOrCreate(folder["g"], SyntheticPeople.Contract)).Message);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 1.5); // 21 attempts took more than two
    }

    [Fact]
    public void A_stop_leaves_whole_persons_and_the_next_run_goes_on()
    {
        using var set = new Photographs();
        for (var person = 0; person < 4; person++)
            for (var i = 0; i < 3; i++) set.Add($"P{person}", $"{i}.jpg", DecisionTests.FaceOf(person, i));
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        using var stop = new CancellationTokenSource();
        set.BeforeEach = count => { if (count == 7) stop.Cancel(); };
        Assert.Throws<OperationCanceledException>(() => new Enrolment(gallery, set, new()).Run(set.People(), null, stop.Token));
        Assert.Equal([3, 3], gallery.Persons().Select(person => person.Samples));
        set.BeforeEach = null;
        Run(gallery, set);
        Assert.Equal([3, 3, 3, 3], gallery.Persons().Select(person => person.Samples));
    }

    [Fact]
    public void One_person_under_two_names_copies_and_the_odd_one_out_are_refused_with_names_and_distances()
    {
        using var set = new Photographs();
        for (var i = 0; i < 3; i++) set.Add("Ann", $"{i}.jpg", DecisionTests.FaceOf(1, i));
        for (var i = 0; i < 3; i++) set.Add("Bob", $"{i}.jpg", DecisionTests.FaceOf(2, i));
        set.Add("Bob", "is-ann.jpg", DecisionTests.FaceOf(1, 8));
        set.Add("Bob", "stranger.jpg", DecisionTests.FaceOf(77, 0));
        set.Add("Bob", "near.jpg", DecisionTests.FaceOf(2, 0) with { Descriptor = Nudged(SyntheticPeople.Face(2, 0)) });
        File.Copy(set["people/Ann/1.jpg"], set["people/Bob/same.jpg"]);
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        var items = Run(gallery, set).Where(item => item.Status == EnrolmentStatus.Refused).ToDictionary(item => Path.GetFileName(item.File));
        Assert.Contains("nearer to 'Ann'", items["is-ann.jpg"].Reason);
        Assert.Contains("odd one out", items["stranger.jpg"].Reason);
        Assert.True(items["stranger.jpg"].Value >= 0.6);
        Assert.Contains("is a copy of", items["near.jpg"].Reason);
        Assert.Contains("the same file as", items["same.jpg"].Reason);
        Assert.Equal(4, items.Count);
        Assert.Equal([3, 3], gallery.Persons().Select(person => person.Samples));
    }

    [Fact]
    public void Off_takes_all_that_can_be_described_and_strict_keeps_away_from_others()
    {
        using var set = new Photographs();
        set.Add("Ann", "0.jpg", DecisionTests.FaceOf(1, 0));
        set.Add("Ann", "1.jpg", DecisionTests.FaceOf(1, 1));
        set.Add("Twin", "0.jpg", DecisionTests.FaceOf(1, 2));
        set.Add("Twin", "1.jpg", DecisionTests.FaceOf(1, 2) with { Descriptor = Nudged(SyntheticPeople.Face(1, 2), 0.01f) });
        using (var gallery = FaceGallery.Create(set["off"], SyntheticPeople.Contract))
        {
            Assert.All(Run(gallery, set, ReviewLevel.Off), item => Assert.Equal(EnrolmentStatus.Enrolled, item.Status));
            Assert.Contains(GalleryAudit.Run(gallery, DateTimeOffset.UtcNow), problem => problem.What.Contains("one person"));
        }
        using (var gallery = FaceGallery.Create(set["standard"], SyntheticPeople.Contract))
            Assert.DoesNotContain(Run(gallery, set), item => item.Status == EnrolmentStatus.Refused);
        using (var gallery = FaceGallery.Create(set["strict"], SyntheticPeople.Contract))
            Assert.All(Run(gallery, set, ReviewLevel.Strict).Where(item => item.Person == "Twin"), item => Assert.Contains("'Ann'", item.Reason));
    }

    [Fact]
    public void Off_takes_one_file_once_for_a_person()
    {
        using var set = new Photographs();
        set.Add("Ann", "0.jpg", DecisionTests.FaceOf(1, 0));
        File.Copy(set["people/Ann/0.jpg"], set["people/Ann/1.jpg"]);
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        Assert.Equal([EnrolmentStatus.Enrolled, EnrolmentStatus.Known], Run(gallery, set, ReviewLevel.Off).Select(item => item.Status));
        Assert.Equal(1, gallery.SampleCount);
    }

    [Fact]
    public void An_audit_finds_odd_photographs_and_who_has_expired()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 4, 3);
        Assert.Empty(GalleryAudit.Run(gallery, DateTimeOffset.UtcNow));
        gallery.Enroll(SyntheticPeople.NameOf(0), [SyntheticPeople.Sample(1, 40)]);
        gallery.Enroll(SyntheticPeople.NameOf(2), [SyntheticPeople.Sample(55, 0)]);
        gallery.Enroll(SyntheticPeople.NameOf(3), [], null, DateTimeOffset.UtcNow.AddDays(3));
        var found = GalleryAudit.Run(gallery, DateTimeOffset.UtcNow).Select(problem => problem.ToString()).ToList();
        Assert.Contains(found, line => line.Contains(SyntheticPeople.NameOf(0)) && line.Contains("nearer to"));
        Assert.Contains(found, line => line.Contains(SyntheticPeople.NameOf(2)) && line.Contains("odd one out"));
        Assert.Contains(found, line => line.Contains(SyntheticPeople.NameOf(3)) && line.Contains("Expires on"));
        Assert.Contains(GalleryAudit.Run(gallery, DateTimeOffset.UtcNow.AddDays(9)), problem => problem.What.Contains("no longer recognised")
            && !problem.IsWarning);
    }

    [Fact]
    public void Faces_that_were_named_on_a_photograph_of_several_people_are_enrolled_each_for_its_own()
    {
        using var set = new Photographs();
        Face At(int person, float left) => DecisionTests.FaceOf(person, 0) with { Box = new Box(left, 10, left + 100, 110) };
        set.Add("all", "party.jpg", At(1, 0), At(2, 200), At(3, 400));
        var file = set["people/all/party.jpg"];
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
        PersonImages Named(string name, float left, string ofFile) => new(name, [file])
        { Faces = new Dictionary<string, NamedFace> { [file] = new(new Box(left, 10, left + 100, 110), ofFile) } };
        using var gallery = FaceGallery.Create(set["g"], SyntheticPeople.Contract);
        var items = new Enrolment(gallery, set, new()).Run(
            [Named("Ann", 10, hash), Named("Bob", 190, hash), Named("Cy", 900, hash), Named("Dan", 400, new('0', 64))]);
        Assert.Equal([EnrolmentStatus.Enrolled, EnrolmentStatus.Enrolled, EnrolmentStatus.Refused, EnrolmentStatus.Refused], items.Select(item => item.Status));
        Assert.Contains("no face is found where one was named", items[2].Reason);
        Assert.Contains("not the one on which", items[3].Reason);
        Assert.Equal("Ann", gallery.Search(SyntheticPeople.Face(1, 0), 1)[0].Name);
        Assert.Equal("Bob", gallery.Search(SyntheticPeople.Face(2, 0), 1)[0].Name);
        Assert.Equal(EnrolmentStatus.Known, new Enrolment(gallery, set, new()).Run([Named("Ann", 10, hash)])[0].Status);
    }

    private static float[] Nudged(float[] face, float by = 0.001f) => [.. face.Select((value, at) => at % 3 == 0 ? value + by : value)];

    private static IReadOnlyList<EnrolmentItem> Run(FaceGallery gallery, Photographs set, ReviewLevel review = ReviewLevel.Standard) =>
        new Enrolment(gallery, set, new()
        {
            Review = review,
        }).Run(set.People());
}
