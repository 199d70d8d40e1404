using Graft.Runtime;

namespace Graft.Serving;

/// <summary>A refusal as problem+json (RFC 9457): what happened, the limit, what to do. It never names a path of the machine.</summary>
internal sealed class ServingProblem(int status, string code, string detail) : Exception(detail)
{
    private const int LongestQuote = 100;

    public int Status => status;

    /// <summary>A word for programs.</summary>
    public string Code => code;

    /// <summary>The limit that was exceeded.</summary>
    public object? Limit { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static ServingProblem BadRequest(string detail) => new(400, "bad-request", detail);

    public static ServingProblem NoModel(string name) => new(404, "no-model", $"No model is called '{Plain(name)}'. GET /v1/models lists them.");

    public static ServingProblem NoVersion(ServedName name, string version) =>
        new(404, "no-version", $"Version '{Plain(version)}' of '{name.Name}' does not answer. GET /v1/models/{name.Name} says which one does.");

    public static ServingProblem NoAddress(string path) =>
        new(404, "no-address", $"There is nothing at '{Plain(path)}'. GET /openapi.json lists the addresses.");

    public static ServingProblem TooManyBytes(long limit) =>
        new(413, "body-too-large", $"The body has more than {limit} bytes. Shrink the images, or send fewer at once.") { Limit = limit };

    public static ServingProblem TooManyImages(int limit) => new(413, "too-many-images", $"There are more than {limit} images.") { Limit = limit };

    public static ServingProblem BodyTooSlow(TimeSpan limit) =>
        new(408, "body-too-slow", $"The body did not arrive within {limit.TotalSeconds:0.#} s.") { Limit = limit.TotalSeconds };

    public static ServingProblem TooLate(TimeSpan limit) =>
        new(504, "too-late", $"There was no answer within {limit.TotalMilliseconds:0} ms.") { Limit = limit.TotalMilliseconds };

    public static ServingProblem Draining() => new(503, "draining", "The service is stopping. Ask another one.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>What a client sent, without what could disturb a terminal.</summary>
    public static string Plain(string given) => new([.. given.Where(c => !char.IsControl(c)).Take(LongestQuote)]);

    public static ServingProblem Of(ServingRefusal refusal, ServingLimits limits) => refusal.Reason switch
    {
        RefusalReason.TooLate => new(429, "queue-full", "So much waits that an answer would come after the deadline.") { RetryAfter = refusal.RetryAfter },
        RefusalReason.BytesInFlight => new(429, "queue-full", "The bodies and outputs in memory are as large as they may be together.")
        {
            Limit = limits.BytesInFlight,
            RetryAfter = refusal.RetryAfter,
        },
        _ => new(429, "queue-full", $"{limits.Queue} images wait at most.") { Limit = limits.Queue, RetryAfter = refusal.RetryAfter },
    };
}
