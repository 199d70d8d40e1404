using System.Runtime.InteropServices;
using System.Text;

namespace Graft.Faces.Tests;

/// <summary>What a database keeps of people who were removed.</summary>
public sealed class PostgresCareTests : PostgresTest
{
    [Fact]
    public void After_removal_the_tables_hold_nothing_of_a_person_and_what_was_copied_does_not_open()
    {
        var server = PostgresServer.Shared;
        using var gallery = Place.Gallery("g", 20, 4);
        gallery.Enroll(SyntheticPeople.NameOf(6), [], purpose: "door of the laboratory");
        var before = Place.Bytes("g", "SELECT vector FROM sample WHERE person = 6 UNION ALL SELECT detail FROM sample WHERE person = 6 "
            + "UNION ALL SELECT sealed FROM person WHERE id = 6").SelectMany(bytes => bytes.Chunk(32).Where(piece => piece.Length == 32)).ToList();
        Assert.True(before.Count > 50);
        server.Sql(Database, "CHECKPOINT");
        Assert.Contains(Files("base"), file => before.Exists(piece => file.Bytes.AsSpan().IndexOf(piece) >= 0));
        Place.Execute("g", "CREATE TABLE old_person AS SELECT * FROM person; CREATE TABLE old_sample AS SELECT * FROM sample");
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(5)));
        Assert.Contains("their keys are destroyed", gallery.Left);
        Assert.DoesNotContain("in its tables", gallery.Left);
        // Nowhere in clear, neither before nor after: not in tables, not in the write-ahead log, not in what the server writes of its statements.
        foreach (var trace in Traces(5).Append("laboratory"u8.ToArray()))
        {
            foreach (var (name, bytes) in Files("")) Assert.True(bytes.AsSpan().IndexOf(trace) < 0, name);
            Assert.DoesNotContain(Convert.ToHexStringLower(trace), server.LogText);
        }
        Assert.DoesNotContain(SyntheticPeople.NameOf(5), server.LogText);
        Assert.DoesNotContain("s3cret; of", server.LogText.Replace(server.LogText.Split('\n').FirstOrDefault(line => line.Contains("CREATE ROLE")) ?? "-", ""));
        // A copy from before.
        Place.Execute("g", "INSERT INTO person SELECT * FROM old_person WHERE id = 6; INSERT INTO sample SELECT * FROM old_sample WHERE person = 6");
        Assert.Contains("key of person", Refusal(() => Place.Open("g")));
        Place.Execute("g", "DELETE FROM sample WHERE person = 6; DELETE FROM person WHERE id = 6; DROP TABLE old_person; DROP TABLE old_sample");
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(0)));
        server.Sql(Database, "CHECKPOINT");
        Assert.DoesNotContain(Files("base"), file => before.Exists(piece => file.Bytes.AsSpan().IndexOf(piece) >= 0));
    }

    [Fact]
    public void A_table_that_somebody_reads_is_cleaned_up_later_and_that_is_said()
    {
        using var gallery = Place.Gallery("g", 3, 2);
        using (var reader = new Npgsql.NpgsqlConnection(Place["g"]))
        {
            reader.Open();
            using var transaction = reader.BeginTransaction();
            using var command = new Npgsql.NpgsqlCommand("SELECT COUNT(*) FROM sample", reader);
            command.ExecuteScalar();
            Assert.True(gallery.Remove(SyntheticPeople.NameOf(1)));
            Assert.Contains("in its tables until", gallery.Left);
        }
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(2)));
        Assert.DoesNotContain("in its tables", gallery.Left);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(PostgresServer.Shared.Data, folder), "*", SearchOption.AllDirectories))
            if (TryRead(file) is { } bytes) yield return (file, bytes);

        // The server removes files meanwhile.
        static byte[]? TryRead(string file)
        {
            try
            {
                return File.ReadAllBytes(file);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private static IEnumerable<byte[]> Traces(int person)
    {
        yield return Encoding.UTF8.GetBytes(SyntheticPeople.NameOf(person) + "\"");
        yield return Encoding.Unicode.GetBytes(SyntheticPeople.NameOf(person));
        foreach (var face in Enumerable.Range(0, 4).Select(number => SyntheticPeople.Face(person, number)))
        {
            var bytes = MemoryMarshal.AsBytes(face.AsSpan()).ToArray();
            for (var at = 0; at + 32 <= bytes.Length; at += 32) yield return bytes[at..(at + 32)];
        }
    }
}
