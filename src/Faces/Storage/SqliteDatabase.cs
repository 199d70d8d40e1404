using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Graft.Faces;

/// <summary>The SQLite file of a gallery: write-ahead log, freed bytes overwritten.</summary>
internal sealed class SqliteDatabase : GalleryDatabase
{
    private const int ApplicationId = 0x47464143;

    private static readonly GallerySchema _schema = new("INTEGER", "INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB", "WITHOUT ROWID");

    private readonly SqliteConnection _connection;

    private SqliteDatabase(string path, SqliteConnection connection)
        : base(path) => _connection = connection;

    /// <inheritdoc/>
    public override bool IsPresent => File.Exists(Path);

    /// <inheritdoc/>
    public override long DataVersion => Number("PRAGMA data_version");

    /// <inheritdoc/>
    protected override DbConnection Connection => _connection;

    /// <summary>Opens a file that is there, or makes a new one.</summary>
    /// <exception cref="GraftException">It is not there, is no gallery, or is of a newer version.</exception>
    public static SqliteDatabase Open(string path, bool isNew)
    {
        if (isNew && File.Exists(path)) throw SqlitePlace.Taken(path);
        if (!isNew && !File.Exists(path))
            throw new GraftException($"There is no gallery '{path}'.", "", $"Make one with `graft faces enroll {path} people/`.");
        try
        {
            if (isNew) System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            var text = new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                DefaultTimeout = PatienceSeconds,
                ForeignKeys = true,
                Mode = isNew ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            };
            var connection = new SqliteConnection(text.ToString());
            try
            {
                connection.Open();
                var database = new SqliteDatabase(path, connection);
                database.Prepare(isNew);
                return database;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException failure)
        {
            throw Explain(failure, path);
        }
    }

    /// <inheritdoc/>
    public override SampleCursor Samples(long after, bool withOwners) => new Cursor(this, after, withOwners);

    /// <summary>Moves everything from the write-ahead log into the file and leaves the log empty.</summary>
    public override string? Free()
    {
        var isEmpty = false;
        for (var attempt = 0; attempt < 40 && !isEmpty; attempt++)
        {
            isEmpty = Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
            if (!isEmpty) Thread.Sleep(50);
        }
        Execute("PRAGMA shrink_memory");
        return isEmpty ? null : "another process is reading the gallery, so encrypted rows stay in its write-ahead log for now; their keys are destroyed";
    }

    /// <inheritdoc/>
    public override void Upgrade(Action rename)
    {
        if (Number("PRAGMA user_version") >= Version) return;
        Write(() =>
        {
            // Another process may have done it meanwhile. Version 1 kept no faces; in version 2 they did not go with their samples.
            var version = Number("PRAGMA user_version");
            if (version >= Version) return 0;
            Execute(version == 1 ? _schema.Crops
                : $"ALTER TABLE crop RENAME TO before; {_schema.Crops} INSERT INTO crop SELECT sample, sealed FROM before; DROP TABLE before;");
            rename();
            return Execute($"PRAGMA user_version={Version};");
        });
    }

    /// <inheritdoc/>
    public override void Dispose() => _connection.Dispose();

    /// <inheritdoc/>
    protected override DbTransaction Begin(bool isWriting) => _connection.BeginTransaction(deferred: !isWriting);

    /// <inheritdoc/>
    protected override GraftException Explain(DbException failure) => Explain((SqliteException)failure, Path);

    private static GraftException Explain(SqliteException failure, string path) => failure.SqliteErrorCode switch
    {
        13 => new($"The disk is full: the gallery '{path}' could not grow.", "Nothing was changed.", "Free space on the disk and run it again.",
            failure)
        { ExitCode = 1 },
        5 or 6 => new($"The gallery '{path}' was locked by another process for {PatienceSeconds} s.", "Nothing was changed.",
            "See what that process does, and run it again.", failure)
        { ExitCode = 1 },
        11 or 26 => new($"'{path}' is no gallery, or it is damaged: {failure.Message}", "", "Put a copy of it back.", failure),
        _ => new($"The gallery '{path}' could not be used: {failure.Message}", "", "Check its permissions and those of its folder.", failure) { ExitCode = 1 },
    };

    private void Prepare(bool isNew)
    {
        // Pages that are freed are overwritten, temporary tables stay in memory, and what was committed survives a loss of power.
        Execute("PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON;");
        if (isNew)
        {
            Execute("PRAGMA journal_mode=WAL;");
            Write(() => Execute($"{_schema.Tables} {_schema.Crops} PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version};"));
            return;
        }
        if (Number("PRAGMA application_id") != ApplicationId) throw new GraftException($"'{Path}' is no gallery.",
            "Expected a file that `graft faces enroll` made.");
        if (Number("PRAGMA user_version") is > Version and var version) throw Newer(version);
        Execute("PRAGMA journal_mode=WAL;");
    }

    // The library below Microsoft.Data.Sqlite hands out the bytes of rows as they lie.
    private sealed class Cursor : SampleCursor
    {
        private readonly SqliteDatabase _database;
        private readonly sqlite3_stmt _statement;

        public Cursor(SqliteDatabase database, long after, bool withOwners)
        {
            _database = database;
            Check(raw.sqlite3_prepare_v2(database._connection.Handle, Statement(withOwners), out _statement));
            raw.sqlite3_bind_int64(_statement, 1, after);
        }

        public override long Sample => raw.sqlite3_column_int64(_statement, 0);

        public override long Person => raw.sqlite3_column_int64(_statement, 1);

        public override ReadOnlySpan<byte> Name => raw.sqlite3_column_blob(_statement, 2);

        public override ReadOnlySpan<byte> Vector => raw.sqlite3_column_blob(_statement, 3);

        public override ReadOnlySpan<byte> Owner => raw.sqlite3_column_blob(_statement, 4);

        public override int Slot => raw.sqlite3_column_int(_statement, 5);

        public override bool Read()
        {
            var answer = raw.sqlite3_step(_statement);
            if (answer == raw.SQLITE_DONE) return false;
            if (answer != raw.SQLITE_ROW) Check(answer);
            return true;
        }

        public override void Dispose() => _statement.Dispose();

        private void Check(int answer)
        {
            if (answer == raw.SQLITE_OK) return;
            throw Explain(new SqliteException(raw.sqlite3_errmsg(_database._connection.Handle).utf8_to_string(), answer), _database.Path);
        }
    }
}
