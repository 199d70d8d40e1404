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
    public override GalleryDraft Draft() => new Unpublished(address);

    /// <inheritdoc/>
    public override void RequireNew()
    {
        if (Exists) throw PostgresWords.Taken(address);
    }

    // Another schema, which gets its name when all is there.
    private sealed class Unpublished(PostgresAddress address) : GalleryDraft
    {
        private readonly PostgresAddress _made = address.With($"{address.Schema}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        private bool _isThere;

        public override GalleryPlace Place => new PostgresPlace(_made);

        public override GalleryDatabase Open()
        {
            var database = PostgresDatabase.Create(_made);
            _isThere = true;
            return database;
        }

        public override void Publish()
        {
            Run($"ALTER SCHEMA {_made.Schema} RENAME TO {address.Schema}");
            _isThere = false;
        }

        public override void Dispose()
        {
            if (!_isThere) return;
            try
            {
                Run($"DROP SCHEMA IF EXISTS {_made.Schema} CASCADE");
            }
            catch (GraftException)
            {
                // What went wrong before is said, not this.
            }
        }

        private void Run(string sql)
        {
            using var connection = PostgresSession.Open(address);
            try
            {
                using var command = new NpgsqlCommand(sql, connection);
                command.ExecuteNonQuery();
            }
            catch (NpgsqlException failure)
            {
                throw PostgresWords.Explain(failure, address);
            }
        }
    }
}
