using System.Text.Json;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.EndToEnd.Tests;

/// <summary>Verbs whose gallery is a database; the password is in the connection string and nowhere else.</summary>
public sealed class FacesPostgresTests : IDisposable
{
    private static readonly FaceContract _contract = new("test", new string('a', 64), new string('b', 64), "dlib150", "euclidean", 128);

    private readonly TestFolder _folder = new();

    // In the forms in which it can be read.
    private static string Keywords(string schema) => $"{PostgresServer.Shared.ConnectionString()};Search Path={schema}";

    private static string Address(string schema) => $"postgresql://graft:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{PostgresServer.Shared.Port}"
        + $"/galleries?search_path={schema}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_gallery_in_a_database_is_named_where_a_file_is_and_no_answer_has_its_password()
    {
        foreach (var (schema, gallery) in new[] { ("keywords", Keywords("keywords")), ("address", Address("address")) })
        {
            var shown = $"postgresql://graft@127.0.0.1:{PostgresServer.Shared.Port}/galleries?search_path={schema}";
            Assert.Contains($"no gallery in '{shown}'", await Run(2, "list", gallery));
            using (var made = FaceGallery.Create(gallery, _contract, new() { KeyFile = _folder[$"galleries.{schema}.key"] }))
                foreach (var name in new[] { "Ann", "Bob" }) made.Enroll(name, [new FaceSample(new float[128], new string('c', 64))], purpose: "the door");
            // The keys are found in the current folder.
            var list = JsonDocument.Parse(await Run(0, "list", gallery, "--json")).RootElement;
            Assert.Equal(shown, list.GetProperty("gallery").GetString());
            Assert.Equal(2, list.GetProperty("persons").GetArrayLength());
            Assert.Contains("new keys for 2 persons", await Run(0, "rekey", gallery));
            Assert.Contains("keeps the encrypted rows in its write-ahead log and backups", await Run(0, "remove", gallery, "Ann"));
            Assert.Contains("Bob", await Run(0, "export", gallery, "Bob"));
            Assert.Contains("is whole", await Run(0, "audit", gallery));
            Assert.Contains("is needed, and nothing was written", await Run(2, "reembed", gallery, "--out", gallery + "_new"));
            Assert.Contains("There is a gallery in", await Run(2, "reembed", gallery, "--out", gallery));
            // A word in a wrong place is repeated, but not its password.
            Assert.Contains(shown, await Run(2, "enroll", _folder["staff.faces"], gallery));
            await Run(2, "list", gallery, gallery);
            foreach (var flag in new[] { "--gallery=", "--gallery:", "--gallery=staff=" })
                Assert.Contains(shown, await Run(2, "list", gallery, flag + gallery));
            await Run(2, "list", gallery.Replace("s3cret", "wrong s3cret"), "--key-file", _folder["none"]);
            await Run(2, "cluster", _folder.Root, "--gallery", gallery, "--key-file", _folder["none"]);
        }
    }

    [Fact]
    public async Task What_is_expected_can_be_read_where_only_the_scheme_is_given() =>
        Assert.Contains("postgresql://user@host/database is expected", await Run(2, "list", "postgresql://"));

    private async Task<string> Run(int exitCode, params string[] words)
    {
        var outcome = await CommandLineProcess.Run(_folder.Root, ["faces", .. words], new Dictionary<string, string> { ["GRAFT_DEBUG"] = "1" });
        Assert.True(outcome.ExitCode == exitCode, $"{words[0]}: {outcome.ExitCode}\n{outcome.Error}");
        Assert.DoesNotContain("s3cret", outcome.Output + outcome.Error);
        return outcome.Output + outcome.Error;
    }
}
