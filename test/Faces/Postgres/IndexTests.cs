namespace Graft.Faces.Tests;

/// <summary>A gallery whose database has an index over descriptors in clear.</summary>
public sealed class IndexTests : IndexTest
{
    [Fact]
    public void Nearly_all_that_an_exact_search_finds_is_found_and_its_share_is_said()
    {
        using var exact = FaceGallery.Create(Folder["exact"], SyntheticPeople.Contract);
        Enroll(exact, 600);
        using var gallery = Create();
        Assert.Equal((0, 0), (gallery.PersonCount, gallery.SampleCount));
        Assert.Empty(gallery.Search(SyntheticPeople.Face(1, 9)));
        Enroll(gallery, 600);
        Assert.Equal((600, 1200), (gallery.PersonCount, gallery.SampleCount));
        // The server uses the index: in all there are too many to look at one by one.
        Assert.Contains("in_clear_hnsw", $"{Sql("EXPLAIN (FORMAT JSON) SELECT sample FROM in_clear ORDER BY descriptor OPERATOR(public.<->) "
            + "(SELECT descriptor FROM in_clear LIMIT 1) LIMIT 100")}");
        var (same, all) = (0, 0);
        for (var person = 0; person < 40; person++)
        {
            var face = SyntheticPeople.Face(person * 13, 7);
            IReadOnlyList<FaceMatch> right = exact.Search(face, 5), found = gallery.Search(face, 5);
            // What is answered is computed in float32 from what is sealed, as everywhere.
            Assert.Equal(right[0], found[0]);
            Assert.Equal(5, found.Count);
            Assert.Equal(found.OrderBy(match => match.Distance), found);
            (same, all) = (same + right.Intersect(found).Count(), all + right.Count);
        }
        Assert.InRange((double)same / all, 0.9, 1);
        Assert.Contains("nobody has measured how often", gallery.CurrentThreshold().Evidence);
        var recall = gallery.MeasureRecall(50);
        Assert.InRange(recall, 0.9, 1);
        Assert.Matches(@"found by an index that gives [01]\.\d+ of the 10 nearest persons of the exact search, measured with 50 faces among 1200 photographs",
            gallery.CurrentThreshold().Evidence);
        // Of a large gallery only some are decrypted.
        Assert.InRange(gallery.MeasureRecallAmong(50, maxCompared: 400), 0.8, 1);
        Assert.EndsWith("measured with 50 faces among 400 of 1200 photographs", gallery.CurrentThreshold().Evidence);
        recall = gallery.MeasureRecall(50);
        using var again = Open();
        Assert.Equal(recall, again.Recall!.Recall);
        Assert.Equal(0, again.Held);
        Assert.Equal(1, exact.MeasureRecall());
    }

    [Fact]
    public void What_one_process_enrols_another_finds_at_once_and_who_has_expired_is_not_found()
    {
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch.AddYears(50) };
        using var gallery = Create(options: Options with { Clock = clock });
        using var other = Open(new() { Clock = clock });
        SyntheticPeople.Enroll(gallery, 1, 2);
        Assert.Equal(SyntheticPeople.NameOf(1), other.Search(SyntheticPeople.Face(1, 5))[0].Name);
        other.Enroll("Ann", [SyntheticPeople.Sample(2, 0)], expires: clock.Now.AddDays(1));
        Assert.Equal("Ann", gallery.Search(SyntheticPeople.Face(2, 5))[0].Name);
        clock.Now = clock.Now.AddDays(2);
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(2, 5)).Single().Name);
        Assert.Equal(1, gallery.PersonCount);
        Assert.Equal(1, gallery.RemoveExpired());
        Assert.Equal(2L, Sql("SELECT COUNT(*) FROM in_clear"));
    }

    [Fact]
    public void Removing_a_person_takes_the_descriptors_in_clear_out_and_says_what_stays()
    {
        using var gallery = Create();
        Enroll(gallery, 3);
        Assert.Equal(6L, Sql("SELECT COUNT(*) FROM in_clear"));
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(1)));
        Assert.Equal(4L, Sql("SELECT COUNT(*) FROM in_clear"));
        // The table was written anew: nothing of the old rows is in it.
        Assert.Equal(0L, Sql("SELECT COUNT(*) FROM pg_class WHERE oid = 'in_clear'::regclass AND relfilenode = oid"));
        Assert.Contains("keeps the descriptors IN CLEAR", gallery.Left);
        Assert.DoesNotContain(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 5)).Select(match => match.Name));
        gallery.Rekey();
        Assert.Equal(SyntheticPeople.NameOf(2), gallery.Search(SyntheticPeople.Face(2, 5))[0].Name);
    }

    [Fact]
    public void Rows_that_were_removed_and_not_yet_vacuumed_take_nobody_s_place()
    {
        using var gallery = Create();
        Enroll(gallery, 700);
        Sql("DELETE FROM sample WHERE person NOT IN (SELECT id FROM person ORDER BY id LIMIT 20)");
        Assert.Equal(40L, Sql("SELECT COUNT(*) FROM in_clear"));
        using var exact = FaceGallery.Create(Folder["exact"], SyntheticPeople.Contract);
        Enroll(exact, 20);
        foreach (var count in new[] { 3, 10, 20, 30 })
            Assert.Equal(exact.Search(SyntheticPeople.Face(1, 9), count), gallery.Search(SyntheticPeople.Face(1, 9), count));
    }

    [Fact]
    public void A_descriptor_in_clear_that_was_changed_makes_nobody_another()
    {
        using var gallery = Create();
        Enroll(gallery, 3, faces: 1);
        var before = gallery.Search(SyntheticPeople.Face(1, 5));
        Sql("UPDATE in_clear SET descriptor = (SELECT descriptor FROM in_clear WHERE sample = 2) WHERE sample = 3");
        Assert.Equal(before, gallery.Search(SyntheticPeople.Face(1, 5)));
    }

    [Fact]
    public void Cosine_distances_are_searched_too()
    {
        var contract = SyntheticPeople.Contract with { Metric = "cosine" };
        using var exact = FaceGallery.Create(Folder["exact"], contract);
        using var gallery = Create(contract);
        foreach (var one in new[] { exact, gallery }) Enroll(one, 20);
        for (var person = 0; person < 20; person++)
            Assert.Equal(exact.Search(SyntheticPeople.Face(person, 5), 3), gallery.Search(SyntheticPeople.Face(person, 5), 3));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
