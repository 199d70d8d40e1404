using System.Text;
using Graft.Cli;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>Images that are kept for people to look at, their labels, and what these tell.</summary>
public sealed class ReviewTests : IDisposable
{
    private const string Predict = "/v1/models/m/predict", Feedback = "/v1/models/m/feedback", Review = "/v1/models/m/review";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kept_image_gets_its_label_which_holds_across_a_restart_and_tells_the_accuracy()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        await using (var service = await Start())
        {
            var right = await Send(service, 1, kept: 1);
            var answer = await Say(service, right.Header("X-Request-Id"), Best(right));
            Assert.Equal((202, "random"), (answer.Status, answer.Json.GetProperty("reason").GetString()));
            var wrong = await Send(service, 2, kept: 2);
            Assert.Equal(202, (await Say(service, wrong.Header("X-Request-Id"), Best(wrong) == "one" ? "two" : "one")).Status);
            await Send(service, 3, kept: 3);
            (await Say(service, "never", "one")).Problem(404, "not-kept");
            (await Say(service, right.Header("X-Request-Id"), "four")).Problem(422, "unknown-label");
        }
        await using var again = await Start();
        var document = (await again.Get(Review)).Json;
        Assert.Equal((3, 2), (document.GetProperty("kept").GetInt32(), document.GetProperty("labelled").GetInt32()));
        var accuracy = Assert.Single(document.GetProperty("accuracy").EnumerateArray());
        Assert.Equal(0.5, accuracy.GetProperty("share").GetDouble());
        Assert.InRange(accuracy.GetProperty("interval").GetProperty("low").GetDouble(), 0.01, 0.02); // 1 of 2, Clopper and Pearson
        Assert.All(again.Service.Review!.Store.Of("m"), image =>
        {
            var file = ReviewStore.PathOf(_folder["review"], image);
            Assert.Equal(image.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        });
    }

