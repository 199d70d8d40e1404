namespace Graft.Faces.Tests;

/// <summary>Connections that break, and changes that are heard of.</summary>
public sealed class PostgresConnectionTests : PostgresTest
{
    [Fact]
    public void A_connection_that_broke_while_nothing_was_done_is_made_again()
    {
        using var gallery = Place.Gallery("g", 3, 2);
        Break();
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
        Break();
        Assert.Equal(1, SyntheticPeople.Enroll(gallery, 1, 3));
        Break();
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(2)));
        Assert.Equal((2, 5), (gallery.PersonCount, gallery.SampleCount));
        gallery.Log();
    }

    [Fact]
    public void A_gallery_that_took_the_place_of_another_meanwhile_is_not_written_to()
    {
        using var gallery = Place.Gallery("g", 1, 1);
        using (Place.Gallery("new", 2, 1, new() { KeyFile = Place.Folder["other.key"] })) { }
        // At once, so that who watches never sees a moment without a gallery.
        Place.Execute("g", $"ALTER SCHEMA {Place.Schema("g")} RENAME TO {Place.Schema("old")}; "
            + $"ALTER SCHEMA {Place.Schema("new")} RENAME TO {Place.Schema("g")}");
        Break();
        foreach (var _ in new[] { 1, 2 }) Assert.Contains("is another one than before", Refusal(() => SyntheticPeople.Enroll(gallery, 5, 1)));
        using var other = Place.Open("g", null, new() { KeyFile = Place.Folder["other.key"] });
        Assert.Equal(2, other.PersonCount);
    }

    [Fact]
    public void A_connection_that_breaks_within_a_change_is_told_and_a_second_try_works()
    {
        using var gallery = Place.Gallery("g", 1, 2);
        using var other = Place.Open("g");
        NewPerson[] people = [new("Ann", () => [SyntheticPeople.Sample(7, 0)]), new("Bob", () =>
        {
            if (gallery.Held == 2) Break();
            return [SyntheticPeople.Sample(8, 0)];
        })];
        Assert.Contains("broke", Refusal(() => gallery.EnrollAll(people)));
        Assert.Equal((1, 1), (gallery.PersonCount, other.PersonCount));
        Assert.Equal(1, gallery.Enroll("Ann", [SyntheticPeople.Sample(7, 0)]));
        Assert.Equal((2, 3), (other.PersonCount, other.SampleCount));
        other.Log();
    }

    [Fact]
    public void Who_was_removed_leaves_the_memory_of_others_without_a_question()
    {
        using var writer = Place.Gallery("g", 3, 2);
        using var reader = Place.Open("g");
        Wait(() => Listeners() == 2);
        Assert.True(writer.Remove(SyntheticPeople.NameOf(1)));
        Wait(() => reader.Held == 4);
        SyntheticPeople.Enroll(writer, 5, 3);
        Wait(() => reader.Held == 7);
        // A connection that only listens is made again too, and what it missed is read.
        PostgresServer.Shared.Sql(Database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN graft_faces' AND datname = current_database()");
        SyntheticPeople.Enroll(writer, 6, 1);
        Wait(() => reader.Held == 8);

        // Of each gallery the main connection's last statement is another one.
        static long Listeners() => long.Parse(PostgresServer.Shared.Sql(Database,
            "SELECT COUNT(*) FROM pg_stat_activity WHERE query = 'LISTEN graft_faces' AND state = 'idle' AND datname = current_database()"));
    }

    // The connections of galleries in this database: the server tells of all.
    private static void Break() => PostgresServer.Shared.Sql(Database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'graft faces' "
        + "AND query <> 'LISTEN graft_faces' AND datname = current_database()");

    internal static void Wait(Func<bool> isTrue)
    {
        for (var attempt = 0; attempt < 400 && !isTrue(); attempt++) Thread.Sleep(50);
        Assert.True(isTrue());
    }
}
