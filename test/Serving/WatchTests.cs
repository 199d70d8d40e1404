using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>A service that compares what it gets with what the model was made for.</summary>
public sealed class WatchTests : IDisposable
{
    private const string Address = "/v1/models/m/watch";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_unlike_windows_in_a_row_are_an_alarm_which_ends_with_a_window_that_is_like()
    {
        WithReference(_folder["m.onnx"], 60);
        await using var service = await Start(_folder["m.onnx"]);
        Assert.Contains("too few to judge", (await service.Get(Address)).Json.GetProperty("says").GetString());

        await Window(service, 1000, light: 1);
        var like = (await service.Get(Address)).Json;
        Assert.Equal("like", like.GetProperty("verdict").GetString());
        Assert.Equal((20, 60), (like.GetProperty("windows")[0].GetProperty("result").GetProperty("distinct").GetInt32(),
            like.GetProperty("reference").GetProperty("images").GetInt32()));

        await Window(service, 2000, light: 0.3);
        var first = (await service.Get(Address)).Json;
        Assert.Equal("unlike", first.GetProperty("verdict").GetString());
        Assert.False(first.TryGetProperty("alarm", out _));

        await Window(service, 3000, light: 0.3);
        var alarm = (await service.Get(Address)).Json;
        Assert.Contains(alarm.GetProperty("alarm").GetProperty("tests").EnumerateArray(),
            test => test.GetProperty("subject").GetString() == "brightness" && test.GetProperty("effect").GetString()!.StartsWith("darker"));
        Assert.Equal(alarm.GetProperty("windows")[1].GetProperty("from").GetString(), alarm.GetProperty("alarm").GetProperty("since").GetString());
        Assert.Contains("graft_watch_alarm{model=\"m\"} 1\n", (await service.Get("/metrics")).Text);
        Assert.Contains("graft_watch_windows_total{model=\"m\",verdict=\"unlike\"} 2\n", (await service.Get("/metrics")).Text);

        await Window(service, 4000, light: 1);
        Assert.False((await service.Get(Address)).Json.TryGetProperty("alarm", out _));
        Assert.Contains("graft_watch_alarm{model=\"m\"} 0\n", (await service.Get("/metrics")).Text);
    }

    [Fact]
    public async Task Copies_count_once_and_what_cannot_be_read_does_not_count()
    {
        WithReference(_folder["m.onnx"], 30);
        await using var service = await Start(_folder["m.onnx"]);
        for (var at = 0; at < 5; at++) await Look(service, Jpeg(7, 1));
        await service.Post("/v1/models/m/predict", TestService.Raw("no image"u8.ToArray()));
        var document = (await service.Get(Address)).Json;
        Assert.Equal((5, 1), (document.GetProperty("looked").GetInt64(), document.GetProperty("window").GetProperty("images").GetInt32()));
    }

    [Fact]
    public async Task Served_images_become_the_reference_once_somebody_agrees_and_stay_it()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        await using (var service = await Start(_folder["m.onnx"]))
        {
            Assert.Equal("There is no reference to compare images with.", (await service.Get(Address)).Json.GetProperty("says").GetString());
            await Look(service, Jpeg(1, 1));
            (await service.Post($"{Address}/reference", new ByteArrayContent([]))).Problem(409, "no-reference-yet");
            for (var seed = 2; Served(await service.Get(Address)) < 100; seed++) await Look(service, Jpeg(seed, 1));
            var agreed = await service.Post($"{Address}/reference", new ByteArrayContent([]));
            Assert.Equal((200, 100), (agreed.Status, agreed.Json.GetProperty("reference").GetProperty("images").GetInt32()));
            (await service.Post($"{Address}/reference", new ByteArrayContent([]))).Problem(409, "no-reference-yet");
        }
        await using (var again = await Start(_folder["m.onnx"]))
            Assert.StartsWith("images served until", (await again.Get(Address)).Json.GetProperty("reference").GetProperty("source").GetString());

        // It is of that network, and of no other in its place.
        TinyModels.Classifier(_folder["m.onnx"], temperature: 2);
        await using var other = await Start(_folder["m.onnx"]);
        Assert.False((await other.Get(Address)).Json.TryGetProperty("reference", out _));

