using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Graft.Runtime;
using Graft.ServingFaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Graft.Serving.Tests;

/// <summary>A service on a free port of this machine.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app, ConcurrentQueue<string> log)
    {
        (_app, Log) = (app, log);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }

    /// <summary>What it said in its log.</summary>
    public ConcurrentQueue<string> Log { get; }

    public Service Service => _app.Services.GetRequiredService<Service>();

    public static ServingLimits Limits => new() { MaxBatch = 4, Drain = TimeSpan.Zero };

    public static async Task<TestService> Start(ServeSettings settings)
    {
        var app = ServiceHost.Build(settings with { Urls = ["http://127.0.0.1:0"], PollInterval = TimeSpan.FromMilliseconds(50) }, FacesHost.Add);
        var lines = new LogLines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        await app.StartAsync();
        return new TestService(app, lines.Lines);
    }

    public static Task<TestService> Start(params string[] models) => Start(new ServeSettings { Models = models, Limits = Limits });

    public static ByteArrayContent Raw(byte[] bytes, string? type = "image/jpeg")
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public static MultipartFormDataContent Parts(params (string Name, byte[] Bytes)[] files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, bytes) in files) content.Add(Raw(bytes), "image", name);
        return content;
    }

    public async Task<Answer> Post(string address, HttpContent content) => await Answer.Of(await Http.PostAsync(address, content));

    public async Task<Answer> Get(string address) => await Answer.Of(await Http.GetAsync(address));

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer, read.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseMessage Message)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    public static async Task<Answer> Of(HttpResponseMessage message) => new((int)message.StatusCode, await message.Content.ReadAsStringAsync(), message);

    /// <summary>Fails unless it is a proper problem+json of this status and word, which names no path of this machine.</summary>
    public JsonElement Problem(int status, string code)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Text}");
        Assert.Equal("application/problem+json", Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, Json.GetProperty("title").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal(Header(Exchange.RequestIdHeader), Json.GetProperty("requestId").GetString());
        Assert.DoesNotContain(Path.GetTempPath(), Text);
        Assert.Equal(status is 429, Message.Headers.RetryAfter is not null && status is 429);
        return Json;
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
