using Npgsql;

namespace Graft.Faces.Tests;

/// <summary>Tests of galleries with an index, which is PGlite's: each in a schema of its own, one after the other.</summary>
[Collection("PGlite")]
public abstract class IndexTest : IDisposable
{
    private static int _count;

    private readonly string _schema = $"i{Interlocked.Increment(ref _count)}";

    protected IndexTest() => Sql("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public");

    private protected TestFolder Folder { get; } = new();

    private protected string Address => PgliteServer.Shared.ConnectionString(_schema);

    private protected FaceGalleryOptions Options { get; init; } = new() { Hnsw = true };

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected FaceGalleryOptions With(FaceGalleryOptions options) => options with { KeyFile = Folder["g.key"] };

    private protected FaceGallery Create(Graft.Runtime.FaceContract? contract = null, FaceGalleryOptions? options = null) =>
        FaceGallery.Create(Address, contract ?? SyntheticPeople.Contract, With(options ?? Options));

    private protected FaceGallery Open(FaceGalleryOptions? options = null) => FaceGallery.Open(Address, null, With(options ?? new()));

    /// <summary>People whose order in space their numbers say nothing of.</summary>
    private protected static void Enroll(FaceGallery gallery, int people, int faces = 2) => gallery.EnrollAll([.. Enumerable.Range(0, people).Select(person =>
        new NewPerson(SyntheticPeople.NameOf(person), () => Enumerable.Range(0, faces).Select(face => SyntheticPeople.Sample(person, face))))]);

    /// <summary>What any other program may do; the first value.</summary>
    private protected object? Sql(string sql)
    {
        using var connection = new NpgsqlConnection($"{Address};Pooling=False");
        connection.Open();
        using var command = new NpgsqlCommand($"SET search_path = {_schema}; {sql}", connection);
        return command.ExecuteScalar();
    }
}
