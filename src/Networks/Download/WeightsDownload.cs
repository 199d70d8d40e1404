using System.Net;

namespace Graft.Networks;

/// <summary>
/// Brings one file to disk, going on where an earlier attempt stopped. A long file is shared out over several connections
/// where the server serves parts; where it does not, or stops doing so, one connection fetches it from start to end.
/// </summary>
/// <param name="client">The connection.</param>
/// <param name="address">The file's address.</param>
/// <param name="part">Where the bytes are gathered.</param>
/// <param name="options">Attempts, pauses, progress.</param>
internal sealed class WeightsDownload(HttpClient client, Uri address, string part, PullOptions options)
{
    private readonly RangeRequest _ask = new(client, address);
    private readonly DownloadAttempts _attempts = new(options);
    private readonly DownloadMeter _meter = new(options.Progress);
    private bool _maySplit = options.Connections > 1;

    /// <summary>Runs until the file is whole or the attempts are used up.</summary>
    /// <exception cref="HttpRequestException">The server refuses, or the last attempt failed.</exception>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pieces = DownloadLayout.Read(part);
        if (pieces.Count == 1)
        {
            var whole = pieces[0];
            await _attempts.RunAsync(() => whole.Received, FromStartToEndAsync, cancellation);
            pieces = DownloadLayout.Read(part);
            if (pieces.Count == 1) return;
        }
        if (await TogetherAsync(pieces, cancellation))
        {
            DownloadLayout.Join(part, pieces);
            return;
        }
        DownloadLayout.Drop(part);
        _maySplit = false;
        await RunAsync(cancellation);
    }

    // One connection; ends early, with several pieces laid out, when the server turns out to serve parts of a long file.
    private async Task FromStartToEndAsync(CancellationTokenSource silence)
    {
        using var file = PartFile.Open(part);
        using var response = await _ask.RestAsync(file.Length, silence.Token);
        if (response is null) return; // all of it is here
        var isRest = response.StatusCode == HttpStatusCode.PartialContent;
        if (!isRest) file.Clear(); // the server sends it from the start
        var total = response.Content.Headers.ContentLength + file.Length;
        var servesParts = isRest || response.Headers.AcceptRanges.Contains("bytes");
        var count = total is { } bytes && servesParts && _maySplit ? (int)Math.Min(options.Connections, (bytes - file.Length) / options.ShortestPart) : 1;
        if (count > 1)
        {
            DownloadLayout.Split(part, total!.Value, count);
            return;
        }
        _meter.Set(file.Length, total);
        await CopyAsync(response, file, silence);
        if (total is { } expected && file.Length != expected) throw new HttpRequestException($"{file.Length} of {expected} bytes were received");
    }

    // False when the server no longer serves parts of this file, or the file has become another.
    private async Task<bool> TogetherAsync(IReadOnlyList<DownloadPiece> pieces, CancellationToken cancellation)
    {
        _meter.Set(pieces.Sum(piece => piece.Received), pieces[^1].End);
        var answers = await Task.WhenAll(pieces.Select(async piece =>
        {
            try
            {
                return await PieceAsync(piece, pieces[^1].End, cancellation);
            }
            catch (HttpRequestException)
            {
                return null; // a server may allow fewer connections: once more below, alone
            }
        }));
        for (var i = 0; i < pieces.Count; i++) answers[i] ??= await PieceAsync(pieces[i], pieces[^1].End, cancellation);
        return answers.All(served => served == true);
    }

    private async Task<bool?> PieceAsync(DownloadPiece piece, long? total, CancellationToken cancellation)
    {
        var served = true;
        if (!piece.IsWhole)
            await _attempts.RunAsync(() => piece.Received, async silence =>
            {
                using var file = PartFile.Open(piece.Path);
                using var response = await _ask.StretchAsync(piece.Start + file.Length, piece.End!.Value, silence.Token);
                served = response?.Content.Headers.ContentRange is { } range && range.To < piece.End && (range.Length ?? total) == total;
                if (!served) return;
                await CopyAsync(response!, file, silence);
                if (!piece.IsWhole) throw new HttpRequestException($"{piece.Received} of {piece.End - piece.Start} bytes of a part were received");
            }, cancellation);
        return served;
    }

    private async Task CopyAsync(HttpResponseMessage response, PartFile file, CancellationTokenSource silence)
    {
        await using var content = await response.Content.ReadAsStreamAsync(silence.Token);
        var window = new byte[1 << 17];
        for (int count; (count = await content.ReadAsync(window, silence.Token)) > 0;)
        {
            file.Append(window.AsSpan(0, count));
            silence.CancelAfter(options.Silence);
            _meter.Add(count);
        }
    }
}

/// <summary>Adds up what several connections receive.</summary>
internal sealed class DownloadMeter(Action<PullProgress>? report)
{
    private readonly Lock _gate = new();
    private long _received;
    private long? _total;

    /// <summary>Starts anew from what is on disk.</summary>
    public void Set(long received, long? total)
    {
        lock (_gate)
        {
            (_received, _total) = (received, total);
            report?.Invoke(new(_received, _total));
        }
    }

    public void Add(int bytes)
    {
        lock (_gate) report?.Invoke(new(_received += bytes, _total));
    }
}
