using System.Diagnostics;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>
/// The source "Graft.Serving": a span for each request that wants something computed or changed, under the caller's traceparent, and in it one for each phase
/// of each image. No span holds what an image shows.
/// </summary>
internal static class ServingSpans
{
    public const string SourceName = "Graft.Serving";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of a request; null where nobody listens, and for what is asked all the time, such as health.</summary>
    public static Activity? Begin(HttpContext http, ServingEndpoint endpoint)
    {
        if (endpoint.Scope is null || !Source.HasListeners()) return null;
        // The host makes a span of its own where it is listened to; otherwise the caller's is the parent.
        var parent = Activity.Current is null && ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, out var caller)
            ? caller : default;
        return Source.StartActivity($"{endpoint.Method} {endpoint.Pattern}", ActivityKind.Internal, parent);
    }

    /// <summary>What became of the request.</summary>
    public static void End(Activity? span, string outcome)
    {
        if (span is null) return;
        span.SetTag("graft.outcome", outcome);
        if (outcome == "fault") span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }

    /// <summary>Which version answered, and what its images spent where.</summary>
    public static void Answered(ServedVersion version, IReadOnlyList<ServingTicket> tickets)
    {
        if (Activity.Current is not { } span || span.Source != Source) return;
        span.SetTag("graft.model", version.Name).SetTag("graft.version", version.Version).SetTag("graft.images", tickets.Sum(ticket => ticket.Images));
        foreach (var ticket in tickets)
        {
            var at = DateTimeOffset.UtcNow - ticket.Age;
            at = Phase("queue", at, ticket.Waited, ticket);
            if (ticket.Image is not null) at = Phase("decode", at, ticket.Decoding, ticket);
            Phase("run", at, ticket.Running, ticket);
        }

        DateTimeOffset Phase(string name, DateTimeOffset begin, TimeSpan time, ServingTicket ticket)
        {
            using var phase = Source.StartActivity(name, ActivityKind.Internal, span.Context, startTime: begin);
            phase?.SetTag("graft.batch", ticket.Batch).SetEndTime((begin + time).UtcDateTime);
            return begin + time;
        }
    }
}
