using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Graft.Tests.Networks;

/// <summary>A small HTTP server on 127.0.0.1 that serves one file, and can misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;

    public LoopbackServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Lines "GET /path" and the range asked for, one per request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Answers ranges with 206; otherwise sends the whole file with 200.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>Hangs up after so many bytes of content, for the first <see cref="Cuts"/> requests.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    public int Cuts { get; set; }

    /// <summary>Answered in place of the file, for the first <see cref="Refusals"/> requests.</summary>
    public string Refusal { get; init; } = "404 Not Found";

    public int Refusals { get; set; }

    /// <summary>Sends headers, then nothing.</summary>
    public bool Silent { get; init; }

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
            var request = (await reader.ReadLineAsync())!.Split(' ');
            var range = -1;
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
                if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    range = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
            lock (Requests) Requests.Add($"{request[0]} {request[1]}{(range >= 0 ? $" from {range}" : "")}");

            if (Refusals-- > 0)
            {
                await SendAsync(stream, $"HTTP/1.1 {Refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            if (!Ranges) range = -1;
            if (range >= _content.Length)
            {
                await SendAsync(stream, $"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{_content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            var body = _content.AsMemory(Math.Max(0, range));
            await SendAsync(stream, (range < 0 ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {range}-{_content.Length - 1}/{_content.Length}\r\n")
                + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
            if (Silent) await Task.Delay(TimeSpan.FromSeconds(30));
            await stream.WriteAsync(Cuts-- > 0 && body.Length > CutAfter ? body[..CutAfter] : body);
        }
    }

    private static async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
}
