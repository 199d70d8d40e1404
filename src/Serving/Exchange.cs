using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>What every endpoint has in common: a request's id, its key, its refusal as problem+json, its outcome in the metrics.</summary>
internal static class Exchange
{
    public const string RequestIdHeader = "X-Request-Id";

    private const int LongestId = 64;

    public static async Task Run(HttpContext http, Service service, ServingEndpoint endpoint)
    {
        var begun = Stopwatch.GetTimestamp();
        var id = IdOf(http.Request);
        http.Response.Headers[RequestIdHeader] = id;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var outcome = "done";
        var span = ServingSpans.Begin(http, endpoint);
        try
        {
            var caller = new Caller(CallerOf(http, service, endpoint), id);
            CheckQuery(http.Request, endpoint);
            await endpoint.Handle(http, service, caller).ConfigureAwait(false);
        }
        catch (ServingProblem problem)
        {
            outcome = problem.Code;
            await Refuse(http, problem, id).ConfigureAwait(false);
        }
        catch (BadHttpRequestException failure)
        {
            // Kestrel's own limits: a body that is too large or too slow, or no proper request.
            var problem = failure.StatusCode switch
            {
                413 => ServingProblem.TooManyBytes(service.Limits.MaxBodyBytes),
                408 => ServingProblem.BodyTooSlow(service.Limits.BodyTimeout),
                _ => ServingProblem.BadRequest("The request is not proper HTTP, or its body ends early."),
            };
            outcome = problem.Code;
            await Refuse(http, problem, id).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsGone(failure, http))
        {
            outcome = "gone";
        }
        catch (Exception failure) when (endpoint.ProblemOf(failure, http) is { } problem)
        {
            outcome = problem.Code;
            await Refuse(http, problem, id).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            outcome = "fault";
            service.LogFault(id, failure);
            await Refuse(http, new ServingProblem(500, "fault", "This is a fault of the service; its log says more under this request's id."), id)
                .ConfigureAwait(false);
        }
        finally
        {
            service.Metrics.Asked(endpoint.Pattern, outcome, Stopwatch.GetElapsedTime(begun));
            ServingSpans.End(span, outcome);
        }
    }

    /// <summary>Answers a JSON document.</summary>
    public static Task Json<T>(HttpContext http, T document, int status = 200, string type = "application/json")
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, Graft.Json.Compact);
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    /// <summary>Answers a problem outside of any endpoint.</summary>
    public static Task Refuse(HttpContext http, ServingProblem problem)
    {
        var id = IdOf(http.Request);
        http.Response.Headers[RequestIdHeader] = id;
        return Refuse(http, problem, id);
    }

    private static void CheckQuery(HttpRequest request, ServingEndpoint endpoint)
    {
        if (endpoint.Query is not { } known || request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is not { } unknown) return;
        var expected = known.Count == 0 ? "Nothing is expected there." : $"{string.Join(", ", known)} may stand there.";
        throw ServingProblem.BadRequest($"The query has '{ServingProblem.Plain(unknown)}'. {expected}"
            + (Spelling.Nearest(unknown, known) is { } nearest ? $" Did you mean '{nearest}'?" : ""));
    }

    private static string CallerOf(HttpContext http, Service service, ServingEndpoint endpoint)
    {
        if (endpoint.Scope is not { } scope) return "";
        if (service.Keys is { } keys) return keys.Check(http.Request, scope, endpoint.IsRated);
        LocalCaller.Check(http, scope, service.IsForThisMachine);
        return "";
    }

    // A disk that fails is no client that has left.
    private static bool IsGone(Exception failure, HttpContext http) => failure is ConnectionResetException or ConnectionAbortedException
        || (failure is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    private static Task Refuse(HttpContext http, ServingProblem problem, string id)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }
        var seconds = problem.RetryAfter is { } time ? Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)) : (int?)null;
        if (seconds is { } wait) http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        if (problem.Status == 401) http.Response.Headers.WWWAuthenticate = "Bearer";
        // The rest of a body that is refused is not read to its end for the sake of the connection.
        if (problem.Status is 408 or 413) http.Response.Headers.Connection = "close";
        var document = new ProblemDocument($"urn:graft:{problem.Code}", problem.Code, problem.Status, problem.Message, id)
        {
            Limit = problem.Limit,
            RetryAfter = seconds,
        };
        return Json(http, document, problem.Status, "application/problem+json");
    }

    // What callers send goes into headers and logs: only what cannot be mistaken there.
    private static string IdOf(HttpRequest request)
    {
        var given = request.Headers[RequestIdHeader].ToString();
        return given.Length is > 0 and <= LongestId && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    /// <summary>RFC 9457.</summary>
    private sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string RequestId)
    {
        public object? Limit { get; init; }

        public int? RetryAfter { get; init; }
    }
}
