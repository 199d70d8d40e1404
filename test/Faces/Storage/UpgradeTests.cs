using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Graft.Faces.Tests;

/// <summary>Galleries of earlier versions.</summary>
public sealed class UpgradeTests : IDisposable
{
    // Alef with a hamza above, as one letter and as two.
    private const string Composed = "\u0623\u062d\u0645\u062f", Apart = "\u0627\u0654\u062d\u0645\u062f";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_was_stored_under_another_form_of_the_name_is_found_handed_over_and_removed()
    {
        Old(("x", Apart), ("Ann", "Ann"));
        using (var gallery = FaceGallery.Open(_folder["g"]))
        {
            Assert.Equal([Composed, "Ann"], gallery.Persons().Select(person => person.Name));
            Assert.True(gallery.Has(Apart, SyntheticPeople.Sample(0, 0).ContentHash));
            Assert.NotNull(gallery.Export(Composed));
            gallery.Enroll(Apart, [SyntheticPeople.Sample(0, 7)]);
            Assert.Equal(2, gallery.Persons().Count);
            gallery.Log();
        }
        using var again = FaceGallery.Open(_folder["g"]);
        Assert.Equal(Composed, again.Search(SyntheticPeople.Face(0, 1), 1)[0].Name);
        Assert.True(again.Remove(Composed));
        Assert.Equal(["Ann"], again.Persons().Select(person => person.Name));
    }

    [Fact]
    public void Two_forms_of_one_name_stay_two_people_whom_one_can_name()
    {
        Old((Composed, Composed), ("x", Apart), ("y", Apart + " (2)"));
        using var gallery = FaceGallery.Open(_folder["g"]);
        Assert.Equal([Composed, $"{Composed} (2)", $"{Composed} (2) (2)"], gallery.Persons().Select(person => person.Name));
        Assert.Equal($"{Composed} (2)", gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
        Assert.True(gallery.Remove($"{Composed} (2)"));
        Assert.Equal(2, gallery.Persons().Count);
    }

    [Fact]
    public void Nothing_is_written_before_the_keys_fit()
    {
        Old(("Ann", "Ann"));
        File.Move(_folder["g.key"], _folder["other.key"]);
        Assert.Contains("is not there", Assert.Throws<GraftException>(() => FaceGallery.Open(_folder["g"])).Message);
        Assert.Equal(1, Number("PRAGMA user_version"));
        var contract = SyntheticPeople.Contract with { WeightsHash = new string('c', 64) };
        FaceGalleryOptions options = new() { KeyFile = _folder["other.key"] };
        Assert.Contains("Only descriptors", Assert.Throws<GraftException>(() => FaceGallery.Open(_folder["g"], contract, options)).Message);
        Assert.Equal(1, Number("PRAGMA user_version"));
        using (FaceGallery.Open(_folder["g"], null, options)) { }
        Assert.Equal(3, Number("PRAGMA user_version"));
    }

    [Fact]
    public void A_program_that_knows_nothing_of_kept_faces_removes_them_with_their_person()
    {
        using var gallery = FaceGallery.Create(_folder["g"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        RawDatabase.Execute(_folder["g"], "PRAGMA foreign_keys=ON; DELETE FROM sample; DELETE FROM person");
        Assert.Equal(0, Number("SELECT COUNT(*) FROM crop"));
    }

    [Fact]
    public void Faces_that_version_2_kept_stay_and_go_with_their_person()
    {
        using (var gallery = FaceGallery.Create(_folder["g"], SyntheticPeople.Contract))
        {
            gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
            gallery.Enroll("Bob", [CropTests.Kept(2, 0)]);
        }
        RawDatabase.Execute(_folder["g"], """
            ALTER TABLE crop RENAME TO old; CREATE TABLE crop (sample INTEGER PRIMARY KEY REFERENCES sample (id), sealed BLOB NOT NULL);
            INSERT INTO crop SELECT sample, sealed FROM old; DROP TABLE old; PRAGMA user_version=2;
            """);
        using var opened = FaceGallery.Open(_folder["g"]);
        Assert.NotNull(opened.CropsOf("Bob", CropTests.Kept(2, 0).ContentHash));
        Assert.True(opened.Remove("Ann"));
        Assert.Equal(1, Number("SELECT COUNT(*) FROM crop"));
    }

    // A gallery of version 1 in which each person has the second name, as a program before this one stored it.
    private void Old(params (string Now, string Stored)[] people)
    {
        using (var gallery = FaceGallery.Create(_folder["g"], SyntheticPeople.Contract))
            foreach (var (at, (now, _)) in people.Index()) gallery.Enroll(now, [SyntheticPeople.Sample(at, 0), SyntheticPeople.Sample(at, 1)]);
        using (var store = GalleryStore.Open(GalleryPlace.Of(_folder["g"]), _folder["g.key"], null, TimeProvider.System))
            foreach (var (row, (_, stored)) in store.Database.Rows($"SELECT {PersonRow.Columns} FROM person ORDER BY id", PersonRow.Read).Zip(people))
            {
                using var cipher = store.CipherOf(row);
                var content = JsonSerializer.SerializeToUtf8Bytes(new PersonContent(stored, null, DateTimeOffset.UnixEpoch), FacesJson.Compact.PersonContent);
                store.Database.Execute("UPDATE person SET tag = @tag, sealed = @sealed WHERE id = @id", ("@tag", store.Secrets.NameTag(stored)),
                    ("@sealed", store.Seal(cipher, SealContext.Person, content, row.Name, [], row.Expires)), ("@id", row.Id));
            }
        RawDatabase.Execute(_folder["g"], "DROP TABLE crop; PRAGMA user_version=1");
    }

    private long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["g"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
