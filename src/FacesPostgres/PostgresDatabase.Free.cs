using Graft.Faces;

namespace Graft.FacesPostgres;

// What removed rows leave behind.
internal sealed partial class PostgresDatabase
{
    private const long FreedBytes = 256L << 20; // a table of more is not written anew after each removal: that would lock it for longer than seconds

    /// <summary>
    /// Writes the tables anew without the rows that are gone, and drops the old files. The write-ahead log, its archive, backups and servers that follow keep
    /// the encrypted rows for as long as they are set to.
    /// </summary>
    public override string? Free()
    {
        _warnings.Clear();
        List<string> tables = ["person", "sample", "crop"];
        if (_neighbours is not null) tables.Add(PostgresNeighbours.Table);
        var isFreed = false;
        try
        {
            var size = Number($"SELECT {string.Join(" + ", tables.Select(table => $"pg_total_relation_size('{table}')"))}");
            Execute("SET lock_timeout = '2s'");
            using (var command = Command($"VACUUM ({(size <= FreedBytes ? "FULL" : "TRUNCATE")}) {string.Join(", ", tables)}", []))
            {
                command.CommandTimeout = 0;
                Explained(command.ExecuteNonQuery);
            }
            isFreed = size <= FreedBytes && _warnings.Count == 0;
        }
        // Somebody reads for longer, or the connection broke: the rows go with the next removal, or when the server cleans up.
        catch (GraftException)
        {
        }
        try
        {
            Execute($"SET lock_timeout = '{PatienceSeconds}s'");
        }
        // Set again with the next connection.
        catch (GraftException)
        {
        }
        var where = $"{(isFreed ? "" : "in its tables until it cleans them up, and ")}in its write-ahead log and backups for as long as these are kept";
        return _neighbours is null ? $"PostgreSQL keeps the encrypted rows {where}; their keys are destroyed"
            : $"PostgreSQL keeps the descriptors IN CLEAR, as the index had them, and the encrypted rows {where}; only of the encrypted ones the keys are "
                + "destroyed";
    }
}
