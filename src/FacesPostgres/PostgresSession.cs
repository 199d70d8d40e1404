using Graft.Faces;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>A connection as galleries use it, and what can be asked before there is a gallery.</summary>
internal static class PostgresSession
{
    /// <summary>What others hear of changes on; the gallery is the payload.</summary>
    public const string Channel = "graft_faces";

    /// <summary>A connection as galleries use it.</summary>
    /// <exception cref="GraftException">Nobody answers, or the user is not let in.</exception>
    /// <param name="address">Where.</param>
    /// <param name="patience">Seconds to wait for the server at most; null for what the connection string says.</param>
    public static NpgsqlConnection Open(PostgresAddress address, int? patience = null)
    {
        var connection = new NpgsqlConnection(patience is { } seconds ? address.Within(seconds) : address.ConnectionString);
        try
        {
            connection.Open();
            // Keys are destroyed once their removal was committed: then it must not be lost any more. What lies between may have dropped the search path.
            using var command = connection.CreateCommand();
            command.CommandText = $"SET search_path = {address.Schema}; SET synchronous_commit = on; "
                + $"SET lock_timeout = '{GalleryDatabase.PatienceSeconds}s'; LISTEN {Channel}";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or UnauthorizedAccessException or TimeoutException
            or InvalidOperationException or ArgumentException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            connection.Dispose();
            throw failure is PostgresException { SqlState: "25006" } said ? PostgresWords.Explain(said, address) : PostgresWords.Unreachable(failure, address);
        }
    }

    /// <summary>Whether a new connection gets an answer.</summary>
    public static bool Answers(PostgresAddress address)
    {
        try
        {
            Open(address, PostgresPresence.Patience).Dispose();
            return true;
        }
        catch (GraftException)
        {
            return false;
        }
    }

    /// <summary>Whether the schema has a gallery.</summary>
    public static bool HasGallery(NpgsqlConnection connection, PostgresAddress address)
    {
        try
        {
            using var command = new NpgsqlCommand($"SELECT to_regclass('{address.Schema}.gallery') IS NOT NULL", connection);
            return command.ExecuteScalar() is true;
        }
        catch (NpgsqlException failure)
        {
            throw PostgresWords.Explain(failure, address);
        }
    }
}
