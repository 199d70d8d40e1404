using System.Net;
using System.Net.Http.Headers;

namespace Graft.Networks;

/// <summary>Brings one file to disk, going on where an earlier attempt stopped.</summary>
/// <param name="client">The connection.</param>
/// <param name="address">The file's address.</param>
/// <param name="part">Where the bytes are gathered.</param>
/// <param name="options">Attempts, pauses, progress.</param>
internal sealed class WeightsDownload(HttpClient client, Uri address, string part, PullOptions options)
{
    /// <summary>Runs until the file is whole or the attempts are used up.</summary>
    /// <exception cref="HttpRequestException">The server refuses, or the last attempt failed.</exception>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = Received();
            try
            {
                await AttemptAsync(cancellation);
                return;
            }
            catch (HttpRequestException failure) when (attempt < options.Attempts && MayPass(failure, attempt))
            {
                if (Received() > before) attempt = 1; // a long file on a poor line may break often, so long as it grows
                await Task.Delay(options.Pause * Math.Pow(2, attempt - 1), cancellation);
            }
        }
    }

    private long Received() => new FileInfo(part) is { Exists: true } file ? file.Length : 0;

    // A refusal (404, 403) stays one, and who is not reached at once is offline; a busy server or a broken connection may recover.
    private static bool MayPass(HttpRequestException failure, int attempt) => failure.StatusCode is { } status
        ? (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        : attempt > 1 || failure.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError;

    private async Task AttemptAsync(CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(options.Silence);
        using var file = PartFile.Open(part);
        try
        {
            using var response = await AskAsync(file.Length, silence.Token);
            if (response is null) return; // all of it is here
            if (response.StatusCode != HttpStatusCode.PartialContent) file.Clear(); // the server sends it from the start
            await CopyAsync(response, file, silence);
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException && !silence.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "no connection could be made in time", failure);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing was received for {options.Silence.TotalSeconds:0.#} seconds");
        }
        catch (IOException failure) // of the connection; the file's own errors are GraftExceptions
        {
            throw new HttpRequestException(failure.Message, failure);
        }
    }

    private async Task<HttpResponseMessage?> AskAsync(long have, CancellationToken cancellation)
    {
        var response = await SendAsync(have, cancellation);
        var range = response.Content.Headers.ContentRange;
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && range?.From == have;
        if (have > 0 && !goesOn && response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent)
        {
            response.Dispose();
            if (range?.Length == have) return null;
            response = await SendAsync(0, cancellation); // the part on disk is not of this file
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new HttpRequestException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private async Task CopyAsync(HttpResponseMessage response, PartFile file, CancellationTokenSource silence)
    {
        var total = response.Content.Headers.ContentLength + file.Length;
        await using var content = await response.Content.ReadAsStreamAsync(silence.Token);
        var window = new byte[1 << 17];
        options.Progress?.Invoke(new(file.Length, total));
        for (int count; (count = await content.ReadAsync(window, silence.Token)) > 0;)
        {
            file.Append(window.AsSpan(0, count));
            silence.CancelAfter(options.Silence);
            options.Progress?.Invoke(new(file.Length, total));
        }
        if (total is { } expected && file.Length != expected) throw new HttpRequestException($"{file.Length} of {expected} bytes were received");
    }
}
