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
