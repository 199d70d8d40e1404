using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Graft.Faces;

/// <summary>The SQLite file of a gallery: one connection, write-ahead log, freed bytes overwritten. Not thread-safe.</summary>
internal sealed class GalleryDatabase : IDisposable
{
    // Another process writes for milliseconds; who waits longer waits for something stuck.
    private const int PatienceSeconds = 60;
    private const int ApplicationId = 0x47464143, Version = 3;

    // Goes with its sample, whoever removes that: a program of version 1 knows nothing of it.
    private const string Crops = """
        CREATE TABLE crop (sample INTEGER PRIMARY KEY REFERENCES sample (id) ON DELETE CASCADE, sealed BLOB NOT NULL);
        """;

    private const string Schema = """
        CREATE TABLE gallery (id INTEGER PRIMARY KEY CHECK (id = 1), name BLOB NOT NULL, contract TEXT NOT NULL, slot INTEGER NOT NULL, seal BLOB NOT NULL,
            revision INTEGER NOT NULL, removals INTEGER NOT NULL, log_seal BLOB NOT NULL);
        CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB NOT NULL UNIQUE, tag BLOB NOT NULL UNIQUE, slot INTEGER NOT NULL,
            sealed BLOB NOT NULL, expires INTEGER NOT NULL, revision INTEGER NOT NULL);
        CREATE TABLE sample (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES person (id), name BLOB NOT NULL, image BLOB NOT NULL,
            vector BLOB NOT NULL, detail BLOB NOT NULL, UNIQUE (image, person));
        CREATE INDEX sample_person ON sample (person);
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE doomed (slot INTEGER PRIMARY KEY);
        CREATE TABLE log (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, person TEXT NOT NULL, detail TEXT NOT NULL,
            hash BLOB NOT NULL);
        """;

    private GalleryDatabase(string path, SqliteConnection connection) => (Path, Connection) = (path, connection);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The connection.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Opens a file that is there, or makes a new one.</summary>
    /// <exception cref="GraftException">It is not there, is no gallery, or is of a newer version.</exception>
    public static GalleryDatabase Open(string path, bool isNew)
    {
        if (isNew && File.Exists(path)) throw new GraftException($"'{path}' is there already.", "A new gallery is a new file.",
            "Choose another name, or open it.");
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
                var database = new GalleryDatabase(path, connection);
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

    /// <summary>Changes whenever another connection has committed.</summary>
    public long DataVersion => Number("PRAGMA data_version");

    /// <summary>Runs work while nobody else can write; all of it or nothing of it is kept, for good before this returns.</summary>
    public T Write<T>(Func<T> work)
    {
        try
        {
            return Explained(() =>
            {
                using var transaction = Connection.BeginTransaction(deferred: false);
                var result = work();
                transaction.Commit();
                return result;
            });
        }
        catch (IOException failure)
        {
            throw new GraftException($"The gallery '{Path}' could not be changed: {failure.Message}", "Nothing was changed.", "", failure) { ExitCode = 1 };
        }
    }

    /// <summary>Reads several things as they were at one moment.</summary>
    public T Read<T>(Func<T> work) => Explained(() =>
    {
        using var transaction = Connection.BeginTransaction(deferred: true);
        return work();
    });

    /// <summary>Runs one statement.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(command.ExecuteNonQuery);
    }

    /// <summary>The first number of the answer; -1 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(command.ExecuteScalar) is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : -1;
    }

    /// <summary>The rows of the answer, made into something.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> make, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(() =>
        {
            List<T> rows = [];
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(make(reader));
            return rows;
        });
    }

    /// <summary>Moves everything from the write-ahead log into the file and leaves the log empty; false where a reader in another process kept it.</summary>
    public bool EmptyLog()
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            if (Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0) return true;
            Thread.Sleep(50);
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    /// <summary>What went wrong, in words.</summary>
    public static GraftException Explain(SqliteException failure, string path) => failure.SqliteErrorCode switch
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
            Write(() => Execute($"{Schema} {Crops} PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version};"));
            return;
        }
        if (Number("PRAGMA application_id") != ApplicationId) throw new GraftException($"'{Path}' is no gallery.",
            "Expected a file that `graft faces enroll` made.");
        var version = Number("PRAGMA user_version");
        if (version > Version)
            throw new GraftException($"The gallery '{Path}' is of version {version}.", $"This program reads version {Version}.",
                "Use the program that made it, or a newer one.");
        Execute("PRAGMA journal_mode=WAL;");
    }

    /// <summary>Makes a file of an earlier version one of this, whole or not at all.</summary>
    /// <param name="rename">Writes the names of people in the form of this version.</param>
    public void Upgrade(Action rename)
    {
        if (Number("PRAGMA user_version") >= Version) return;
        Write(() =>
        {
            // Another process may have done it meanwhile. Version 1 kept no faces; in version 2 they did not go with their samples.
            var version = Number("PRAGMA user_version");
            if (version >= Version) return 0;
            Execute(version == 1 ? Crops
                : $"ALTER TABLE crop RENAME TO before; {Crops} INSERT INTO crop SELECT sample, sealed FROM before; DROP TABLE before;");
            rename();
            return Execute($"PRAGMA user_version={Version};");
        });
    }

    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw Explain(failure, Path);
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