        static int Served(Answer answer) => answer.Json.GetProperty("served").GetInt32();
    }

    [Fact]
    public async Task A_reference_that_cannot_be_written_is_not_taken()
    {
        TinyModels.Write("classify", _folder["m.onnx"]);
        Directory.CreateDirectory(_folder["m.reference.json"]);
        await using var service = await Start(_folder["m.onnx"]);
        for (var seed = 1; seed <= 130; seed++) await Look(service, Jpeg(seed, 1));
        (await service.Post($"{Address}/reference", new ByteArrayContent([]))).Problem(500, "reference-not-kept");
        Assert.False((await service.Get(Address)).Json.TryGetProperty("reference", out _));
    }

    [Fact]
    public async Task Another_version_begins_anew_with_its_own_reference()
    {
        WithReference(_folder["models/m/1.onnx"], 30);
        await using var service = await TestService.Start(
            new ServeSettings { Folder = _folder["models"], Limits = TestService.Limits, Watch = new WatchOptions { Window = 20, MaxShare = 1 } });
        await Look(service, Jpeg(1, 1));
        WithReference(_folder["models/m/2.onnx"], 40, temperature: 2);
        for (var tries = 0; (await service.Get(Address)).Json.GetProperty("version").GetString() != "2"; tries++)
        {
            Assert.True(tries < 200);
            await Task.Delay(50);
        }
        var document = (await service.Get(Address)).Json;
        Assert.Equal((0, 40), (document.GetProperty("looked").GetInt64(), document.GetProperty("reference").GetProperty("images").GetInt32()));
    }

    [Fact]
    public async Task An_image_that_is_unlike_all_of_the_reference_is_kept_for_review()
    {
        WithReference(_folder["m.onnx"], 40);
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"m={_folder["m.onnx"]}"],
            Limits = TestService.Limits,
            Watch = new WatchOptions { MaxShare = 1 },
            Review = new ReviewOptions(_folder["review"]) { Share = 0, UnsureShare = 0 },
        });
        for (var seed = 500; seed < 520; seed++) await Look(service, Jpeg(seed, 1));
        // Of one colour: nothing in the reference is. Which of them a network of random weights sees as far away is its own affair.
        foreach (var colour in new byte[][] { [0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 0, 255] })
        {
            var plain = new RgbImage(72, 64);
            for (var at = 0; at < plain.Pixels.Length; at++) plain.Pixels[at] = colour[at % 3];
            await Look(service, ImageEncoder.EncodeJpeg(plain, 95));
        }
        for (var tries = 0; service.Service.Review!.Store.Of("m") is []; tries++)
        {
            Assert.True(tries < 100);
            await Task.Delay(20);
        }
        var kept = service.Service.Review.Store.Of("m");
        Assert.All(kept, image => Assert.Equal(("unlike", (double?)null), (image.Reason, image.Chance)));
        Assert.All(kept, image => Assert.NotNull(ImageFile.Decode(ReviewStore.PathOf(_folder["review"], image))));
        Assert.Empty(ReviewAccuracy.Of(kept));
    }

    [Fact]
    public async Task Without_being_asked_nothing_is_watched()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        (await service.Get(Address)).Problem(404, "not-watched");
        Assert.Null(service.Service.Watcher);
    }

    [Theory]
    [InlineData(19, 0.01)]
    [InlineData(200, 0.5)]
    public void Options_out_of_range_are_refused(int window, double rate) =>
        Assert.Contains("--watch-", Assert.Throws<GraftException>(() => new WatchOptions { Window = window, FalseAlarms = rate }.Validate()).Message);

    private static Task<TestService> Start(string model) => TestService.Start(new ServeSettings
    {
        Models = [$"m={model}"],
        Limits = TestService.Limits,
        Watch = new WatchOptions { Window = 20, MaxShare = 1 },
    });

    // Images until a window is full: some may be near-copies.
    private static async Task Window(TestService service, int seed, double light)
    {
        var before = (await service.Get(Address)).Json.GetProperty("windows").GetArrayLength();
        for (var at = 0; (await service.Get(Address)).Json.GetProperty("windows").GetArrayLength() == before; at++)
        {
            Assert.True(at < 100);
            await Look(service, Jpeg(seed + at, light));
        }
    }

    // Sends an image and waits until it was looked at.
    private static async Task Look(TestService service, byte[] image)
    {
        var before = (await service.Get(Address)).Json.GetProperty("looked").GetInt64();
        for (var tries = 0; tries < 200; tries++)
        {
            if (tries % 20 == 0) Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Raw(image))).Status);
            if ((await service.Get(Address)).Json.GetProperty("looked").GetInt64() > before) return;
            await Task.Delay(10);
        }
        Assert.Fail("The image was not looked at.");
    }

    private static void WithReference(string path, int images, double temperature = 1)
    {
        TinyModels.Classifier(path + ".new", temperature);
        using (var model = WatchedModel.Open(path + ".new"))
        {
            var looked = Enumerable.Range(1, 3 * images).Select(seed => model.Look(ImageFile.Decode(Jpeg(seed, 1), "made up")));
            ModelFile.WriteReference(path + ".new", WatchedImage.Reference([.. WatchedImage.Distinct(looked).Take(images)], "made up").ToJson());
        }
        File.Move(path + ".new", path);
    }

    private static byte[] Jpeg(int seed, double light)
    {
        var image = TinyModels.Image(72, 64, (ulong)seed);
        for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)(image.Pixels[at] * light);
        return ImageEncoder.EncodeJpeg(image, 95);
    }
}
