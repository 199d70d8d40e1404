using Graft.FacesPostgres;
using Npgsql;

namespace Graft.Faces.Tests;

/// <summary>Servers that say nothing any more, and how often they are asked.</summary>
public sealed class PostgresSilenceTests : PostgresTest
{
    [Fact]
    public async Task Nobody_waits_long_for_a_server_that_is_silent_and_it_is_told_once()
    {
        using var proxy = new PostgresProxy(PostgresServer.Shared);
        List<string?> told = [];
        using var gallery = Behind(proxy, told);
        Assert.True(gallery.IsPresent);
        proxy.IsSilent = true;
        // One after the other within the gate: each of them alone would wait for longer than the test.
        var asked = Enumerable.Range(0, 30).Select(_ => Task.Factory.StartNew(() => Refusal(() => gallery.Search(SyntheticPeople.Face(1, 9), 1)),
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(asked).WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        Assert.False(gallery.IsPresent);
        Refusal(() => SyntheticPeople.Enroll(gallery, 7, 1));
        proxy.IsSilent = false;
        PostgresConnectionTests.Wait(() => gallery.IsPresent);
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
        lock (told) Assert.Equal([false, true], told.Select(why => why is null));
    }

    [Fact]
    public async Task A_question_that_is_lost_is_asked_again_and_the_server_is_not_called_gone()
    {
        using var proxy = new PostgresProxy(PostgresServer.Shared);
        List<string?> told = [];
        using var gallery = Behind(proxy, told);
        proxy.IsSilent = true;
        var asked = Task.Factory.StartNew(() => gallery.Search(SyntheticPeople.Face(1, 9), 1), TaskCreationOptions.LongRunning);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        proxy.IsSilent = false;
        Assert.Equal(SyntheticPeople.NameOf(1), (await asked)[0].Name);
        lock (told) Assert.Empty(told);
    }

    private FaceGallery Behind(PostgresProxy proxy, List<string?> told)
    {
        using (Place.Gallery("g", 3, 2)) { }
        var gallery = FaceGallery.Open(Place["g"].Replace($"Port={PostgresServer.Shared.Port}", $"Port={proxy.Port}"), null, Place.Options("g"));
        gallery.PresenceChanged = why =>
        {
            lock (told) told.Add(why);
        };
        return gallery;
    }

    [Fact]
    public async Task A_watcher_goes_on_whatever_goes_wrong_and_is_not_called_for_what_its_own_process_did()
    {
        using (Place.Gallery("g", 1, 1)) { }
        var number = (uint)Place.Number("g", $"SELECT '{Place.Schema("g")}.gallery'::regclass::oid::bigint");
        using NpgsqlConnection own = new(Place["g"]), other = new(Place["g"]);
        own.Open();
        other.Open();
        var calls = 0;
        var watch = new PostgresWatch(PostgresAddress.Parse(Place["g"]), number, () => own.ProcessID, new PostgresPresence(), () =>
        {
            if (Interlocked.Increment(ref calls) < 3) throw new ArithmeticException("not foreseen");
        });
        PostgresConnectionTests.Wait(() => calls == 3);
        Notify(own);
        Notify(other);
        PostgresConnectionTests.Wait(() => calls == 4);
        await watch.DisposeAsync();
        Assert.Equal(4, calls);

        // Time for a call that must not come.
        void Notify(NpgsqlConnection connection)
        {
            using var command = new NpgsqlCommand($"NOTIFY graft_faces, '{number}'", connection);
            command.ExecuteNonQuery();
            Thread.Sleep(300);
        }
    }

    [Fact]
    public async Task A_database_is_asked_whether_it_answers_again_however_often_another_gallery_of_it_changes()
    {
        using (Place.Gallery("g", 1, 1)) { }
        var number = (uint)Place.Number("g", $"SELECT '{Place.Schema("g")}.gallery'::regclass::oid::bigint");
        using NpgsqlConnection own = new(Place["g"]), other = new(Place["g"]);
        own.Open();
        other.Open();
        var (presence, calls) = (new PostgresPresence(), 0);
        var watch = new PostgresWatch(PostgresAddress.Parse(Place["g"]), number, () => own.ProcessID, presence, () => calls++);
        PostgresConnectionTests.Wait(() => calls > 0);
        presence.Gone(new GraftException("It did not answer."), TimeSpan.Zero);
        for (var attempt = 0; attempt < 60 && !presence.IsThere; attempt++)
        {
            using (var command = new NpgsqlCommand("NOTIFY graft_faces, '1'", other)) command.ExecuteNonQuery();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.True(presence.IsThere);
        await watch.DisposeAsync();
    }

    [Fact]
    public void Nobody_tries_again_for_as_long_as_finding_out_took()
    {
        PostgresPresence presence = new();
        presence.Gone(new GraftException("It did not answer."), TimeSpan.FromHours(1));
        Thread.Sleep(TimeSpan.FromSeconds(2.5));
        Assert.Throws<GraftException>(presence.RefuseHopeless);
        presence.Gone(new GraftException("It did not answer."), TimeSpan.Zero);
        Assert.Throws<GraftException>(presence.RefuseHopeless);
        presence.There();
        presence.RefuseHopeless();
        presence.Gone(new GraftException("It did not answer."), TimeSpan.Zero);
        Thread.Sleep(TimeSpan.FromSeconds(2.5));
        presence.RefuseHopeless();
    }

    [Fact]
    public void What_happened_before_anybody_listened_is_told_to_who_does()
    {
        using (Place.Gallery("g", 1, 1)) { }
        using var proxy = new PostgresProxy(PostgresServer.Shared);
        using var gallery = FaceGallery.Open(Place["g"].Replace($"Port={PostgresServer.Shared.Port}", $"Port={proxy.Port}"), null, Place.Options("g"));
        proxy.IsSilent = true;
        Refusal(() => gallery.Search(SyntheticPeople.Face(1, 9), 1));
        Assert.False(gallery.IsPresent);
        List<string?> told = [];
        gallery.PresenceChanged = why =>
        {
            lock (told) told.Add(why);
        };
        lock (told) Assert.NotNull(Assert.Single(told));
    }

    [Fact]
    public void The_names_of_all_that_was_found_are_one_question_and_several_removals_one_cleaning()
    {
        using var gallery = Place.Gallery("g", 12, 2);
        gallery.Search(SyntheticPeople.Face(1, 9), 1);
        var before = Asked("WITH hit");
        Assert.Equal(10, gallery.Search(SyntheticPeople.Face(1, 9), 10).Count);
        Assert.Equal(before + 1, Asked("WITH hit"));
        before = Asked("VACUUM (FULL)");
        var (named, expired) = gallery.Remove([SyntheticPeople.NameOf(1), SyntheticPeople.NameOf(2), "Nobody", SyntheticPeople.NameOf(1)], withExpired: true);
        Assert.Equal([SyntheticPeople.NameOf(1), SyntheticPeople.NameOf(2)], named);
        Assert.Equal(0, expired);
        Assert.Equal(before + 1, Asked("VACUUM (FULL)"));
        Assert.Equal((10, 20), (gallery.PersonCount, gallery.SampleCount));
    }

    // The log comes from another process.
    private static int Asked(string words)
    {
        Thread.Sleep(200);
        return PostgresServer.Shared.LogText.Split('\n').Count(line => line.StartsWith($"{Database}: ", StringComparison.Ordinal) && line.Contains(words));
    }
}
