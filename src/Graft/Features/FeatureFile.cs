using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Graft;

/// <summary>
/// The table of features in an SQLite file with a write-ahead log. A write is one short transaction of many entries, and none is open between two
/// writes, so another process waits for milliseconds.
/// </summary>
internal sealed class FeatureFile : IDisposable
{
    // How long another process may hold the file: writes take milliseconds, so whoever waits longer waits for something stuck.
    private const int PatienceSeconds = 10;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;
    private long _bytes;
    private long _turn;

    /// <exception cref="SqliteException">It is no cache, or cannot be opened.</exception>
    /// <exception cref="IOException">Its folder cannot be made.</exception>
    public FeatureFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = PatienceSeconds }.ToString());
        try
        {
            _connection.Open();
            Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;");
            Execute("CREATE TABLE IF NOT EXISTS features (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data BLOB NOT NULL)");
            _bytes = Sum(null);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
        _read = new SqliteCommand("SELECT data FROM features WHERE key = $key", _connection);
        _read.Parameters.Add("$key", SqliteType.Text);
        _write = new SqliteCommand("INSERT OR REPLACE INTO features (key, data) VALUES ($key, $data)", _connection);
        _write.Parameters.Add("$key", SqliteType.Text);
        _write.Parameters.Add("$data", SqliteType.Blob);
    }

    /// <summary>Fills the values of a key, if it is there with that length.</summary>
    public bool TryRead(string key, Span<float> values)
    {
        _read.Parameters[0].Value = key;
        using var reader = _read.ExecuteReader();
        if (!reader.Read() || reader.GetFieldValue<byte[]>(0) is not { } bytes || bytes.Length != values.Length * sizeof(float)) return false;
        MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
        return true;
    }

    /// <summary>Writes entries, all or none; as many others go as it takes to keep the rest within the bound.</summary>
    public void Write(IEnumerable<KeyValuePair<string, byte[]>> entries, long maxBytes)
    {
        using var transaction = _connection.BeginTransaction();
        _write.Transaction = transaction;
        foreach (var (key, data) in entries)
        {
            _write.Parameters[0].Value = key;
            _write.Parameters[1].Value = data;
            _write.ExecuteNonQuery();
            _bytes += data.Length;
        }
        while (_bytes > maxBytes) DropSome(transaction);
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
        _connection.Dispose();
    }

    // A tenth at a time, so that a full cache does not delete at every write; and of all ages alike: whoever reads a set larger than the cache again and
    // again would find nothing of it if the oldest went, which is what is needed next. What is not read any more is gone after some rounds all the same.
    private void DropSome(SqliteTransaction transaction)
    {
        using var delete = new SqliteCommand(
            "DELETE FROM features WHERE id IN (SELECT id FROM features ORDER BY (id * 2654435761 + $turn * 1640531527) % 4294967296 "
                + "LIMIT 1 + (SELECT COUNT(*) / 10 FROM features))",
            _connection, transaction);
        delete.Parameters.AddWithValue("$turn", _turn++);
        delete.ExecuteNonQuery();
        _bytes = Sum(transaction);
    }

    private long Sum(SqliteTransaction? transaction)
    {
        using var size = new SqliteCommand("SELECT COALESCE(SUM(LENGTH(data)), 0) FROM features", _connection, transaction);
        return (long)size.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
