using System.Text;
using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class TrialTests : TwoVersionTests
{
    [Fact]
    public async Task A_canary_answers_its_share_and_an_image_always_comes_to_the_same_version()
    {
        WriteVersions();
        await using var service = await Start();
        var answer = await Admin(service, "versions/2?as=canary&share=0.3");
        Assert.Equal(200, answer.Status);
        Assert.Equal(("1", "canary"), (answer.Json.GetProperty("version").GetString(), Trial(answer).GetProperty("as").GetString()));
        var seen = new Dictionary<ulong, string>();
        for (var round = 0; round < 2; round++)
            for (ulong seed = 1; seed <= 60; seed++)
            {
                var version = (await Ask(service, seed)).Header("Graft-Version");
                if (!seen.TryAdd(seed, version)) Assert.Equal(seen[seed], version);
            }
        Assert.InRange(seen.Values.Count(version => version == "2"), 8, 30); // 18 of 60 are expected; outside of it once in a thousand draws
        var shown = Trial(await service.Get(Model));
        Assert.Equal((2 * seen.Values.Count(version => version == "2"), 0, 100),
            (shown.GetProperty("candidate").GetProperty("answered").GetInt32(), shown.GetProperty("candidate").GetProperty("failed").GetInt32(),
            shown.GetProperty("judgedAt").GetInt32() is 30 or 100 ? 100 : 0));
        Assert.Contains("graft_trial_images{model=\"photos\",version=\"2\",outcome=\"answered\"}", (await service.Get("/metrics")).Text);
        Assert.Equal("canary", await State(service, "2"));

        // One call goes back; nothing of it is left.
        Assert.Equal(200, (await Admin(service, "rollback")).Status);
        for (ulong seed = 1; seed <= 10; seed++) Assert.Equal("1", (await Ask(service, seed)).Header("Graft-Version"));
        Assert.False((await service.Get(Model)).Json.TryGetProperty("trial", out _));
        (await Admin(service, "rollback")).Problem(404, "version-refused"); // no other has answered everything
    }

    [Fact]
    public async Task A_key_always_comes_to_the_same_version_where_that_is_asked_for()
    {
        WriteVersions();
        await using var service = await Start();
        Assert.Equal(200, (await Admin(service, "versions/2?as=canary&share=0.5&by=key")).Status);
        var trial = service.Service.Models.Find("photos")!.Trial!;
        Assert.Single(Enumerable.Range(0, 50).Select(image => trial.Takes("", Encoding.UTF8.GetBytes($"{image}"))).Distinct());
        Assert.InRange(Enumerable.Range(0, 1000).Count(key => trial.Takes($"key {key}", default)), 400, 600);
    }

    [Fact]
    public async Task A_trial_holds_across_a_restart_and_its_version_answers_everything_once_that_is_asked_for()
    {
        WriteVersions();
        await using (var service = await Start()) Assert.Equal(200, (await Admin(service, "versions/2?as=canary&share=0.5&max-slowdown=3")).Status);
        await using var again = await Start();
        Assert.Equal(("1", "canary"), ((await again.Get(Model)).Json.GetProperty("version").GetString(), await State(again, "2")));
        var trial = again.Service.Models.Find("photos")!.Trial!;
        Assert.Equal((0.5, 3), (trial.Wish.Share, trial.Wish.MaxSlowdown));
        Assert.Equal(200, (await Admin(again, "versions/2")).Status);
        Assert.Same(trial.Candidate, again.Service.Models.Find("photos")!.Current); // it was open
        Assert.Null(again.Service.Models.Find("photos")!.Trial);
        Assert.Equal("2", (await Ask(again, 1)).Header("Graft-Version"));
        Assert.Equal(200, (await Admin(again, "rollback")).Status);
        Assert.Equal("1", (await Ask(again, 1)).Header("Graft-Version"));
    }

    [Fact]
    public async Task New_versions_wait_where_no_share_is_theirs()
    {
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start(new ServeSettings { NewVersionShare = 0 });
        TinyModels.Classifier(Version(2), 2);
        await Until(() => service.Service.Models.Find("photos")!.Versions().Count == 2);
        await Task.Delay(300); // several looks
        Assert.Equal("1", (await Ask(service, 1)).Header("Graft-Version"));
        await using (var again = await Start(new ServeSettings { NewVersionShare = 0 }))
            Assert.Equal("1", (await Ask(again, 1)).Header("Graft-Version")); // not even after a restart
        Assert.Equal(200, (await Admin(service, "versions/2")).Status);
        Assert.Equal("2", (await Ask(service, 1)).Header("Graft-Version"));
    }

    private static async Task<string> State(TestService service, string version) => (await service.Get(Model)).Json.GetProperty("versions").EnumerateArray()
        .Single(one => one.GetProperty("version").GetString() == version).GetProperty("state").GetString()!;
}
