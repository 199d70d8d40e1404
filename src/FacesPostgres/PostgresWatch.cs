using System.Net.Sockets;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>
/// Hears of changes on a connection of its own, so that who was removed leaves the memory of every process at once and not at its next question. No answer
/// rests on it: every question asks for the revision.
/// </summary>
internal sealed class PostgresWatch : IAsyncDisposable
{
    // What is done in a moment needs no second connection.
    private static readonly TimeSpan _start = TimeSpan.FromMilliseconds(500), _longest = TimeSpan.FromSeconds(30);

    private readonly string _connectionString, _gallery;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public PostgresWatch(string connectionString, uint gallery, Action changed)
    {
        (_connectionString, _gallery, _changed) = (connectionString, $"{gallery}", changed);
        _work = Task.Run(Run);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Run()
    {
        var wait = _start;
        while (true)
        {
            try
            {
                await Task.Delay(wait, _stop.Token).ConfigureAwait(false);
                wait = wait * 2 < _longest ? wait * 2 : _longest;
                await Listen(() => wait = _start).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            // The gallery's own connection says what is wrong when it is used.
            catch (Exception failure) when (failure is NpgsqlException or IOException or TimeoutException or SocketException or InvalidOperationException
                or OperationCanceledException)
            {
            }
        }
    }

    private async Task Listen(Action connected)
    {
        var isChanged = true;
        var connection = new NpgsqlConnection(_connectionString);
        await using (connection.ConfigureAwait(false))
        {
            connection.Notification += (_, heard) => isChanged |= heard.Payload == _gallery;
            await connection.OpenAsync(_stop.Token).ConfigureAwait(false);
            using (var command = new NpgsqlCommand($"LISTEN {PostgresSession.Channel}", connection))
                await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
            connected();
            // What was announced before we listened was not heard.
            while (true)
            {
                if (isChanged)
                {
                    isChanged = false;
                    _changed();
                }
                await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
        }
    }
}
