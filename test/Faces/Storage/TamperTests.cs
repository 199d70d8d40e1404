namespace Graft.Faces.Tests;

/// <summary>Files that something else has changed, and other processes that change them at the same time.</summary>
public class TamperTests
{
    [Theory]
    [InlineData(Store.Sqlite, "DELETE FROM log WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Postgres, "DELETE FROM log WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Sqlite, "UPDATE log SET hash = x'00' WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Postgres, "UPDATE log SET hash = x'00' WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Sqlite, "DELETE FROM log; UPDATE gallery SET log_seal = x''")]
    [InlineData(Store.Postgres, "DELETE FROM log; UPDATE gallery SET log_seal = x''")]
    public void A_log_that_was_changed_is_not_sealed_anew(Store store, string change)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 1);
        place.Execute("g", change);
        Assert.Contains("log of the gallery", Assert.Throws<GraftException>(() => SyntheticPeople.Enroll(gallery, 1, 2)).Message);
        Assert.Contains("log of the gallery", Assert.Throws<GraftException>(() => gallery.Remove(SyntheticPeople.NameOf(0))).Message);
        Assert.Equal([1, 1], gallery.Persons().Select(person => person.Samples));
        Assert.Throws<GraftException>(() => gallery.Log());
    }

    [Theory, ClassData(typeof(EachStore))]
    public void New_keys_are_given_only_where_nothing_was_changed(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 1);
        place.Execute("g", "UPDATE log SET detail = '9' WHERE number = 3");
        Assert.Contains("at line 3", Assert.Throws<GraftException>(() => gallery.Rekey()).Message);
        place.Execute("g", "UPDATE log SET detail = '1' WHERE number = 3");
        Assert.Equal(5, gallery.Log().Count);
        using var again = place.Open("g");
        Assert.Equal(2, again.Persons().Count);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Tags_that_were_swapped_give_nobody_out_as_another(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 1);
        place.Execute("g", "CREATE TABLE t AS SELECT id, tag FROM person; UPDATE person SET tag = x'00' WHERE id = 1; "
            + "UPDATE person SET tag = (SELECT tag FROM t WHERE id = 1) WHERE id = 2; UPDATE person SET tag = (SELECT tag FROM t WHERE id = 2) WHERE id = 1");
        foreach (var use in new Action[]
        {
            () => gallery.Export(SyntheticPeople.NameOf(0)), () => gallery.Remove(SyntheticPeople.NameOf(0)), () => SyntheticPeople.Enroll(gallery, 0, 2),
            () => gallery.DescriptorsOf(SyntheticPeople.NameOf(1)),
        })
            Assert.Contains("was changed, or moved", Assert.Throws<GraftException>(use).Message);
    }

    [Theory]
    [InlineData(Store.Sqlite, "UPDATE person SET slot = -1")]
    [InlineData(Store.Postgres, "UPDATE person SET slot = -1")]
    [InlineData(Store.Sqlite, "UPDATE person SET slot = 0")]
    [InlineData(Store.Postgres, "UPDATE person SET slot = 0")]
    [InlineData(Store.Sqlite, "UPDATE person SET slot = 2147483647")]
    [InlineData(Store.Postgres, "UPDATE person SET slot = 2147483647")]
    public void A_key_that_is_nowhere_is_refused_in_words(Store store, string change)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 2, 1)) { }
        place.Execute("g", change);
        Assert.Contains("key of person", Assert.Throws<GraftException>(() => place.Open("g")).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void The_head_of_a_key_file_is_no_key_and_is_never_erased(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 2, 1)) { }
        place.Execute("g", "INSERT INTO doomed (slot) VALUES (0), (-1)");
        using (place.Open("g")) { }
        using var again = place.Open("g");
        Assert.Equal(2, again.PersonCount);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void What_the_database_says_is_said_in_words(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 1);
        place.Execute("g", "ALTER TABLE gallery RENAME TO other");
        Assert.Contains("could not be used", Assert.Throws<GraftException>(() => gallery.PersonCount).Message);
        Assert.Contains("could not be used", Assert.Throws<GraftException>(() => gallery.Search(SyntheticPeople.Face(1, 1))).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public async Task Who_is_removed_while_somebody_reads_is_there_or_not_there(Store store)
    {
        using var place = new TestStore(store);
        using var reader = place.Gallery("g", 30, 1);
        using var writer = place.Open("g");
        var work = Task.Run(() =>
        {
            for (var round = 0; round < 15; round++)
            {
                for (var person = 0; person < 3; person++) writer.Remove(SyntheticPeople.NameOf(person));
                if (round % 5 == 0) writer.Rekey();
                for (var person = 0; person < 3; person++) SyntheticPeople.Enroll(writer, person, 1);
            }
        }, TestContext.Current.CancellationToken);
        while (!work.IsCompleted)
        {
            Assert.InRange(reader.Persons().Count, 27, 30);
            Assert.InRange(reader.Samples().Count, 27, 30);
            Assert.InRange(reader.OwnersOf(SyntheticPeople.Sample(1, 0).ContentHash).Count, 0, 1);
            Assert.InRange(reader.DescriptorsOf(SyntheticPeople.NameOf(2)).Count, 0, 1);
            Assert.InRange(reader.Search(SyntheticPeople.Face(1, 9), 30).Count, 26, 30);
            reader.Decide(DecisionTests.FaceOf(1, 9));
        }
        await work;
    }
}
