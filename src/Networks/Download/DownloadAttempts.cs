using System.Net;

namespace Graft.Networks;

/// <summary>Tries again what a poor line or a busy server breaks off, and turns every way a connection can end into one exception.</summary>
internal sealed class DownloadAttempts(PullOptions options)
{
    /// <summary>Runs an attempt until it succeeds or the attempts are used up.</summary>
    /// <param name="received">Bytes on disk so far.</param>
    /// <param name="attempt">One attempt; it extends the source's delay whenever bytes arrive.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="HttpRequestException">The server refuses, or the last attempt failed.</exception>
    public async Task RunAsync(Func<long> received, Func<CancellationTokenSource, Task> attempt, CancellationToken cancellation)
    {
        for (var number = 1; ; number++)
        {
            var before = received();
            try
            {
                await OnceAsync(attempt, cancellation);
                return;
            }
            catch (HttpRequestException failure) when (number < options.Attempts && MayPass(failure, number))
            {
                if (received() > before) number = 1; // a long file on a poor line may break often, so long as it grows
                await Task.Delay(options.Pause * Math.Pow(2, number - 1), cancellation);
            }
        }
    }

    // A refusal (404, 403) stays one, and who is not reached at once is offline; a busy server or a broken connection may recover.
    private static bool MayPass(HttpRequestException failure, int number) => failure.StatusCode is { } status
        ? (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        : number > 1 || failure.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError;

    private async Task OnceAsync(Func<CancellationTokenSource, Task> attempt, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(options.Silence);
        try
        {
            await attempt(silence);
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
}
