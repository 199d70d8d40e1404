using Graft.Faces;
using Npgsql;

namespace Graft.FacesPostgres;

/// <summary>Descriptors in clear with an index (HNSW) of pgvector: a table of its own, whose rows go with their samples.</summary>
/// <param name="database">Whose it is.</param>
/// <param name="extension">The schema of pgvector: nothing else is in the search path.</param>
internal sealed class PostgresNeighbours(PostgresDatabase database, string extension) : NeighbourIndex
{
    /// <summary>Where they are.</summary>
    public const string Table = "in_clear";

    private const int MaxDimension = 2000;
    private static readonly Version _first = new(0, 5);

    /// <summary>The range of <c>hnsw.ef_search</c>, of which no more rows come back.</summary>
    public override int MaxSamples => 1000;

    /// <summary>The table and its index.</summary>
    /// <param name="extension">The schema of pgvector.</param>
    /// <param name="dimension">Values of a descriptor.</param>
    public static string Tables(string extension, int dimension) => $"""
        CREATE TABLE {Table} (sample BIGINT PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE, descriptor {extension}.vector({dimension}) NOT NULL);
        CREATE INDEX {Table}_hnsw ON {Table} USING hnsw (descriptor {extension}.vector_l2_ops);
        """;

    /// <summary>The schema of pgvector in a database.</summary>
    /// <exception cref="GraftException">It is not there, or is too old, or indexes no descriptors of so many values.</exception>
    public static string Require(NpgsqlConnection connection, PostgresAddress address, int dimension = 0)
    {
        if (dimension > MaxDimension)
            throw new GraftException($"pgvector indexes descriptors of {MaxDimension} values at most, not of {dimension}.", "",
                $"Leave {Flag.Of("--index")} away: search is exact then.");
        try
        {
            using var command = new NpgsqlCommand("""
                SELECT e.extversion, quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'
                """, connection);
            using var row = command.ExecuteReader();
            if (!row.Read())
                throw new GraftException($"The database of '{address.Name}' has no pgvector, which {Flag.Of("--index")} needs.",
                    $"The extension 'vector', {_first} or later, is expected.",
                    "Install pgvector on the server and run CREATE EXTENSION vector in this database; or leave the index away: search is exact then.");
            if (!Version.TryParse(row.GetString(0), out var version) || version < _first)
                throw new GraftException($"The database of '{address.Name}' has pgvector {row.GetString(0)}.", $"{_first} or later is needed for an index.",
                    "Install a later one on the server, and run ALTER EXTENSION vector UPDATE in this database.");
            return row.GetString(1);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresWords.Explain(failure, address);
        }
    }

    /// <inheritdoc/>
    public override void Add(long sample, float[] descriptor) =>
        database.Execute($"INSERT INTO {Table} (sample, descriptor) VALUES (@sample, @descriptor::{extension}.vector)", ("@sample", sample),
            ("@descriptor", descriptor));

    /// <inheritdoc/>
    public override IReadOnlyList<long> Nearest(float[] descriptor, int count)
    {
        // For this transaction alone; a list of candidates shorter than what is asked for would give fewer.
        database.Number($"SELECT set_config('hnsw.ef_search', '{Math.Clamp(count, 1, MaxSamples)}', true)::integer");
        return database.Rows($"SELECT sample FROM {Table} ORDER BY descriptor OPERATOR({extension}.<->) @descriptor::{extension}.vector LIMIT {count}",
            row => row.GetInt64(0), ("@descriptor", descriptor));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<long> NearestOfEach(float[] descriptor, int count, long now) => database.Rows($"""
        SELECT sample FROM (
            SELECT DISTINCT ON (s.person) c.sample, c.descriptor OPERATOR({extension}.<->) @descriptor::{extension}.vector AS distance
            FROM {Table} c JOIN sample s ON s.id = c.sample JOIN person p ON p.id = s.person WHERE p.expires > @now ORDER BY s.person, distance) AS own
        ORDER BY distance LIMIT {count}
        """, row => row.GetInt64(0), ("@descriptor", descriptor), ("@now", now));
}
