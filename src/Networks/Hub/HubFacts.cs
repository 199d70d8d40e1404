namespace Graft.Networks;

/// <summary>What a hub says of a file before it is downloaded: large files have their SHA-256 as the tag of the linked file.</summary>
/// <param name="Sha256">Hash of the content; null where the hub does not say.</param>
/// <param name="Commit">Commit of the repository; null where the hub does not say.</param>
internal sealed record HubFacts(string? Sha256, string? Commit)
{
    // The hub answers with a redirection to where the bytes are, and the facts stand in that answer's head alone.
    public static async Task<HubFacts> AskAsync(Uri address, PullOptions options, CancellationToken cancellation)
    {
        using var client = WebClient.Make(address, options, followsRedirects: false);
        client.Timeout = options.Silence;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var response = await client.SendAsync(request, cancellation);
            var tag = Header(response, "X-Linked-ETag")?.Trim('"');
            return new(tag is { Length: 64 } && tag.All(char.IsAsciiHexDigitLower) ? tag : null, Header(response, "X-Repo-Commit"));
        }
        catch (Exception failure) when (failure is HttpRequestException || failure is TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return new(null, null); // the download itself tells what is wrong
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
