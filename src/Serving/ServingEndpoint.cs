using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>An address.</summary>
/// <param name="method">GET or POST.</param>
/// <param name="pattern">As ASP.NET Core writes it.</param>
/// <param name="scope">What a key must be allowed; null where nobody is asked for one.</param>
internal abstract class ServingEndpoint(string method, string pattern, KeyScope? scope)
{
    public string Method => method;

    /// <summary>What it answers to: also HEAD, without the body, where GET is.</summary>
    public IEnumerable<string> Methods => method == "GET" ? [method, "HEAD"] : [method];

    public string Pattern => pattern;

    public KeyScope? Scope => scope;

    /// <summary>Whether the rate of a key counts it.</summary>
    public virtual bool IsRated => false;

    /// <summary>What may stand in its query, so that what is misspelt is not passed over; null where anything may.</summary>
    public virtual IReadOnlyList<string>? Query => null;

    /// <summary>What a failure of a request means to the client; null for a fault.</summary>
    public virtual ServingProblem? ProblemOf(Exception failure, HttpContext http) => null;

    /// <summary>Answers.</summary>
    /// <exception cref="ServingProblem">It is refused.</exception>
    public abstract Task Handle(HttpContext http, Service service, Caller caller);
}

/// <summary>Who asks.</summary>
/// <param name="Name">Of the key; empty without keys.</param>
/// <param name="RequestId">The caller's, or one that was made.</param>
internal sealed record Caller(string Name, string RequestId);
