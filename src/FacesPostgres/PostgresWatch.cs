using System.Diagnostics;
using Graft.Faces;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>
/// Hears of changes on a connection of its own, so that who was removed leaves the memory of every process at once and not at its next question, and asks
/// now and then whether the database still answers. No answer rests on it: every question asks for the revision.
/// </summary>
internal sealed class PostgresWatch : IAsyncDisposable
{
    // What is done in a moment needs no second connection.
    private static readonly TimeSpan _start = TimeSpan.FromMilliseconds(500), _longest = TimeSpan.FromSeconds(3);

    // How often a database is asked that answers, and one that does not.
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(10), _again = TimeSpan.FromSeconds(2);

    private readonly PostgresAddress _address;
    private readonly uint _gallery;
    private readonly Func<int> _own;
    private readonly PostgresPresence _presence;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <param name="address">Where.</param>
    /// <param name="gallery">What the server calls the gallery.</param>
    /// <param name="own">The connection that changes it for this process, whose changes are no news.</param>
    /// <param name="presence">Is told whether the database answers.</param>
    /// <param name="changed">Hears of changes.</param>
    public PostgresWatch(PostgresAddress address, uint gallery, Func<int> own, PostgresPresence presence, Action changed)
    {
        (_address, _gallery, _own, _presence, _changed) = (address, gallery, own, presence, changed);
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
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            // A server that refuses this connection alone may answer the gallery's own.
            catch (PostgresException)
            {
            }
            catch (NpgsqlException failure)
            {
                _presence.Gone(PostgresWords.Unreachable(failure, _address), TimeSpan.Zero);
            }
            // Whatever it is, it must not end the listening: it is tried again, and the gallery's own connection says what is wrong when it is used.
            catch (Exception)
            {
            }
        }
    }

    private async Task Listen(Action connected)
    {
        var isChanged = true;
        var connection = new NpgsqlConnection(_address.Within(PostgresPresence.Patience));
        await using (connection.ConfigureAwait(false))
        {
            connection.Notification += (_, heard) => isChanged |= heard.Payload == $"{_gallery}" && heard.PID != _own();
            await connection.OpenAsync(_stop.Token).ConfigureAwait(false);
            await Ask(connection).ConfigureAwait(false);
            using (var command = new NpgsqlCommand($"LISTEN {PostgresSession.Channel}", connection))
                await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
            connected();
            var asked = Stopwatch.GetTimestamp();
            // What was announced before we listened was not heard.
            while (true)
            {
                if (isChanged)
                {
                    isChanged = false;
                    _changed();
                }
                await connection.WaitAsync(_again, _stop.Token).ConfigureAwait(false);
                // By the clock: galleries of one database share the channel, and what they announce must not put the question off.
                if (Stopwatch.GetElapsedTime(asked) < (_presence.IsThere ? _quiet : _again)) continue;
                await Ask(connection).ConfigureAwait(false);
                asked = Stopwatch.GetTimestamp();
            }
        }
    }

    private async Task Ask(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"SELECT to_regclass('{_address.Schema}.gallery')::oid::bigint", connection)
        {
            CommandTimeout = PostgresPresence.Patience,
        };
        if (await command.ExecuteScalarAsync(_stop.Token).ConfigureAwait(false) is not long number)
            _presence.Gone(PostgresWords.Nothing(_address), TimeSpan.Zero);
        else if (number != _gallery) _presence.Gone(PostgresWords.Another(_address), TimeSpan.Zero);
        else _presence.There();
    }
}
