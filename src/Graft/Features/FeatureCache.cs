using System.Runtime.InteropServices;
using Graft.Artifacts;
using Microsoft.Data.Sqlite;

namespace Graft;

/// <summary>
/// Features on disk, in one SQLite file with a write-ahead log: a crash half-way loses the last few entries and nothing
/// else. Bounded in size: the entries that were written first go first. Safe for threads and for several processes.
/// </summary>
public sealed class FeatureCache : IFeatureStore, IDisposable
{
    private const int BatchSize = 256;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;
    private readonly Lock _gate = new();
    private readonly long _maxBytes;
    private SqliteTransaction? _transaction;
    private int _pending;
    private long _bytes;

    /// <summary>Opens or creates the cache file.</summary>
    /// <param name="path">The file; null for <c>features.db</c> in <see cref="GraftHome.Features"/>.</param>
    /// <param name="maxBytes">Bound on the values kept, in bytes; 2 GiB unless told.</param>
    /// <exception cref="GraftException">The file cannot be created, or is no cache.</exception>
    public FeatureCache(string? path = null, long maxBytes = 2L << 30)
    {
        path ??= Path.Combine(GraftHome.Features, "features.db");
        _maxBytes = maxBytes;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
            _connection.Open();
            Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;");
            Execute("CREATE TABLE IF NOT EXISTS features (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data BLOB NOT NULL)");
            using var size = new SqliteCommand("SELECT COALESCE(SUM(LENGTH(data)), 0) FROM features", _connection);
            _bytes = (long)size.ExecuteScalar()!;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            throw new GraftException($"The feature cache '{path}' cannot be opened: {failure.Message}",
                cure: $"Delete it (it is only a cache), or point {GraftHome.Variable} to a folder you may write to.", inner: failure);
        }
        _read = new SqliteCommand("SELECT data FROM features WHERE key = $key", _connection);
        _read.Parameters.Add("$key", SqliteType.Text);
        _write = new SqliteCommand("INSERT OR REPLACE INTO features (key, data) VALUES ($key, $data)", _connection);
        _write.Parameters.Add("$key", SqliteType.Text);
        _write.Parameters.Add("$data", SqliteType.Blob);
    }

    /// <inheritdoc/>
    public bool TryRead(string key, Span<float> values)
    {
        lock (_gate)
        {
            _read.Transaction = _transaction;
            _read.Parameters[0].Value = key;
            using var reader = _read.ExecuteReader();
            if (!reader.Read() || reader.GetFieldValue<byte[]>(0) is not { } bytes || bytes.Length != values.Length * sizeof(float)) return false;
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Write(string key, ReadOnlySpan<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (bytes.Length > _maxBytes) return;
        lock (_gate)
        {
            _transaction ??= _connection.BeginTransaction(deferred: true);
            _write.Transaction = _transaction;
            _write.Parameters[0].Value = key;
            _write.Parameters[1].Value = bytes;
            _write.ExecuteNonQuery();
            _bytes += bytes.Length;
            if (_bytes > _maxBytes) DropOldest();
            if (++_pending >= BatchSize) Commit();
        }
    }

    /// <summary>Makes everything written so far survive a crash.</summary>
    public void Flush()
    {
        lock (_gate) Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Commit();
            _read.Dispose();
            _write.Dispose();
            _connection.Dispose();
        }
    }

    private void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
        _pending = 0;
    }

    // A tenth at a time, so that a full cache does not delete at every write.
    private void DropOldest()
    {
        using var delete = new SqliteCommand(
            "DELETE FROM features WHERE id <= (SELECT id FROM features ORDER BY id LIMIT 1 OFFSET (SELECT COUNT(*) / 10 FROM features)); "
            + "SELECT COALESCE(SUM(LENGTH(data)), 0) FROM features", _connection, _transaction);
        _bytes = (long)delete.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
