using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class TrialEndTests : TwoVersionTests
{
    [Fact]
    public async Task A_canary_that_fails_goes_back_by_itself_and_is_not_tried_again()
    {
        WriteVersions();
        using var name = Named(new ServingState(Folder["models"]));
        Assert.Equal(VersionState.Canary, Assert.Single(name.Versions(), one => one.Version == "2").State);
        var (trial, current) = (name.Trial!, name.Current!);
        for (var image = 0; image < 90; image++) trial.Learn(current, [Finished(current)]);
        for (var image = 0; image < 9; image++) trial.Learn(trial.Candidate, [Finished(trial.Candidate, fails: true)]);
        Assert.Contains(Enumerable.Range(0, 50), image => trial.Takes("", [(byte)image])); // it is looked at after 10, and not before
        trial.Learn(trial.Candidate, [Finished(trial.Candidate, fails: true)]);
        Assert.DoesNotContain(Enumerable.Range(0, 50), image => trial.Takes("", [(byte)image]));
        await Until(() => name.Trial is null);
        var (_, state, reason) = Assert.Single(name.Versions(), one => one.Version == "2");
        Assert.Equal(VersionState.Standby, state);
        Assert.Contains("failed on 10 of 10 images, the version that answers on 0 of 90", reason);
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.Null(name.Trial);
        using (var restarted = Named(new ServingState(Folder["models"]))) Assert.Null(restarted.Trial);

        // Another file of the name is another version.
        TinyModels.Classifier(Version(2), 5);
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.NotNull(name.Trial);
    }

    [Fact]
    public void The_newest_that_is_not_refused_is_tried_and_none_older_than_one_that_went_back()
    {
        WriteVersions();
        TinyModels.Classifier(Version(3), 3);
        File.WriteAllText(Version(4), "no model");
        using var name = Named(new ServingState(null), path => path == Version(4) ? throw new GraftException("It is refused.") : new FakeModel());
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.Equal("3", name.Trial!.Wish.Version);
        Assert.Equal("1", name.RollBack());
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.Null(name.Trial);
        TinyModels.Classifier(Version(5), 5);
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.Equal("5", name.Trial!.Wish.Version);
    }

    [Fact]
    public async Task A_canary_that_takes_too_long_goes_back_and_what_callers_do_is_not_its_fault()
    {
        WriteVersions();
        using var name = Named(new ServingState(null));
        var (trial, current) = (name.Trial!, name.Current!);
        for (var image = 0; image < 100; image++)
        {
            trial.Learn(current, [Finished(current, milliseconds: 10)]);
            var refused = new ServingTicket(Used(trial.Candidate)) { Key = "" };
            refused.Fail(new ServingRefusal(RefusalReason.QueueFull, TimeSpan.Zero));
            refused.Finish();
            trial.Learn(trial.Candidate, [refused]);
        }
        Assert.Equal(0, trial.Status.Candidate.Images);
        for (var image = 0; image < 100; image++) trial.Learn(trial.Candidate, [Finished(trial.Candidate, milliseconds: 16)]);
        await Until(() => name.Trial is null);
        Assert.Contains("1.6 times as long", Assert.Single(name.Versions(), one => one.Version == "2").Reason);
    }

    // A name that tries what is new on half of the requests, with models that do nothing.
    private ServedName Named(ServingState state, Func<string, ServedModel>? open = null)
    {
        var name = new ServedName("photos", () => VersionFile.In(Folder["models/photos"]), TestService.Limits, state, open ?? (_ => new FakeModel()))
        {
            NewVersionShare = 0.5,
        };
        if (state.Of("photos").Version is null) state.TrySet("photos", new WantedVersion("1", null));
        name.Poll(isFirst: true);
        return name;
    }

    private static ServedVersion Used(ServedVersion version)
    {
        version.UseAgain();
        return version;
    }

    private static ServingTicket Finished(ServedVersion version, bool fails = false, double milliseconds = 10)
    {
        var ticket = new ServingTicket(Used(version)) { Key = "", Decoding = TimeSpan.FromMilliseconds(milliseconds) };
        if (fails) ticket.Fail(new InvalidOperationException("no such operator"));
        else ticket.Set("an answer");
        ticket.Finish();
        return ticket;
    }
}
