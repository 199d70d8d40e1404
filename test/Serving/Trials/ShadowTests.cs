using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class ShadowTests : TwoVersionTests
{
    [Fact]
    public async Task A_shadow_is_compared_and_never_sent_and_images_with_two_answers_are_kept()
    {
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start(new ServeSettings
        {
            Review = new ReviewOptions(Folder["review"]) { Share = 0, UnsureShare = 0 },
            NewVersionShare = 0,
        });
        // Random networks call nearly every image the same: one is found that calls them otherwise.
        var image = TinyModels.Jpeg(seed: 1);
        var best = Best((await Ask(service, 1)).Json);
        for (ulong seed = 2; ; seed++)
        {
            TinyModels.Classifier(Folder["other/o.onnx"], 1, seed);
            using var other = Graft.Runtime.ClassificationPredictor.Open(Folder["other/o.onnx"]);
            if (other.Predict(image).ClassName != best) break;
        }
        File.Move(Folder["other/o.onnx"], Version(2));
        Assert.Equal(200, (await Admin(service, "versions/2?as=shadow")).Status);
        await Until(() =>
        {
            var answer = service.Http.PostAsync(Predict, TestService.Raw(image)).GetAwaiter().GetResult();
            Assert.Equal("1", answer.Headers.GetValues("Graft-Version").Single());
            return service.Service.Models.Find("photos")!.Trial!.Status.Different >= 3;
        });
        await Until(() => service.Service.Review!.Store.Of("photos").Count > 0);
        var kept = ReviewStore.Read(Folder["review"]).First();
        Assert.Equal((ReviewedImage.Different, "1", "2", best), (kept.Reason, kept.Version, kept.OtherVersion, kept.Predicted));
        Assert.NotEqual(best, kept.OtherAnswer!.Value.GetProperty("class").GetString());
        Assert.Equal(0, Trial(await service.Get(Model)).GetProperty("same").GetInt32());
        Assert.Contains("graft_shadow_images_total{model=\"photos\",version=\"2\",outcome=\"different\"}", (await service.Get("/metrics")).Text);
    }

    [Theory]
    [InlineData("as=canari", "serving, canary or shadow"), InlineData("as=canary&share=0.6", "at most 0.5"), InlineData("as=canary&share=x", "a number")]
    [InlineData("as=canary&by=user", "image or key"), InlineData("share=0.1", "no effect without as=canary"), InlineData("as=shadow&by=key", "no effect")]
    [InlineData("ass=canary", "Did you mean 'as'"), InlineData("as=canary&shre=0.1", "Did you mean 'share'")]
    [InlineData("as=canary&max-slowdown=0.5", "from 1 to 100"), InlineData("as=canary&share=NaN", "above 0")]
    public async Task What_a_trial_cannot_be_is_refused(string query, string said)
    {
        WriteVersions();
        await using var service = await Start();
        Assert.Contains(said, (await Admin(service, $"versions/2?{query}")).Problem(400, "bad-request").ToString());
        (await Admin(service, "versions/newest?as=shadow")).Problem(400, "bad-request");
        (await Admin(service, "versions/9?as=canary")).Problem(404, "version-refused");
        (await Admin(service, "versions/1?as=canary")).Problem(409, "version-refused");
        (await Admin(service, "rollback?version=1")).Problem(400, "bad-request");
        Assert.Equal("1", (await service.Get(Model)).Json.GetProperty("version").GetString());
    }

    private static string Best(System.Text.Json.JsonElement answer) => answer.GetProperty("predictions")[0].GetProperty("class").GetString()!;
}
