using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Graft.Tests.Logging;

/// <summary>What a run needs of MLflow's REST interface, on 127.0.0.1; it can refuse, fail and be slow.</summary>
internal sealed class TrackingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private int _failures;

    public TrackingServer(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.Map("/{**path}", Answer);
        _app.StartAsync().GetAwaiter().GetResult();
        Url = _app.Urls.Single();
    }

    public string Url { get; }

    /// <summary>Experiments by name.</summary>
    public Dictionary<string, string> Experiments { get; } = [];

    /// <summary>Runs that were made, with their parameters and states as they came.</summary>
    public List<JsonObject> Created { get; } = [];

    public List<string> Statuses { get; } = [];

    public Dictionary<string, string> Parameters { get; } = [];

    public List<(string Run, string Key, double Value, long Step)> Metrics { get; } = [];

    /// <summary>What the header Authorization of each call was.</summary>
    public List<string> Authorizations { get; } = [];

    /// <summary>Status of an answer before anything else, for so many calls.</summary>
    public (int Status, int Times) Refuses { get; set; }

    /// <summary>Before each answer.</summary>
    public TimeSpan Delay { get; set; }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync() is { Length: > 0 } text ? JsonNode.Parse(text)!.AsObject() : [];
        JsonObject answer;
        lock (_gate)
        {
            Authorizations.Add(context.Request.Headers.Authorization.ToString());
            if (_failures < Refuses.Times)
            {
                _failures++;
                context.Response.StatusCode = Refuses.Status;
                answer = new JsonObject { ["error_code"] = "INTERNAL_ERROR", ["message"] = $"sent {context.Request.Headers.Authorization}" };
            }
            else answer = Of(context, body);
        }
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject Of(HttpContext context, JsonObject body)
    {
        switch (context.Request.Path.Value)
        {
            case "/api/2.0/mlflow/experiments/get-by-name":
                if (Experiments.TryGetValue(context.Request.Query["experiment_name"]!, out var found))
                    return new() { ["experiment"] = new JsonObject { ["experiment_id"] = found } };
                context.Response.StatusCode = 404;
                return new() { ["error_code"] = "RESOURCE_DOES_NOT_EXIST", ["message"] = "no such experiment" };
            case "/api/2.0/mlflow/experiments/create":
                Experiments[body["name"]!.GetValue<string>()] = "7";
                return new() { ["experiment_id"] = "7" };
            case "/api/2.0/mlflow/runs/create":
                Created.Add(body);
                return new() { ["run"] = new JsonObject { ["info"] = new JsonObject { ["run_id"] = $"run{Created.Count}" } } };
            case "/api/2.0/mlflow/runs/log-batch":
                var (metrics, parameters) = (body["metrics"] as JsonArray ?? [], body["params"] as JsonArray ?? []);
                if (metrics.Count > 1000 || parameters.Count > 100 || parameters.Any(one => Parameters.ContainsKey(one!["key"]!.GetValue<string>())))
                {
                    context.Response.StatusCode = 400;
                    return new() { ["error_code"] = "INVALID_PARAMETER_VALUE" };
                }
                var run = body["run_id"]!.GetValue<string>();
                foreach (var one in metrics)
                    Metrics.Add((run, one!["key"]!.GetValue<string>(), one["value"]!.GetValue<double>(), one["step"]!.GetValue<long>()));
                foreach (var one in parameters) Parameters[one!["key"]!.GetValue<string>()] = one["value"]!.GetValue<string>();
                return [];
            case "/api/2.0/mlflow/runs/update":
                Statuses.Add(body["status"]!.GetValue<string>());
                return [];
            default:
                context.Response.StatusCode = 404;
                return new() { ["error_code"] = "ENDPOINT_NOT_FOUND" };
        }
    }
}
