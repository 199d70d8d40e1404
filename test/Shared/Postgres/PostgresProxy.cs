using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Graft.Tests;

/// <summary>Stands before the server of the tests, and loses what is sent as a network may.</summary>
public sealed class PostgresProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly int _server;

    public PostgresProxy(PostgresServer server)
    {
        _server = server.Port;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>The answer to the next statement that holds these words is lost, with the connection.</summary>
    public string? Losing { get; set; }

    /// <summary>Whether nothing is let in any more once an answer was lost.</summary>
    public bool IsClosedThen { get; set; }

    /// <summary>Whether nothing goes through, and nobody is told.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether connections are closed at once.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Connections that were asked for.</summary>
    public int Connections { get; private set; }

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients) foreach (var client in _clients) client.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                Connections++;
                if (IsClosed)
                {
                    client.Dispose();
                    continue;
                }
                var server = new TcpClient();
                server.Connect(IPAddress.Loopback, _server);
                lock (_clients) _clients.AddRange([client, server]);
                new Thread(() => Copy(client, server, isQuestion: true)) { IsBackground = true }.Start();
                new Thread(() => Copy(server, client, isQuestion: false)) { IsBackground = true }.Start();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Copy(TcpClient from, TcpClient to, bool isQuestion)
    {
        var bytes = new byte[1 << 16];
        try
        {
            while (from.GetStream().Read(bytes) is > 0 and var count)
            {
                while (IsSilent) Thread.Sleep(20);
                if (isQuestion && Losing is { } words && Encoding.ASCII.GetString(bytes, 0, count).Contains(words))
                {
                    Losing = null;
                    IsClosed = IsClosedThen;
                    // The client's end goes first, so that the answer has nowhere to go.
                    from.Client.Shutdown(SocketShutdown.Both);
                    to.GetStream().Write(bytes, 0, count);
                    Thread.Sleep(500);
                    break;
                }
                to.GetStream().Write(bytes, 0, count);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or SocketException)
        {
        }
        from.Dispose();
        to.Dispose();
    }
}
