using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graft;

/// <summary>The few calls of MLflow's REST interface that a run needs (https://mlflow.org/docs/latest/rest-api.html).</summary>
internal sealed class MlflowClient : IDisposable
{
    private const int MaxMessage = 200;

    private readonly HttpClient _client;
    private readonly MlflowAddress _address;

    /// <param name="address">The server.</param>
    /// <param name="timeout">For one call.</param>
    public MlflowClient(MlflowAddress address, TimeSpan timeout)
    {
        _address = address;
        // A token must not follow to another server.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = timeout }) { Timeout = timeout };
        _client.DefaultRequestHeaders.Authorization = address.Authorization;
    }

    /// <summary>Number of an experiment by its name; it is made where there is none.</summary>
    public async Task<string> ExperimentAsync(string name, CancellationToken cancellation)
    {
        if (await FindAsync(name, cancellation).ConfigureAwait(false) is { } found) return found;
        try
        {
            var made = await CallAsync(HttpMethod.Post, "experiments/create", new JsonObject { ["name"] = name }, cancellation).ConfigureAwait(false);
            return Text(made["experiment_id"]);
        }
        catch (MlflowException refusal) when (refusal.Code == "RESOURCE_ALREADY_EXISTS")
        {
            // Another run made it in between.
            return await FindAsync(name, cancellation).ConfigureAwait(false)
                ?? throw new MlflowException($"the experiment '{name}' was deleted", refusal.Code, false);
        }
    }

    /// <summary>Begins a run.</summary>
    /// <returns>Its number.</returns>
    public async Task<string> CreateAsync(string experiment, string name, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        var made = await CallAsync(HttpMethod.Post, "runs/create", new JsonObject
        {
            ["experiment_id"] = experiment,
            ["run_name"] = name,
            ["start_time"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            ["tags"] = Pairs(tags),
        }, cancellation).ConfigureAwait(false);
        return Text(made["run"]?["info"]?["run_id"]);
    }

    /// <summary>Keeps numbers: 1000 in a call at most.</summary>
    public Task MetricsAsync(string run, IReadOnlyCollection<MlflowMetric> metrics, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Post, "runs/log-batch", new JsonObject
        {
            ["run_id"] = run,
            ["metrics"] = new JsonArray([.. metrics.Select(metric => new JsonObject
            {
                ["key"] = metric.Key,
                ["value"] = metric.Value,
                ["timestamp"] = metric.Timestamp,
                ["step"] = metric.Step,
            })]),
        }, cancellation);

    /// <summary>Keeps settings: 100 in a call at most.</summary>
    public Task ParametersAsync(string run, IReadOnlyDictionary<string, string> values, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Post, "runs/log-batch", new JsonObject { ["run_id"] = run, ["params"] = Pairs(values) }, cancellation);

    /// <summary>Says that a run goes on (RUNNING) or how it ended: FINISHED, FAILED, KILLED.</summary>
    public Task UpdateAsync(string run, string status, CancellationToken cancellation)
    {
        var body = new JsonObject { ["run_id"] = run, ["status"] = status };
        if (status != "RUNNING") body["end_time"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return CallAsync(HttpMethod.Post, "runs/update", body, cancellation);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var found = await CallAsync(HttpMethod.Get, $"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", null, cancellation)
                .ConfigureAwait(false);
            return Text(found["experiment"]?["experiment_id"]);
        }
        catch (MlflowException refusal) when (refusal.Code == "RESOURCE_DOES_NOT_EXIST")
        {
            return null;
        }
    }

    private async Task<JsonNode> CallAsync(HttpMethod method, string call, JsonObject? body, CancellationToken cancellation)
    {
        try
        {
            using var content = body is null ? null : JsonContent.Create(body);
            using var request = new HttpRequestMessage(method, $"{_address.Url}/api/2.0/mlflow/{call}") { Content = content };
            using var response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            var answer = Parsed(text);
            if (response.IsSuccessStatusCode) return answer ?? throw new MlflowException("its answer is not that of a tracking server", "", false);
            throw Refused(response.StatusCode, answer);
        }
        catch (HttpRequestException failure)
        {
            throw new MlflowException(Short(failure.GetBaseException().Message), "", true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MlflowException(string.Create(CultureInfo.InvariantCulture, $"it did not answer within {_client.Timeout.TotalSeconds:0.#} s"), "", true);
        }
    }

    private MlflowException Refused(HttpStatusCode status, JsonNode? answer)
    {
        var code = (answer as JsonObject)?["error_code"]?.ToString() ?? "";
        var message = Short((answer as JsonObject)?["message"]?.ToString() ?? "");
        var passes = (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new MlflowException($"it answered {(int)status}{(code.Length > 0 ? $" {code}" : "")}{(message.Length > 0 ? $": {message}" : "")}", code, passes);
    }

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text.Length > 0 ? text : "{}");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A server may repeat what it was sent.
    private string Short(string message)
    {
        if (_address.Authorization?.Parameter is { Length: > 0 } secret) message = message.Replace(secret, "...", StringComparison.Ordinal);
        message = message.ReplaceLineEndings(" ");
        return message.Length > MaxMessage ? $"{message[..MaxMessage]}..." : message;
    }

    private static JsonArray Pairs(IReadOnlyDictionary<string, string> values) =>
        new([.. values.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]);

    private static string Text(JsonNode? node) => node?.ToString() ?? throw new MlflowException("its answer is not that of a tracking server", "", false);
}

/// <summary>A number as MLflow keeps it.</summary>
internal readonly record struct MlflowMetric(string Key, double Value, long Timestamp, long Step);

/// <summary>A call that was not answered as it should be.</summary>
/// <param name="message">Why.</param>
/// <param name="code">MLflow's word for it; empty without one.</param>
/// <param name="passes">Whether the same call may succeed later.</param>
internal sealed class MlflowException(string message, string code, bool passes) : Exception(message)
{
    public string Code => code;

    public bool Passes => passes;
}
