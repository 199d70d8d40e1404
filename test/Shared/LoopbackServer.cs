using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Graft.Tests;

/// <summary>A small HTTP server on 127.0.0.1 that serves a file (or several, by path), and can misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]?> _contentOf;

    public LoopbackServer(byte[] content)
        : this(_ => content)
    {
    }

    /// <summary>Serves what is in the dictionary, 404 for other paths.</summary>
    public LoopbackServer(IReadOnlyDictionary<string, byte[]> files)
        : this(path => files.GetValueOrDefault(path))
    {
    }

    private LoopbackServer(Func<string, byte[]?> contentOf)
    {
        _contentOf = contentOf;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Lines "GET /path" and the range asked for, one per request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Answers ranges with 206; otherwise sends the whole file with 200.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>Says in its answers that it serves ranges.</summary>
    public bool SaysRanges { get; init; }

    /// <summary>Further lines of every answer's head.</summary>
    public string Head { get; init; } = "";

    /// <summary>Hangs up after so many bytes of content, for the first <see cref="Cuts"/> requests.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    public int Cuts { get; set; }

    /// <summary>Answered in place of the file, for the first <see cref="Refusals"/> requests.</summary>
    public string Refusal { get; init; } = "404 Not Found";

    public int Refusals { get; set; }

    /// <summary>Ranges with an end are refused so, where it is set.</summary>
    public string? RefusalOfParts { get; init; }

    /// <summary>Sends headers, then nothing.</summary>
    public bool Silent { get; init; }

    /// <summary>Sends a tenth of the content, then nothing.</summary>
    public bool Stalls { get; set; }

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = AnswerAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync() is not { } line) return;
            var request = line.Split(' ');
            var (from, to) = (-1, -1);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
                if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                {
                    var edges = header["Range: bytes=".Length..].Split('-');
                    (from, to) = (int.Parse(edges[0]), edges[1].Length > 0 ? int.Parse(edges[1]) : -1);
                }
            bool isRefused, isCut;
            lock (Requests)
            {
                Requests.Add($"{request[0]} {request[1]}{(from >= 0 ? $" from {from}" : "")}{(to >= 0 ? $" to {to}" : "")}");
                (isRefused, isCut) = (Refusals-- > 0, Cuts-- > 0);
            }
            var content = _contentOf(request[1]);
            if (isRefused || content is null || (to >= 0 && RefusalOfParts is not null))
            {
                var status = isRefused ? Refusal : content is null ? "404 Not Found" : RefusalOfParts;
                await SendAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            await AnswerAsync(stream, content, Ranges ? (from, to) : (-1, -1), (isCut, request[0] == "HEAD"));
        }
    }

    private async Task AnswerAsync(NetworkStream stream, byte[] content, (int From, int To) range, (bool IsCut, bool IsHead) how)
    {
        if (range.From >= content.Length)
        {
            await SendAsync(stream, "HTTP/1.1 416 Range Not Satisfiable\r\n"
                + $"Content-Range: bytes */{content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        var end = range.To >= 0 ? Math.Min(range.To + 1, content.Length) : content.Length;
        var body = content.AsMemory()[Math.Max(0, range.From)..end];
        var status = range.From < 0
            ? "HTTP/1.1 200 OK\r\n"
            : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {range.From}-{end - 1}/{content.Length}\r\n";
        await SendAsync(stream, status + (SaysRanges ? "Accept-Ranges: bytes\r\n" : "") + Head
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        if (how.IsHead) return;
        if (Silent) await Task.Delay(TimeSpan.FromSeconds(30));
        if (Stalls)
        {
            await stream.WriteAsync(body[..(body.Length / 10)]);
            await Task.Delay(TimeSpan.FromSeconds(30));
        }
        await stream.WriteAsync(how.IsCut && body.Length > CutAfter ? body[..CutAfter] : body);
    }

    private static async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
}
