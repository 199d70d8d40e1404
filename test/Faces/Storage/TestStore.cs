using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(Graft.Faces.Tests.PostgresOfTheseTests))]

namespace Graft.Faces.Tests;

/// <summary>A row for each store: what both do is tested once.</summary>
internal sealed class EachStore : TheoryData<Store>
{
    public EachStore() => AddRange([Store.Sqlite, Store.Postgres]);
}

/// <summary>Galleries of one test: files in a temporary folder, or schemas of a database with their keys there.</summary>
internal sealed class TestStore : IDisposable
{
    private static int _count;

    private readonly Store _store;
    private readonly string _database;
    private readonly int _number = Interlocked.Increment(ref _count);

    public TestStore(Store store, string database = "galleries")
    {
        (_store, _database) = (store, database);
        // Skipped here where there is no server.
        if (store == Store.Postgres) _ = PostgresServer.Shared;
    }

    public TestFolder Folder { get; } = new();

    public bool IsFile => _store == Store.Sqlite;

    /// <summary>The path or the connection string of a gallery.</summary>
    public string this[string name] => IsFile ? Folder[name] : $"{PostgresServer.Shared.ConnectionString(_database)};Search Path={Schema(name)}";

    public FaceGalleryOptions Options(string name, FaceGalleryOptions? options = null) =>
        (options ?? new()) with { KeyFile = options?.KeyFile ?? Folder[$"{name}.key"] };

    public FaceGallery Create(string name, FaceGalleryOptions? options = null) =>
        FaceGallery.Create(this[name], SyntheticPeople.Contract, Options(name, options));

    public FaceGallery Open(string name, Graft.Runtime.FaceContract? contract = null, FaceGalleryOptions? options = null) =>
        FaceGallery.Open(this[name], contract, Options(name, options));

    public FaceGallery Gallery(string name, int people, int faces, FaceGalleryOptions? options = null) =>
        SyntheticPeople.Gallery(this[name], people, faces, Options(name, options));

    /// <summary>What any other program may do.</summary>
    public void Execute(string name, string sql) => Ask(name, sql, command => command.ExecuteNonQuery());

    public long Number(string name, string sql) => Ask(name, sql, command => Convert.ToInt64(command.ExecuteScalar()));

    public List<byte[]> Bytes(string name, string sql) => Ask(name, sql, command =>
    {
        List<byte[]> rows = [];
        using var reader = command.ExecuteReader();
        while (reader.Read()) rows.Add(reader.GetFieldValue<byte[]>(0));
        return rows;
    });

    public string Schema(string name) => $"t{_number}_{name}";

    public void Dispose() => Folder.Dispose();

    private T Ask<T>(string name, string sql, Func<DbCommand, T> ask)
    {
        using DbConnection connection = IsFile ? new SqliteConnection($"Data Source={this[name]};Pooling=False")
            : new NpgsqlConnection($"{this[name]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = IsFile ? sql : sql.Replace("x''", "''::bytea").Replace("x'00'", "'\\x00'::bytea");
        return ask(command);
    }
}

/// <summary>Ends the server with the tests.</summary>
internal sealed class PostgresOfTheseTests : IDisposable
{
    public void Dispose()
    {
        PostgresServer.StopShared();
        PgliteServer.StopShared();
    }
}
