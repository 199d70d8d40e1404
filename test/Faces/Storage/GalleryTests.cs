using Graft.Tests;

namespace Graft.Faces.Tests;

public class GalleryTests
{
    [Theory, ClassData(typeof(EachStore))]
    public void Persons_are_found_again_by_faces_that_were_never_enrolled(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("staff", 30, 3)) { }
        using var gallery = place.Open("staff", SyntheticPeople.Contract);
        Assert.Equal((30, 90), (gallery.PersonCount, gallery.SampleCount));
        for (var person = 0; person < 30; person++)
        {
            var found = gallery.Search(SyntheticPeople.Face(person, 99), 3);
            Assert.Equal(SyntheticPeople.NameOf(person), found[0].Name);
            Assert.StartsWith($"people/{SyntheticPeople.NameOf(person)}/", found[0].Source);
            Assert.InRange(found[0].Distance, 0.1, 0.6);
            Assert.InRange(found[1].Distance, 0.7, 2);
        }
    }

    // More than a thousand samples are opened with all keys and persons at hand, fewer one by one.
    [Theory]
    [InlineData(Store.Sqlite, 2)]
    [InlineData(Store.Postgres, 2)]
    [InlineData(Store.Sqlite, 6)]
    [InlineData(Store.Postgres, 6)]
    public void Many_are_opened_as_few_are_and_what_was_moved_is_refused(Store store, int faces)
    {
        using var place = new TestStore(store);
        using (var made = place.Gallery("g", 260, faces))
        {
            made.Remove(SyntheticPeople.NameOf(7));
            made.Enroll(SyntheticPeople.NameOf(9), [], expires: DateTimeOffset.UtcNow.AddMilliseconds(1));
        }
        Thread.Sleep(5);
        using (var gallery = place.Open("g"))
        {
            Assert.Equal(258 * faces, gallery.Search(SyntheticPeople.Face(0, 0), int.MaxValue).Count * faces);
            foreach (var person in new[] { 0, 8, 130, 259 })
                Assert.Equal(SyntheticPeople.NameOf(person), gallery.Search(SyntheticPeople.Face(person, 99), 1)[0].Name);
        }
        place.Execute("g", "UPDATE sample SET person = 259 WHERE id = (SELECT MAX(id) FROM sample)");
        Assert.Contains("was changed, or moved", Assert.Throws<GraftException>(() => place.Open("g")).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void An_image_is_taken_once_for_a_person(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 1, 3);
        Assert.Equal(0, SyntheticPeople.Enroll(gallery, 0, 3));
        Assert.Equal(2, SyntheticPeople.Enroll(gallery, 0, 5));
        Assert.True(gallery.Has(SyntheticPeople.NameOf(0), SyntheticPeople.Sample(0, 4).ContentHash));
        Assert.False(gallery.Has(SyntheticPeople.NameOf(0), SyntheticPeople.Sample(0, 5).ContentHash));
        var person = Assert.Single(gallery.Persons());
        Assert.Equal((SyntheticPeople.NameOf(0), 5), (person.Name, person.Samples));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Another_contract_another_length_and_broken_values_are_refused(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 1, 1);
        var other = SyntheticPeople.Contract with { WeightsHash = new string('c', 64) };
        Assert.Contains("Only descriptors of the same weights", Assert.Throws<GraftException>(() => place.Open("g", other)).Message);
        Assert.Contains("64 values", Assert.Throws<GraftException>(() => gallery.Search(new float[64])).Message);
        var broken = SyntheticPeople.Sample(3, 1) with { Descriptor = new float[128].Select((_, i) => i == 5 ? float.NaN : 0.1f).ToArray() };
        Assert.Throws<GraftException>(() => gallery.Enroll("Broken", [SyntheticPeople.Sample(3, 0), broken]));
        Assert.Single(gallery.Persons());
        Assert.Throws<GraftException>(() => gallery.Enroll(" ", [SyntheticPeople.Sample(3, 0)]));
    }

    [Fact]
    public void A_gallery_of_a_newer_version_and_what_is_no_gallery_are_refused()
    {
        using var folder = new TestFolder();
        using (var gallery = SyntheticPeople.Gallery(folder["g"], 1, 1)) { }
        RawDatabase.Execute(folder["g"], "PRAGMA user_version = 4");
        Assert.Contains("version 4", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["g"])).Message);
        File.WriteAllText(folder["text"], new string('x', 5000));
        Assert.Contains("no gallery", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["text"])).Message);
        RawDatabase.Execute(folder["other"], "CREATE TABLE t (a)");
        Assert.Contains("no gallery", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["other"])).Message);
        Assert.Contains("no gallery", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["none"])).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void What_one_changes_the_others_see_at_their_next_question(Store store)
    {
        using var place = new TestStore(store);
        using var first = place.Gallery("g", 2, 2);
        using var second = place.Open("g");
        SyntheticPeople.Enroll(first, 7, 2);
        Assert.Equal(SyntheticPeople.NameOf(7), second.Search(SyntheticPeople.Face(7, 50), 1)[0].Name);
        Assert.True(second.Remove(SyntheticPeople.NameOf(7)));
        Assert.NotEqual(SyntheticPeople.NameOf(7), first.Search(SyntheticPeople.Face(7, 50), 1)[0].Name);
        first.Rekey();
        SyntheticPeople.Enroll(second, 8, 2);
        Assert.Equal(3, first.PersonCount);
        Assert.Equal([.. first.Persons().Select(person => person.Name)], second.Persons().Select(person => person.Name));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Threads_that_write_and_search_lose_nothing(Store store)
    {
        using var place = new TestStore(store);
        using var first = place.Create("g");
        using var second = place.Open("g");
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, person =>
        {
            var gallery = person % 2 == 0 ? first : second;
            SyntheticPeople.Enroll(gallery, person, 2);
            Assert.Equal(SyntheticPeople.NameOf(person), gallery.Search(SyntheticPeople.Face(person, 9), 1)[0].Name);
            if (person % 4 == 0) Assert.True(gallery.Remove(SyntheticPeople.NameOf(person)));
        });
        var expected = Enumerable.Range(0, 40).Where(person => person % 4 != 0).Select(SyntheticPeople.NameOf).Order();
        Assert.Equal(expected, first.Persons().Select(person => person.Name).Order());
        Assert.Equal((30, 60), (second.PersonCount, second.SampleCount));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void More_persons_than_there_are_take_no_more_room(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 5, 2)) { }
        foreach (var score in Enum.GetValues<PersonScore>())
        {
            using var gallery = place.Open("g", null, new() { Score = score });
            Assert.Equal(5, gallery.Search(SyntheticPeople.Face(2, 50), int.MaxValue).Count);
        }
        using var empty = place.Create("empty");
        Assert.Empty(empty.Search(SyntheticPeople.Face(2, 50), int.MaxValue));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void What_looks_the_same_is_the_same_name_and_half_a_letter_is_none(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Create("g");
        gallery.Enroll("Zoe\u0308 ", [SyntheticPeople.Sample(1, 0)]);
        gallery.Enroll("Zo\u00eb", [SyntheticPeople.Sample(1, 1)]);
        Assert.Equal(("Zo\u00eb", 2), gallery.Persons().Select(person => (person.Name, person.Samples)).Single());
        string[] apart = ["Vie\u0323\u0302t", "\u0418\u0306ogi", "\u304b\u3099", "\u1112\u1161\u11ab", "q\u0308"];
        Assert.Equal(["Vi\u1ec7t", "\u0419ogi", "\u304c", "\ud55c", "q\u0308"], apart.Select(PersonName.Clean));
        Assert.Equal(apart.Select(PersonName.Clean), apart.Select(PersonName.Clean).Select(PersonName.Clean));
        foreach (var broken in new[] { "a\ud83d", "\ude00b", "\ud83dx" })
            Assert.Contains("lone surrogate", Assert.Throws<GraftException>(() => gallery.Enroll(broken, [SyntheticPeople.Sample(2, 0)])).ToString());
        Assert.Equal(1, gallery.Enroll("Smile \ud83d\ude00", [SyntheticPeople.Sample(3, 0)]));
    }

    [Fact]
    public void A_gallery_that_cannot_be_put_into_place_leaves_no_keys_behind()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["g"]);
        Assert.Contains("could not be made", Assert.Throws<GraftException>(() => FaceGallery.Create(folder["g"], SyntheticPeople.Contract)).Message);
        Assert.Equal([folder["g"]], Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Who_was_removed_meanwhile_is_not_made_again_by_a_confirmation(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 1, 1);
        var failure = Assert.Throws<GraftException>(() => gallery.Enroll("Gone", [SyntheticPeople.Sample(5, 0)], null, null, mustBeThere: true));
        Assert.Contains("nobody of the name 'Gone'", failure.Message);
        Assert.Equal(1, gallery.Enroll(SyntheticPeople.NameOf(0), [SyntheticPeople.Sample(0, 5)], null, null, mustBeThere: true));
        Assert.Single(gallery.Persons());
    }

    [Fact]
    public void A_full_disk_changes_nothing()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 2, 2);
        gallery.Database.Execute($"PRAGMA max_page_count={gallery.Database.Number("PRAGMA page_count")}");
        var failure = Assert.Throws<GraftException>(() => SyntheticPeople.Enroll(gallery, 5, 200));
        Assert.Contains("disk is full", failure.Message);
        Assert.Equal(2, gallery.PersonCount);
        Assert.Equal(2, gallery.Persons().Count);
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
    }
}
