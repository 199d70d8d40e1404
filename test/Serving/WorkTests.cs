using Graft.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Graft.Serving.Tests;

/// <summary>Requests in a service without workers: a test takes what waits.</summary>
public sealed class WorkTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly TestFolder _folder = new();
    private readonly FakeModel _model = new();
    private readonly ServedName _name;
    private Service? _service;

    public WorkTests()
    {
        var file = TinyModels.Write("classify", _folder["m.onnx"]);
        _name = new ServedName("m", () => [VersionFile.Find(file, "1")!], TestService.Limits, new ServingState(null), _ => _model);
        _name.Poll(isFirst: true);
    }

    private Service Service => _service ??= With(TestService.Limits);

    public void Dispose()
    {
        _service?.Dispose();
        _name.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task When_one_image_of_a_request_gives_way_the_rest_is_not_computed()
    {
        _service = With(TestService.Limits with { Queue = 3 });
        using ReceivedImages many = await Images(3), one = await Images(1);
        using Work loud = Begin("loud"), quiet = Begin("quiet");
        var all = loud.Predict(many.Images);
        var single = quiet.Predict(one.Images);
        Assert.Equal(429, (await Assert.ThrowsAsync<ServingProblem>(() => all.WaitAsync(Long))).Status);
        Assert.Empty(Service.Queue.Take()!); // what was left of the other request is dropped
        Assert.Equal(1, Service.Queue.Count);
        var batch = Service.Queue.Take()!;
        Assert.Equal("quiet", Assert.Single(batch).Key);
        batch[0].Set(new ClassificationPrediction("", [], -1, "", 0));
        batch[0].Finish();
        Assert.Single(await single);
    }

    [Fact]
    public async Task Of_a_prediction_the_worker_keeps_what_is_answered_and_no_class_map()
    {
        using var images = await Images(1);
        using var work = Begin("a");
        var answer = work.Predict(images.Images);
        var ticket = Assert.Single(Service.Queue.Take()!);
        ticket.Set(new SegmentationPrediction("", new Graft.Imaging.ClassMap(2, 1, [0, 1]), ["background", "one"]));
        var kept = Assert.IsType<AnsweredImage>(await ticket.Answer);
        Assert.Equal("0.jpg", Assert.IsType<SegmentedFacts>(kept.Facts).Path);
        ticket.Finish();
        Assert.Same(kept, Assert.Single(await answer.WaitAsync(Long)));
    }

    [Fact]
    public async Task What_fails_on_its_way_to_the_queue_holds_neither_its_memory_nor_its_version()
    {
        using (var images = await Images(2))
        using (var work = Begin("a"))
            await Assert.ThrowsAsync<NullReferenceException>(() => work.Predict([.. images.Images, null!]));
        using (var work = Begin("a"))
            await Assert.ThrowsAsync<TimeoutException>(() => work.Infer(new TensorImages(default, 1, 1, 1), () => throw new TimeoutException()));
        Assert.Equal(0, Service.Bytes.Taken);
        Assert.Equal(0, Service.Queue.Count);
        _name.Dispose();
        Assert.True(_model.IsDisposed);
    }

    [Fact]
    public async Task The_pixels_of_a_tensor_count_as_those_of_an_image()
    {
        using var work = Begin("a");
        using var body = new ReceivedImage(Service.Bytes, "body");
        var answer = work.Infer(new TensorImages(new byte[2 * 30 * 20 * 3], 2, 30, 20), body.Keep);
        var ticket = Assert.Single(Service.Queue.Take()!);
        Assert.Equal(2 * 30 * 20, ticket.Pixels);
        ticket.Set(Array.Empty<NamedTensor>());
        ticket.Finish();
        Assert.Empty(await answer.WaitAsync(Long));
    }

    [Fact]
    public async Task A_disk_that_fails_is_a_fault_and_a_client_that_has_left_is_not()
    {
        Assert.Equal(500, await Status(new HttpContextOf(Service).Http));
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        var http = new HttpContextOf(Service).Http;
        http.RequestAborted = left.Token;
        Assert.Equal(200, await Status(http)); // nothing was answered: nobody is there

        async Task<int> Status(HttpContext context)
        {
            await Exchange.Run(context, Service, new Failing());
            return context.Response.StatusCode;
        }
    }

    private static Service With(ServingLimits limits) => new(new GraftServing { Limits = limits }, NullLogger<Service>.Instance);

    private Work Begin(string key) => Work.Begin(new HttpContextOf(Service).Http, Service, new Caller(key, "id"), _name);

    private async Task<ReceivedImages> Images(int count)
    {
        var images = new List<ReceivedImage>();
        for (var i = 0; i < count; i++)
        {
            images.Add(new ReceivedImage(Service.Bytes, $"{i}.jpg"));
            await images[^1].ReadFrom(new MemoryStream(TinyModels.Jpeg()), 1 << 20, CancellationToken.None);
        }
        return new ReceivedImages(images);
    }

    private sealed class Failing() : ServingEndpoint("GET", "/failing", scope: null)
    {
        public override Task Handle(HttpContext http, Service service, Caller caller) => throw new IOException("the disk is away");
    }

    private sealed class HttpContextOf(Service service)
    {
        public HttpContext Http { get; } = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(service).AddLogging().BuildServiceProvider(),
        };
    }
}
