using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class VersionTests : IDisposable
{
    private const string Predict = "/v1/models/photos/predict";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_answer_is_of_the_version_it_names_while_versions_change_under_load()
    {
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start();
        var image = TinyModels.Jpeg();
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        var clients = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            while (!stop.IsCancellationRequested)
            {
                var answer = await service.Post(Predict, TestService.Raw(image));
                Assert.True(answer.Status == 200, answer.Text);
                var score = answer.Json.GetProperty("predictions")[0].GetProperty("score").GetDouble().ToString("0.0000");
                Assert.Equal(score, seen.GetOrAdd(answer.Header("Graft-Version"), score));
                count++;
            }
            return count;
        })).ToList();

        for (var version = 2; version <= 6; version++)
        {
            TinyModels.Classifier(Version(version), version);
            await Serves(service, version.ToString());
        }
        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(clients)).Sum() > 16);
        Assert.True(seen.Count >= 3, string.Join(' ', seen.Keys));
        Assert.Equal(seen.Count, seen.Values.Distinct().Count());
        for (var i = 0; i < 100 && (await Versions(service)).Any(one => one.State == "draining"); i++) await Task.Delay(20);
        Assert.DoesNotContain(await Versions(service), one => one.State == "draining");
    }

    [Fact]
    public async Task A_refused_file_leaves_the_old_version_answering_and_is_looked_at_again_when_it_changes()
    {
        TinyModels.Classifier(Version(1), 1);
        await using var service = await Start();
        var whole = File.ReadAllBytes(TinyModels.Classifier(_folder["other.onnx"], 3));
        File.WriteAllBytes(Version(2), whole[..(whole.Length / 2)]);
        await Until(async () => (await Versions(service)).Any(one => one is { Version: "2", State: "refused" }));
        var refused = (await Versions(service)).Single(one => one.Version == "2");
        Assert.DoesNotContain(_folder.Root, refused.Reason);
        Assert.Contains("2.onnx", refused.Reason);
        var (cure, owners) = (Cure(Version(2)), service.Service.Models.Find("photos")!.Reason);
        Assert.EndsWith(cure, owners); // the log's
        Assert.DoesNotContain(cure, (await service.Get("/v1/models")).Text);
        Assert.Equal("1", (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
        Assert.Equal(200, (await service.Get("/health/ready")).Status);
        Assert.DoesNotContain(cure, (await Admin(service, "versions/2")).Problem(422, "version-refused").ToString());

        File.WriteAllBytes(Version(2), whole);
        await Serves(service, "2");
    }

    [Fact]
    public async Task A_rollback_holds_across_a_restart_until_the_newest_is_asked_for()
    {
        TinyModels.Classifier(Version(9), 1);
        TinyModels.Classifier(Version(10), 2);
        await using (var service = await Start())
        {
            Assert.Equal("10", (await service.Get("/v1/models/photos")).Json.GetProperty("version").GetString());
            (await Admin(service, "rollback")).Problem(404, "version-refused");
            Assert.Equal(200, (await Admin(service, "versions/9")).Status);
            Assert.Equal(200, (await Admin(service, "rollback")).Status);
            await Serves(service, "10");
            Assert.Equal(200, (await Admin(service, "rollback")).Status);
            await Serves(service, "9");
            (await Admin(service, "versions/11")).Problem(404, "version-refused");
        }
        await using var again = await Start();
        Assert.Equal("9", (await again.Get("/v1/models/photos")).Json.GetProperty("version").GetString());
        TinyModels.Classifier(Version(12), 3);
        await Until(async () => (await Versions(again)).Any(one => one is { Version: "12", State: "seen" }));
        Assert.Equal("9", (await again.Get("/v1/models/photos")).Json.GetProperty("version").GetString());
        Assert.Equal(200, (await Admin(again, "versions/newest")).Status);
        await Serves(again, "12");
    }

    [Fact]
    public async Task The_newest_is_the_newest_that_is_not_refused_and_where_none_is_nothing_changes()
    {
        TinyModels.Classifier(Version(9), 1);
        TinyModels.Classifier(Version(10), 2);
        await using var service = await Start();
        Assert.Equal(200, (await Admin(service, "versions/9")).Status);
        File.WriteAllText(Version(11), "half of it");
        var answer = await Admin(service, "versions/newest");
        Assert.Equal((200, "10"), (answer.Status, answer.Json.GetProperty("version").GetString()));

        Assert.Equal(200, (await Admin(service, "versions/9")).Status);
        var pinned = File.ReadAllText(_folder["models/serving.json"]);
        File.WriteAllText(Version(10), "half of it");
        File.WriteAllText(Version(9), "half of it too");
        (await Admin(service, "versions/newest")).Problem(422, "version-refused");
        Assert.Equal(pinned, File.ReadAllText(_folder["models/serving.json"]));
        Assert.Equal("9", (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
    }

    [Fact]
    public async Task A_single_file_that_is_replaced_answers_anew_and_a_new_folder_is_a_new_model()
    {
        TinyModels.Classifier(Version(1), 1);
        TinyModels.Classifier(_folder["single.onnx"], 1);
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"one={_folder["single.onnx"]}"],
            Folder = _folder["models"],
            Limits = TestService.Limits
        });
        var before = (await service.Get("/v1/models/one")).Json.GetProperty("version").GetString();
        TinyModels.Classifier(_folder["single.onnx"], 4);
        await Until(async () => (await service.Get("/v1/models/one")).Json.GetProperty("version").GetString() != before);
        TinyModels.Classifier(_folder["models/animals/1.onnx"], 1);
        await Until(async () => (await service.Get("/v1/models/animals")).Status == 200
            && (await service.Post("/v1/models/animals/predict", TestService.Raw(TinyModels.Jpeg()))).Status == 200);
        Assert.Equal(["animals", "one", "photos"], (await service.Get("/v1/models")).Json.GetProperty("models").EnumerateArray().Select(one =>
            one.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_start_without_a_model_that_answers_is_refused()
    {
        Directory.CreateDirectory(_folder["models"]);
        Assert.Contains("no model in", (await Assert.ThrowsAsync<GraftException>(Start)).Message);
        await Assert.ThrowsAsync<GraftException>(() => TestService.Start($"m={_folder["missing.onnx"]}"));
    }

    [Fact]
    public async Task A_switch_that_cannot_be_written_down_does_not_happen_and_an_automatic_one_does()
    {
        Directory.CreateDirectory(_folder["models/serving.json/in the way"]); // a folder cannot be replaced by a file, whoever asks
        TinyModels.Classifier(Version(1), 1);
        TinyModels.Classifier(Version(2), 2);
        await using var service = await Start();
        var problem = (await Admin(service, "versions/1")).Problem(500, "version-not-kept");
        Assert.DoesNotContain(_folder.Root, problem.ToString());
        Assert.Equal("2", (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
        Assert.Equal([("2", "serving"), ("1", "standby")], (await Versions(service)).Select(one => (one.Version, one.State)));
        (await Admin(service, "rollback")).Problem(404, "version-refused");

        TinyModels.Classifier(Version(3), 3);
        await Serves(service, "3");
        await Until(async () => (await Versions(service)).All(one => one.State != "draining")); // what the one before was given
        Assert.Equal([("3", "serving"), ("2", "standby"), ("1", "standby")], (await Versions(service)).Select(one => (one.Version, one.State)));
        (await Admin(service, "rollback")).Problem(500, "version-not-kept");
        Assert.Equal("3", (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
    }

    [Fact]
    public async Task A_file_that_is_written_over_is_never_a_reason_for_an_older_version()
    {
        TinyModels.Classifier(Version(1), 1);
        TinyModels.Classifier(Version(2), 2);
        await using var service = await Start();
        var before = (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Json.ToString();
        var seen = new HashSet<string>();
        TinyModels.Classifier(Version(2), 5);
        await Until(async () =>
        {
            var answer = await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()));
            seen.Add(answer.Header("Graft-Version"));
            return answer.Json.ToString() != before;
        });
        File.WriteAllText(Version(2), "broken");
        await Until(async () => (await Versions(service)).Any(one => one is { Version: "2", State: "refused" }));
        await Task.Delay(300);
        seen.Add((await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Header("Graft-Version"));
        Assert.Equal(["2"], seen);
    }

    [Fact]
    public async Task A_version_that_no_address_can_name_is_refused()
    {
        TinyModels.Classifier(Version(1), 1);
        foreach (var name in new[] { "newest", "a b", "ä" }) TinyModels.Classifier(_folder[$"models/photos/{name}.onnx"], 2);
        await using var service = await Start();
        Assert.Equal("1", (await service.Get("/v1/models/photos")).Json.GetProperty("version").GetString());
        Assert.Equal(3, (await Versions(service)).Count(one => one.State == "refused" && one.Reason.Contains("64 letters")));
        Assert.Equal(200, (await Admin(service, "versions/newest")).Status);
        (await Admin(service, "versions/a%20b")).Problem(404, "version-refused");
    }

    [Fact]
    public void A_model_that_fails_its_first_run_is_closed_and_refused_whatever_it_throws()
    {
        TinyModels.Classifier(Version(1), 1);
        var models = new List<FakeModel>();
        using var name = new ServedName("photos", () => VersionFile.In(_folder["models/photos"]), TestService.Limits, new ServingState(null), _ =>
        {
            models.Add(new FakeModel { Inferred = _ => throw new NotSupportedException("no such operator") });
            return models[^1];
        });
        for (var i = 0; i < 3; i++) name.Poll();
        Assert.Equal([true], models.Select(model => model.IsDisposed)); // once, and not at every look
        Assert.Equal("no such operator", name.Reason);
    }

    [Fact]
    public async Task Looking_for_changes_goes_on_after_any_failure_and_says_it_once()
    {
        TinyModels.Classifier(Version(1), 1);
        using var models = new ServedModels([], _folder["models"], TestService.Limits);
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        List<VersionState> states = [];
        var fails = false;
        models.Changed = (model, version, state, reason) =>
        {
            if (reason is not null) told.Enqueue(reason);
            lock (states) states.Add(state);
            if (fails && state == VersionState.Loading) throw new InvalidTimeZoneException("any");
        };
        models.Open(TimeSpan.FromMilliseconds(20));
        fails = true;
        TinyModels.Classifier(Version(2), 2);
        await Until(() => Task.FromResult(!told.IsEmpty));
        await Task.Delay(200);
        Assert.Contains("any", Assert.Single(told));
        fails = false;
        await Until(() => Task.FromResult(models.Find("photos")!.Current!.Version == "2"));
        Assert.Equal([VersionState.Loading, VersionState.Warming, VersionState.Serving], states[..3]);
    }

    [Fact]
    public async Task The_version_of_a_single_file_is_known_wherever_it_is_shown()
    {
        await using var service = await TestService.Start($"photos={TinyModels.Classifier(_folder["m.onnx"], 1)}");
        var shown = (await service.Get("/v1/models/photos")).Json.GetProperty("version").GetString()!;
        Assert.Equal(200, (await Admin(service, $"versions/{shown}")).Status);
        Assert.Equal([shown], (await service.Get("/v2/models/photos")).Json.GetProperty("versions").EnumerateArray().Select(one => one.GetString()));
        foreach (var end in new[] { "", "/ready" })
        {
            Assert.Equal(200, (await service.Get($"/v2/models/photos/versions/{shown}{end}")).Status);
            (await service.Get($"/v2/models/photos/versions/9{end}")).Problem(404, "no-version");
        }
        (await service.Post("/v2/models/photos/versions/9/infer", TestService.Raw([], "application/json"))).Problem(404, "no-version");
        (await service.Post($"/v2/models/photos/versions/{shown}/infer", TestService.Raw([], "application/json"))).Problem(400, "bad-request");
    }

    private string Version(int version) => _folder[$"models/photos/{version}.onnx"];

    // What its owner could do about it.
    private static string Cure(string file)
    {
        var cure = Assert.Throws<GraftException>(() => ServedModel.Open(file, TestService.Limits)).Cure;
        Assert.NotEmpty(cure);
        return cure;
    }

    private Task<TestService> Start() => TestService.Start(new ServeSettings { Folder = _folder["models"], Limits = TestService.Limits });

    private static Task<Answer> Admin(TestService service, string what) => service.Post($"/v1/models/photos/{what}", new ByteArrayContent([]));

    private static async Task<IReadOnlyList<(string Version, string State, string Reason)>> Versions(TestService service) =>
    [
        .. (await service.Get("/v1/models/photos")).Json.GetProperty("versions").EnumerateArray().Select(one => (
            one.GetProperty("version").GetString()!, one.GetProperty("state").GetString()!, one.TryGetProperty("reason", out var reason)
                ? reason.GetString()! : "")),
    ];

    private static Task Serves(TestService service, string version) => Until(async () =>
    {
        var answer = await service.Get("/v1/models/photos");
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json.GetProperty("version").GetString() == version;
    });

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await holds()) return;
            await Task.Delay(25);
        }
        Assert.Fail("It did not come to hold within ten seconds.");
    }
}
