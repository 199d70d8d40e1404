using System.Security.Cryptography;
using Graft.Faces;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>A gallery in a database of PostgreSQL: a schema of its own, so that a database may hold other things too.</summary>
internal sealed class PostgresPlace(PostgresAddress address) : GalleryPlace
{
    /// <inheritdoc/>
    public override string Name => address.Name;

    /// <inheritdoc/>
    public override string Label => string.Concat(address.Database.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))
        .TrimStart('.', '-') is { Length: > 0 } label ? label[..Math.Min(label.Length, 64)] : "faces";

    /// <inheritdoc/>
    public override string KeyFile => address.Schema == PostgresAddress.DefaultSchema ? $"{Label}.key" : $"{Label}.{address.Schema}.key";

    /// <inheritdoc/>
    public override bool Exists
    {
        get
        {
            using var connection = PostgresSession.Open(address);
            return PostgresSession.HasGallery(connection, address);
        }
    }

    /// <summary>Found by <see cref="GalleryPlace.Of"/> under this name.</summary>
    public static GalleryPlace Parse(string given) => new PostgresPlace(PostgresAddress.Parse(given));

    /// <inheritdoc/>
    public override GalleryDatabase Open() => PostgresDatabase.Open(address);

    /// <inheritdoc/>
    public override GalleryDraft Draft(int? indexed)
    {
        // Said before anything is made.
        if (indexed is { } dimension)
            using (var connection = PostgresSession.Open(address)) PostgresNeighbours.Require(connection, address, dimension);
        return new Unpublished(address, indexed);
    }

    /// <inheritdoc/>
    public override GraftException NoIndex() => new($"The gallery '{Name}' has no index.", "One is made with a gallery and not later.",
        $"Make a new gallery with {Flag.Of("--index")} in another schema (Search Path), or leave it away: search is exact then.");

    /// <inheritdoc/>
    public override void RequireNew()
    {
        if (Exists) throw PostgresWords.Taken(address);
    }

    // Another schema, which gets its name when all is there.
    private sealed class Unpublished(PostgresAddress address, int? indexed) : GalleryDraft
    {
        private const int Attempts = 5;
        private static readonly TimeSpan _wait = TimeSpan.FromMilliseconds(300);

        private readonly PostgresAddress _made = address.With($"{address.Schema}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        private bool _isThere, _isOutcomeUnknown;
        private uint _number;

        public override GalleryPlace Place => new PostgresPlace(_made);

        public override bool IsOutcomeUnknown => _isOutcomeUnknown;

        public override GalleryDatabase Open()
        {
            var database = PostgresDatabase.Create(_made, indexed);
            (_isThere, _number) = (true, database.TableNumber);
            return database;
        }

        // An answer that was lost does not say whether the name was given: then it is asked whose it is, and given again.
        public override void Publish()
        {
            for (var attempt = 1; _isThere; attempt++)
                try
                {
                    using var connection = PostgresSession.Open(address);
                    if (!_isOutcomeUnknown || !IsPublished(connection)) Rename(connection);
                    (_isThere, _isOutcomeUnknown) = (false, false);
                }
                catch (GraftException failure) when (_isOutcomeUnknown)
                {
                    if (attempt == Attempts) throw PostgresWords.PerhapsMade(failure, address);
                    Thread.Sleep(attempt * _wait);
                }
        }

        public override void Dispose()
        {
            if (!_isThere) return;
            try
            {
                using var connection = PostgresSession.Open(address);
                Run(connection, $"DROP SCHEMA IF EXISTS {_made.Schema} CASCADE");
            }
            catch (GraftException)
            {
                // What went wrong before is said, not this.
            }
        }

        private void Rename(NpgsqlConnection connection)
        {
            try
            {
                Run(connection, $"ALTER SCHEMA {_made.Schema} RENAME TO {address.Schema}");
            }
            catch (GraftException failure) when (failure.InnerException is NpgsqlException broken && PostgresWords.IsBroken(broken))
            {
                _isOutcomeUnknown = true;
                throw;
            }
            catch (GraftException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.DuplicateSchema })
            {
                // Ours is still under its own name.
                _isOutcomeUnknown = false;
                throw;
            }
        }

        // A table keeps its number whatever the schema is called.
        private bool IsPublished(NpgsqlConnection connection) =>
            Run(connection, $"SELECT to_regclass('{address.Schema}.gallery')::oid::bigint") is long number && number == _number;

        private object? Run(NpgsqlConnection connection, string sql)
        {
            try
            {
                using var command = new NpgsqlCommand(sql, connection);
                return command.ExecuteScalar();
            }
            catch (NpgsqlException failure)
            {
                throw PostgresWords.Explain(failure, address);
            }
        }
    }
}
