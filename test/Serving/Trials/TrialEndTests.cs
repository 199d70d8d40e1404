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

    [Fact]
    public void A_request_fails_once_and_an_impatient_caller_is_nobodys_fault()
    {
        WriteVersions();
        using var name = Named(new ServingState(null));
        var (trial, current) = (name.Trial!, name.Current!);
        for (var image = 0; image < 90; image++) trial.Learn(current, [Finished(current)]);
        trial.Learn(trial.Candidate, [.. Enumerable.Range(0, 16).Select(_ => Finished(trial.Candidate, fails: true))]);
        Assert.Equal((0, 1), (trial.Status.Candidate.Answered, trial.Status.Candidate.Failed));
        var late = new ServingTicket(Used(trial.Candidate)) { Key = "" };
        late.Finish(); // without an answer
        trial.Learn(trial.Candidate, [late], countsLate: false);
        Assert.Equal(1, trial.Status.Candidate.Images);
        trial.Learn(trial.Candidate, [late]);
        Assert.Equal(2, trial.Status.Candidate.Failed);
        var tensor = new ServingTicket(Used(trial.Candidate)) { Key = "", Images = 4, Batch = 1, Running = TimeSpan.FromMilliseconds(40) };
        tensor.Set("outputs");
        tensor.Finish();
        trial.Learn(trial.Candidate, [tensor]);
        Assert.Equal(0.01, trial.Status.Candidate.Seconds!.Value, 6); // of an image
    }

    [Fact]
    public void What_was_to_be_tried_and_is_gone_does_not_keep_a_newer_file_from_being_tried()
    {
        WriteVersions();
        var state = new ServingState(null);
        state.TrySet("photos", new WantedVersion("1", null) { Trial = new TrialWish("9", TrialKind.Shadow) });
        List<string> said = [];
        using var name = Named(state, doubted: (version, why) => said.Add($"{version} {why}"));
        Assert.Contains("9 It was to be tried", Assert.Single(said));
        Assert.Equal("2", name.Trial!.Wish.Version);
    }

    [Fact]
    public async Task A_verdict_ends_its_own_trial_and_not_one_that_began_since()
    {
        WriteVersions();
        using var name = Named(new ServingState(null));
        var (old, current) = (name.Trial!, name.Current!);
        for (var image = 0; image < 90; image++) old.Learn(current, [Finished(current)]);
        name.Try(new TrialWish("2", TrialKind.Canary) { MaxSlowdown = 3 });
        for (var image = 0; image < 10; image++) old.Learn(old.Candidate, [Finished(old.Candidate, fails: true)]);
        await Task.Delay(100);
        Assert.Equal(3, name.Trial!.Wish.MaxSlowdown);
    }

    // A name that tries what is new on half of the requests, with models that do nothing.
    private ServedName Named(ServingState state, Func<string, ServedModel>? open = null, Action<string, string>? doubted = null)
    {
        var name = new ServedName("photos", () => VersionFile.In(Folder["models/photos"]), TestService.Limits, state, open ?? (_ => new FakeModel()))
        {
            NewVersionShare = 0.5,
            Doubted = doubted,
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
