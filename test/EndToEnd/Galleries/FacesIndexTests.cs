using System.Text.Json;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.EndToEnd.Tests;

/// <summary>An index of the database, as the command line makes and shows it.</summary>
public sealed class FacesIndexTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_index_is_made_where_it_is_asked_for_and_every_answer_says_what_it_means()
    {
        var gallery = PgliteServer.Shared.ConnectionString("indexed");
        Directory.CreateDirectory(_folder["people/Ann"]);
        File.Copy(Directory.GetFiles(Repository.At("samples", "photos"), "*.jpg", SearchOption.AllDirectories)[0], _folder["people/Ann/a.jpg"]);
        Assert.Contains("has no pgvector", await Run(2, "enroll", gallery, "people", "--index", "hnsw"));
        using (var connection = new Npgsql.NpgsqlConnection(gallery))
        {
            connection.Open();
            new Npgsql.NpgsqlCommand("CREATE EXTENSION vector SCHEMA public", connection).ExecuteNonQuery();
        }
        // No face is on that photograph; the gallery is made all the same, and what it holds is said before anything is in it.
        Assert.Contains("are not encrypted but in clear", await Run(1, "enroll", gallery, "people", "--index", "hnsw", "--json"));
        using (var made = FaceGallery.Open(gallery, null, new() { KeyFile = _folder["postgres.indexed.key"] }))
            foreach (var name in new[] { "Ann", "Bob" })
                made.Enroll(name, [new FaceSample(Enumerable.Repeat(name[0] / 1000f, 128).ToArray(), new string('c', 64))]);
        // Listing measures nothing and writes nothing.
        Assert.Contains("nobody has measured how often", await Run(0, "list", gallery));
        using (var made = FaceGallery.Open(gallery, null, new() { KeyFile = _folder["postgres.indexed.key"] }))
        {
            Assert.Null(made.Recall);
            made.MeasureRecall();
        }
        var list = await Run(0, "list", gallery);
        Assert.Contains("are not encrypted but in clear", list);
        Assert.Contains("gives 1.000 of the 10 nearest persons of the exact search, measured with 2 faces among 2 photographs", list);
        var index = JsonDocument.Parse((await Outcome(0, "list", gallery, "--json")).Output).RootElement.GetProperty("index");
        Assert.Equal((1, 2), (index.GetProperty("recall").GetDouble(), index.GetProperty("samples").GetInt32()));
        Assert.Contains("keeps the descriptors IN CLEAR", await Run(0, "remove", gallery, "Ann"));
    }

    [Fact]
    public async Task An_index_is_refused_where_there_can_be_none()
    {
        Directory.CreateDirectory(_folder["people/Ann"]);
        File.Copy(Directory.GetFiles(Repository.At("samples", "photos"), "*.jpg", SearchOption.AllDirectories)[0], _folder["people/Ann/a.jpg"]);
        Assert.Contains("is a file, and only a database of PostgreSQL keeps an index", await Run(2, "enroll", "staff.faces", "people", "--index", "hnsw"));
        Assert.False(File.Exists(_folder["staff.faces"]));
        Assert.Contains("hnsw", await Run(2, "enroll", "staff.faces", "people", "--index", "btree"));
        Assert.Contains("has no pgvector, which --index", await Run(2, "enroll", PostgresServer.Shared.ConnectionString(), "people", "--index", "hnsw"));
    }

    private async Task<string> Run(int exitCode, params string[] words)
    {
        var outcome = await Outcome(exitCode, words);
        return outcome.Output + outcome.Error;
    }

    private async Task<Outcome> Outcome(int exitCode, params string[] words)
    {
        var outcome = await CommandLineProcess.Run(_folder.Root, ["faces", .. words], new Dictionary<string, string> { ["GRAFT_DEBUG"] = "1" });
        Assert.True(outcome.ExitCode == exitCode, $"{words[0]}: {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        return outcome;
    }
}