    [Fact]
    public async Task An_image_may_come_with_its_label_and_what_is_none_is_refused()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        await using var service = await Start(share: 0);
        var answer = await service.Post($"{Feedback}?label=two", TestService.Raw(TinyModels.Jpeg()));
        Assert.Equal((202, "feedback"), (answer.Status, answer.Json.GetProperty("reason").GetString()));
        (await service.Post($"{Feedback}?label=two", TestService.Raw("no image"u8.ToArray()))).Problem(415, "not-an-image");
        (await service.Post(Feedback, TestService.Raw(TinyModels.Jpeg()))).Problem(422, "unknown-label");
        (await service.Post($"{Feedback}?label=two", TestService.Raw(TinyModels.Jpeg()[..^200]))).Problem(422, "image-unreadable");
        (await service.Post(Feedback, new StringContent("{", Encoding.UTF8, "application/json"))).Problem(400, "bad-request");
        (await service.Post(Feedback, new StringContent("""{"label":"one"}""", Encoding.UTF8, "application/json"))).Problem(400, "bad-request");
        var document = (await service.Get(Review)).Json;
        Assert.Equal((1, 0), (document.GetProperty("kept").GetInt32(), document.GetProperty("accuracy").GetArrayLength())); // it says nothing of all images
        Assert.Contains("graft_review_images_total{model=\"m\",reason=\"feedback\"} 1\n", (await service.Get("/metrics")).Text);
    }

    [Theory]
    [InlineData("detect")]
    [InlineData("segment")]
    public async Task Of_objects_and_pixels_the_whole_answer_is_right_or_wrong(string task)
    {
        TinyModels.Write(task, _folder["m.onnx"]);
        await using var service = await Start();
        var answer = await Send(service, 1, kept: 1);
        (await Say(service, answer.Header("X-Request-Id"), "one")).Problem(422, "unknown-label");
        Assert.Equal(202, (await Say(service, answer.Header("X-Request-Id"), "wrong")).Status);
        Assert.Equal(0, (await service.Get(Review)).Json.GetProperty("accuracy")[0].GetProperty("share").GetDouble());
    }

    [Fact]
    public async Task A_label_may_follow_its_answer_at_once()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        await using var service = await Start();
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var answer = await service.Post(Predict, TestService.Raw(TinyModels.Jpeg(seed: seed)));
            var said = await Say(service, answer.Header("X-Request-Id"), "one");
            Assert.True(said.Status == 202, said.Text);
        }
    }

    [Fact]
    public async Task An_id_that_a_caller_used_twice_is_ambiguous()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        await using var service = await Start();
        service.Http.DefaultRequestHeaders.Add("X-Request-Id", "mine");
        await Send(service, 1, kept: 1);
        Assert.Equal(202, (await Say(service, "mine", "one")).Status);
        await Send(service, 2, kept: 2);
        (await Say(service, "mine", "two")).Problem(409, "ambiguous-request");
        Assert.Equal(["one", null], service.Service.Review!.Store.Of("m").Select(image => image.Label));
    }

    [Fact]
    public async Task Without_being_asked_no_image_is_kept()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        (await service.Get(Review)).Problem(404, "not-reviewed");
        (await service.Post(Feedback, TestService.Raw(TinyModels.Jpeg()))).Problem(404, "not-reviewed");
    }

    [Fact]
    public async Task A_key_for_feedback_may_label_and_nothing_else()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        var key = KeyFile.Add(_folder["keys.json"], "people", hash => new StoredKey("people", hash, ["feedback"]));
        await using var service = await TestService.Start(Settings(1) with { Keys = _folder["keys.json"] });
        service.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.Equal(202, (await service.Post($"{Feedback}?label=two", TestService.Raw(TinyModels.Jpeg()))).Status);
        (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Problem(403, "wrong-scope");
    }

    [Fact]
    public void The_oldest_without_a_label_make_room_and_labels_stay()
    {
        var options = new ReviewOptions(_folder["store"]) { MaxBytes = 1_000_000, Days = 10 };
        var clock = new Clock(DateTimeOffset.UtcNow);
        using var store = ReviewStore.Open(options, clock);
        var bytes = new byte[300_000];
        for (var at = 0; at < 3; at++) store.Keep(Image($"r{at}", clock.GetUtcNow().AddMinutes(at)), bytes);
        Assert.NotNull(store.Label("m", "r0", 1, "one"));
        Assert.Equal((true, "one"), ReviewStore.Read(_folder["store"]).Where(image => image.RequestId == "r0")
            .Select(image => (image.Answer is not null, image.Label)).Single()); // the file keeps the answer, the memory does not
        Assert.All(store.Of("m"), image => Assert.Null(image.Answer));
        store.Keep(Image("r3", clock.GetUtcNow().AddMinutes(3)), bytes);
        Assert.Equal(["r0", "r2", "r3"], store.Of("m").Select(image => image.RequestId));
        Assert.Equal(900_000, store.Bytes);

        foreach (var request in new[] { "r2", "r3" }) store.Label("m", request, 1, "two");
        Assert.Null(store.Keep(Image("r4", clock.GetUtcNow()), bytes));
        Assert.Null(store.Label("m", "r1", 1, "one"));

        // Days count for what has no label.
        Assert.NotNull(store.Keep(Image("r5", clock.GetUtcNow()), new byte[10]));
        clock.Now = clock.Now.AddDays(11);
        store.Forget();
        Assert.Equal(["r0", "r2", "r3"], ReviewStore.Read(options.Folder).Select(image => image.RequestId));
        Assert.Equal(6, Directory.GetFiles(_folder["store/m"]).Length);
    }

    [Fact]
    public void What_a_killed_process_had_begun_is_removed_and_files_of_others_stay()
    {
        var options = new ReviewOptions(_folder["store"]);
        ReviewedImage kept;
        using (var store = ReviewStore.Open(options))
        {
            kept = store.Keep(Image("r", DateTimeOffset.UtcNow), new byte[] { 1, 2, 3 })!;
            Assert.Contains("no other service uses", Assert.Throws<GraftException>(() => ReviewStore.Open(options)).Message);
        }
        File.WriteAllBytes(_folder["store/m/20200101-000000-000-0123abcd.jpg"], [1]);
        File.WriteAllText(_folder["store/m/notes.json"], "not ours");
        File.WriteAllText(_folder["store/m/holiday.jpg"], "not ours");
        Directory.CreateDirectory(_folder["store/other"]);
        File.Copy(_folder[$"store/m/{kept.Id}.json"], _folder[$"store/other/{kept.Id}.json"]); // says that it is m's
        File.WriteAllText(_folder["store/m/20200101-000000-000-0123abce.json"], "{");
        using (var again = ReviewStore.Open(options))
        {
            Assert.Equal(kept.Id, Assert.Single(again.Of("m")).Id);
            Assert.Contains(again.Unread, path => path.EndsWith("0123abce.json"));
        }
        File.Delete(_folder["store/m/20200101-000000-000-0123abce.json"]);
        Assert.Equal([$"{kept.Id}.json", kept.File, "holiday.jpg", "notes.json"],
            Directory.GetFiles(_folder["store/m"]).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).OrderBy(name => name.Length < 20));
    }

    [Fact]
    public async Task Of_an_image_that_was_labelled_twice_the_last_label_is_exported()
    {
        using var store = ReviewStore.Open(new ReviewOptions(_folder["review"]));
        foreach (var (request, label) in new[] { ("a", "two"), ("b", "one") })
        {
            store.Keep(Image(request, DateTimeOffset.UtcNow), TinyModels.Jpeg());
            store.Label("m", request, 1, label);
            await Task.Delay(20);
        }
        Assert.Equal(0, (await Run("review", "m", "--folder", _folder["review"], "--export", _folder["out"])).Code);
        Assert.Equal("one", Path.GetFileName(Assert.Single(Directory.GetDirectories(_folder["out/labelled"]))));
    }

    [Fact]
    public async Task Kept_images_are_exported_to_folders_of_their_classes()
    {
        using var store = ReviewStore.Open(new ReviewOptions(_folder["review"]));
        foreach (var (request, predicted, label) in new[] { ("a", "one", "two"), ("b", "one", null), ("c", "../../evil", (string?)null) })
        {
            store.Keep(Image(request, DateTimeOffset.UtcNow) with { Predicted = predicted }, TinyModels.Jpeg());
            if (label is not null) store.Label("m", request, 1, label);
        }
        var (code, text) = await Run("review", "m", "--folder", _folder["review"], "--export", _folder["out"]);
        Assert.True(code == 0, text);
        Assert.Contains("accuracy 0.000", text);
        Assert.Contains("1 image in labelled, 2 in to-label", text);
        Assert.Equal(["images.json", "labelled/two/a", "to-label/.._.._evil/c", "to-label/one/b"], Directory
            .EnumerateFiles(_folder["out"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder["out"], file).Replace('\\', '/'))
            .Select(name => store.Of("m").FirstOrDefault(image => name.EndsWith(image.File)) is { } image ? name.Replace(image.File, image.RequestId) : name)
            .Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Run("review", "m", "--folder", _folder["review"], "--export", _folder["out"])).Code);
        if (!OperatingSystem.IsWindows()) Assert.Equal("600 700", $"{Mode("out/images.json")} {Mode("out/labelled/two")}");

        // What somebody damaged is said, and does not stop the rest.
        File.Delete(ReviewStore.PathOf(_folder["review"], store.Of("m")[0]));
        File.WriteAllText(Path.ChangeExtension(ReviewStore.PathOf(_folder["review"], store.Of("m")[1]), ".json"), "{");
        var (again, said) = await Run("review", "m", "--folder", _folder["review"], "--export", _folder["again"]);
        Assert.True(again == 0, said);
        Assert.Contains("1 image is not there any more", said);
        Assert.Contains("1 file of the service cannot be read", said);
        Assert.Contains("0 images in labelled, 1 in to-label", said);
        Assert.Contains("There are images of m", (await Run("review", "other", "--folder", _folder["review"])).Text);
    }

    [Fact]
    public void The_interval_of_the_accuracy_holds_it_in_at_least_93_of_100_simulated_queues()
    {
        var random = SeededRandom.For(3, "queues");
        var holds = 0;
        for (var queue = 0; queue < 400; queue++)
        {
            var accuracy = 0.6 + 0.39 * random.NextDouble();
            var images = Enumerable.Range(0, 20 + random.Next(200)).Select(at => Image($"r{at}", DateTimeOffset.UnixEpoch) with
            {
                Label = random.NextDouble() < accuracy ? "one" : "two",
            });
            if (Assert.Single(ReviewAccuracy.Of(images)).Interval is { } interval && interval.Low <= accuracy && accuracy <= interval.High) holds++;
        }
        Assert.InRange(holds / 400.0, 0.93, 1);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private string Mode(string name) => Convert.ToString((int)File.GetUnixFileMode(_folder[name]), 8);

    private static ReviewedImage Image(string request, DateTimeOffset at) => new()
    {
        Id = "",
        File = "",
        Sha256 = "",
        Bytes = 0,
        Model = "m",
        Version = "1",
        Network = "abc",
        At = at,
        RequestId = request,
        Number = 1,
        Reason = ReviewedImage.Random,
        Chance = 1,
        Predicted = "one",
        Answer = System.Text.Json.JsonSerializer.SerializeToElement(new { scores = 1 }),
    };

    private ServeSettings Settings(double share) => new()
    {
        Models = [$"m={_folder["m.onnx"]}"],
        Limits = TestService.Limits,
        Review = new ReviewOptions(_folder["review"]) { Share = share },
    };

    private Task<TestService> Start(double share = 1) => TestService.Start(Settings(share));

    // Sends an image and waits until so many are kept.
    private static async Task<Answer> Send(TestService service, ulong seed, int kept)
    {
        var answer = await service.Post(Predict, TestService.Raw(Graft.Imaging.ImageEncoder.EncodeJpeg(TinyModels.Image(96, 80, seed), 90)));
        Assert.Equal(200, answer.Status);
        for (var tries = 0; (await service.Get(Review)).Json.GetProperty("kept").GetInt32() < kept; tries++)
        {
            Assert.True(tries < 200);
            await Task.Delay(10);
        }
        return answer;
    }

    private static string Best(Answer answer) => answer.Json.GetProperty("predictions")[0].GetProperty("class").GetString()!;

    private static Task<Answer> Say(TestService service, string request, string label) => service.Post(Feedback,
        new StringContent($$"""{"requestId":"{{request}}","label":"{{label}}"}""", Encoding.UTF8, "application/json"));

    private static async Task<(int Code, string Text)> Run(params string[] words)
    {
        var output = new StringWriter();
        return (await CommandLine.Run(words, new Terminal(output, output)), output.ToString());
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
