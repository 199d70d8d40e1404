using System.Net;
using System.Net.Http.Headers;

namespace Graft.Networks;

/// <summary>Connections as every download makes them.</summary>
internal static class WebClient
{
    /// <summary>A client that goes through the proxies of HTTP_PROXY, HTTPS_PROXY and NO_PROXY or the system's; this machine itself needs none.</summary>
    public static HttpClient Make(Uri address, PullOptions options, bool followsRedirects = true)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = options.Silence / 3,
            UseProxy = !address.IsLoopback,
            AllowAutoRedirect = followsRedirects,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("graft");
        return client;
    }

    /// <summary>The address, or null where the text is none of http or https.</summary>
    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
}

/// <summary>Asks a server for a file from some byte on.</summary>
internal sealed class RangeRequest(HttpClient client, Uri address)
{
    /// <summary>From a byte to the end: the answer is the rest, or the whole file where the server does not serve parts. Null when nothing is left.</summary>
    /// <exception cref="HttpRequestException">The server refuses.</exception>
    public async Task<HttpResponseMessage?> RestAsync(long have, CancellationToken cancellation)
    {
        var response = await SendAsync(have, null, cancellation);
        var range = response.Content.Headers.ContentRange;
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && range?.From == have;
        if (have > 0 && !goesOn && response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent)
        {
            response.Dispose();
            if (range?.Length == have) return null;
            response = await SendAsync(0, null, cancellation); // the part on disk is not of this file
        }
        return Accepted(response);
    }

    /// <summary>A stretch of the file; null where the server answers with something else, so that the file cannot be shared out.</summary>
    /// <exception cref="HttpRequestException">The server refuses.</exception>
    public async Task<HttpResponseMessage?> StretchAsync(long from, long end, CancellationToken cancellation)
    {
        var response = await SendAsync(from, end - 1, cancellation);
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from) return response;
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable) return Accepted(response);
        response.Dispose();
        return null;
    }

    private static HttpResponseMessage Accepted(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new HttpRequestException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(long from, long? to, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0 || to is not null) request.Headers.Range = new RangeHeaderValue(from, to);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }
}
