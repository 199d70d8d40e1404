using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public sealed partial class ServeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signal_drains_not_ready_at_once_then_stops_with_0_and_what_was_accepted_is_answered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that can be sent to one process.");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = CommandLineProcess.Start(_folder.Root, ["serve", $"photos={Model()}", "--urls", "http://127.0.0.1:0", "--max-batch", "2",
            "--drain-seconds", "2"]);
        try
        {
            var (url, lines, rest) = await Address(process, cancellation);
            Assert.Contains(lines, line => line.Contains("bounds:"));
            using var http = new HttpClient { BaseAddress = new Uri(url) };
            var image = File.ReadAllBytes(Directory.GetFiles(Repository.At("samples", "photos", "fish")).Order().First());
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await Predict(http, image)).StatusCode);

            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync(cancellation);
            var status = HttpStatusCode.OK;
            for (var i = 0; i < 40 && status == HttpStatusCode.OK; i++)
            {
                await Task.Delay(25, cancellation);
                status = (await http.GetAsync("/health/ready", cancellation)).StatusCode;
            }
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Equal(HttpStatusCode.OK, (await Predict(http, image)).StatusCode);
            await process.WaitForExitAsync(cancellation);
            Assert.Equal(0, process.ExitCode);
            Assert.Contains("stopping: what was accepted is answered first", await rest);
            Assert.DoesNotContain("safe point", await rest);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [Fact]
    public async Task Killed_in_the_middle_of_switches_the_folder_serves_again_and_only_the_admins_key_switches()
    {
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var version in new[] { 1, 2 }) TinyModels.Classifier(_folder[$"models/photos/{version}.onnx"], version);
        var (camera, boss) = (await Key("camera", "predict"), await Key("boss", "admin"));
        string[] arguments = ["serve", "--models", _folder["models"], "--keys", _folder["keys.json"], "--urls", "http://127.0.0.1:0", "--max-batch", "2"];
        for (var round = 0; round < 3; round++)
        {
            using var process = CommandLineProcess.Start(_folder.Root, arguments);
            try
            {
                using var http = new HttpClient { BaseAddress = new Uri((await Address(process, cancellation)).Url) };
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", cancellation)).StatusCode);
                Assert.Equal(HttpStatusCode.Unauthorized, await Ask(http, null, "predict"));
                Assert.Equal(HttpStatusCode.OK, await Ask(http, camera, "predict"));
                Assert.Equal(HttpStatusCode.Forbidden, await Ask(http, camera, "versions/1"));
                Assert.Equal(HttpStatusCode.OK, await Ask(http, boss, "versions/1"));
                var switching = Task.Run(async () =>
                {
                    for (var i = 0; ; i++) await Ask(http, boss, $"versions/{1 + i % 2}");
                }, cancellation);
                await Task.Delay(150 + 70 * round, cancellation);
                process.Kill(); // SIGKILL
                await process.WaitForExitAsync(cancellation);
                await Assert.ThrowsAsync<HttpRequestException>(() => switching);
            }
            finally
            {
                if (!process.HasExited) process.Kill();
            }
        }
        if (File.Exists(_folder["models/serving.json"])) JsonDocument.Parse(File.ReadAllText(_folder["models/serving.json"])).Dispose();
    }

    [Fact]
    public async Task What_cannot_be_served_is_refused_with_what_to_do()
    {
        await Refused("graft serve keys add", "serve", Model(), "--urls", "http://0.0.0.0:0");
        await Refused("is expected", "serve");
        await Refused("does not exist", "serve", "missing.onnx");
        await Refused("There is no folder", "serve", "--models", "missing");
        await Refused("no file of keys", "serve", Model(), "--keys", "missing.json", "--urls", "http://127.0.0.1:0");
    }

    [Fact]
    public async Task The_program_of_the_guide_serves_and_asks_itself()
    {
        var photo = Directory.GetFiles(Repository.At("samples", "photos", "fish")).Order().First();
        var outcome = await CommandLineProcess.Run(_folder.Root, ["serving", Model(), photo],
            program: Path.Combine(AppContext.BaseDirectory, "Graft.Guide.dll"));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Matches("(one|two|three), version [0-9a-f]{12}", outcome.Output);
    }

    private static async Task Refused(string words, params string[] arguments)
    {
        var answer = new StringWriter();
        var exit = await CommandLine.Run([.. arguments], new Terminal(answer, answer));
        Assert.True(exit == ExitCode.BadInput, $"{exit}: {answer}");
        Assert.Contains(words, answer.ToString());
    }

    private async Task<string> Key(string name, string scope)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["serve", "keys", "add", name, "--scopes", scope, "--keys", _folder["keys.json"]],
            new Terminal(output, new StringWriter())));
        return output.ToString().Trim();
    }

    private static async Task<HttpStatusCode> Ask(HttpClient http, string? key, string what)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/models/photos/{what}") { Content = new ByteArrayContent(TinyModels.Jpeg()) };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> Predict(HttpClient http, byte[] image) => http.PostAsync("/v1/models/photos/predict", new ByteArrayContent(image));

    // The service says where it listens; the system chose the port.
    private static async Task<(string Url, List<string> Lines, Task<string> Later)> Address(Process process, CancellationToken cancellation)
    {
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
            if (Url().Match(line) is not { Success: true } match) continue;
            return (match.Groups[1].Value, lines, process.StandardError.ReadToEndAsync(cancellation));
        }
        throw new InvalidOperationException(string.Join('\n', lines));
    }

    private string Model() => TinyModels.Write("classify", _folder["model.onnx"]);

    [GeneratedRegex(@"@IMAGE (http://127\.0\.0\.1:\d+)/v1/models/photos/predict")]
    private static partial Regex Url();
}
