using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Graft.Serving;

/// <summary>
/// What is asked of a caller where nobody has a key: to be a program of this machine. A web page that a browser of this machine shows is not: neither one
/// of another origin, nor one whose name was made to lead here (DNS rebinding).
/// </summary>
internal static class LocalCaller
{
    // What is never said to, nor done for, anybody who happens to reach the program.
    private const KeyScope OfThisMachine = KeyScope.Admin | KeyScope.Faces | KeyScope.Enroll | KeyScope.Descriptors;
    private const string WithKeys = "With keys it is allowed.";
    private const string ForwardedPrefix = "X-Forwarded-";
    private static readonly string[] Forwarded = ["Forwarded", "Via", "X-Real-IP"];

    /// <summary>Lets a program of this machine through.</summary>
    /// <param name="http">The request.</param>
    /// <param name="scope">
    /// What it wants. A program of one's own may have reasons to answer anybody; versions are never chosen, nor people named, for anybody.
    /// </param>
    /// <param name="isHere">Whether only this machine is served, whatever the scope.</param>
    /// <exception cref="ServingProblem">403.</exception>
    public static void Check(HttpContext http, KeyScope scope, bool isHere)
    {
        if ((scope & OfThisMachine) != 0) CheckConnection(http);
        else if (!isHere) return;
        var (request, headers) = (http.Request, http.Request.Headers);
        if (!IsLoopback(request.Host.Host)) throw Refused("other-host", "The request names another host than this machine: ask 127.0.0.1 or localhost.");
        var origin = headers.Origin.ToString();
        var site = headers["Sec-Fetch-Site"].ToString();
        if ((origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            || site is not ("" or "same-origin" or "none"))
            throw Refused("other-origin", "The request comes from a web page of another origin.");
    }

    /// <summary>Whether a name of a host, as in an address, is this machine.</summary>
    public static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Over a socket without addresses, or through a proxy, the caller can be anybody.
    private static void CheckConnection(HttpContext http)
    {
        var connection = http.Connection;
        var isLocal = connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && connection.LocalIpAddress is { } to && IPAddress.IsLoopback(to);
        var listens = http.RequestServices.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (!isLocal || http.Request.Headers.Keys.Any(IsForwarded) || !listens.All(IsLoopbackAddress))
            throw Refused("keys-needed", "This is done for programs of this machine alone, where no other can ask.");
    }

    // What proxies add, not all of them, and most only where they are told to.
    private static bool IsForwarded(string header) =>
        header.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase) || Forwarded.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static bool IsLoopbackAddress(string url) => IsLoopback(BindingHost(url));

    private static string BindingHost(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Host;
        }
        catch (FormatException)
        {
            return ""; // not known, so not this machine
        }
    }

    private static ServingProblem Refused(string code, string detail) => new(403, code, $"{detail} {WithKeys}");
}
