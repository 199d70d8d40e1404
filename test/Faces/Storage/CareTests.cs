using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Graft.Tests;

namespace Graft.Faces.Tests;

public class CareTests
{
    [Fact]
    public void After_removal_nothing_of_a_person_is_left_in_any_file()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 20, 4);
        using var reader = FaceGallery.Open(folder["g"]);
        var before = RowsOf(folder["g"], 5);
        Assert.True(gallery.Remove(SyntheticPeople.NameOf(5)));
        foreach (var file in Directory.GetFiles(folder.Root))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var trace in Traces(5).Concat(before)) Assert.True(bytes.AsSpan().IndexOf(trace) < 0,
                $"{Path.GetFileName(file)} still holds {trace.Length} bytes.");
        }
        Assert.Equal(0, new FileInfo(folder["g"] + "-wal").Length);
        Assert.False(gallery.Remove(SyntheticPeople.NameOf(5)));
    }

    [Fact]
    public void Neither_names_nor_descriptors_are_in_the_files_in_clear()
    {
        using var folder = new TestFolder();
        using var gallery = SyntheticPeople.Gallery(folder["g"], 3, 2);
        gallery.Enroll(SyntheticPeople.NameOf(1), [], purpose: "door of the laboratory");
        foreach (var file in Directory.GetFiles(folder.Root))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var trace in Traces(1).Append(Encoding.UTF8.GetBytes("laboratory"))) Assert.True(bytes.AsSpan().IndexOf(trace) < 0, file);
        }
    }

    [Fact]
    public void A_copy_from_before_a_removal_does_not_open_with_the_keys_that_are_left()
    {
        using var folder = new TestFolder();
        using (var gallery = SyntheticPeople.Gallery(folder["g"], 3, 2)) { }
        File.Copy(folder["g"], folder["copy"]);
        using (var gallery = FaceGallery.Open(folder["g"])) gallery.Remove(SyntheticPeople.NameOf(1));
        var options = new FaceGalleryOptions { KeyFile = folder["g.key"] };
        Assert.Contains("key of person", Assert.Throws<GraftException>(() => FaceGallery.Open(folder["copy"], null, options)).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void A_row_that_was_moved_to_another_person_is_refused(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 2, 1)) { }
        place.Execute("g", "UPDATE sample SET person = 3 - person");
        Assert.Contains("was changed, or moved", Assert.Throws<GraftException>(() => place.Open("g")).Message);
    }

    [Theory]
    [InlineData(Store.Sqlite, "UPDATE log SET detail = '9' WHERE number = 3")]
    [InlineData(Store.Postgres, "UPDATE log SET detail = '9' WHERE number = 3")]
    [InlineData(Store.Sqlite, "DELETE FROM log WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Postgres, "DELETE FROM log WHERE number = (SELECT MAX(number) FROM log)")]
    [InlineData(Store.Sqlite, "DELETE FROM log WHERE number = 2")]
    [InlineData(Store.Postgres, "DELETE FROM log WHERE number = 2")]
    public void A_log_that_was_changed_is_refused(Store store, string change)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 1);
        Assert.Equal([AuditLog.Created, AuditLog.Enrolled, AuditLog.Added, AuditLog.Enrolled, AuditLog.Added], gallery.Log().Select(line => line.Action));
        place.Execute("g", change);
        Assert.Contains("log of the gallery", Assert.Throws<GraftException>(() => gallery.Log()).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void A_wrong_key_a_lost_key_and_one_that_others_can_read_are_refused(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 1, 1)) { }
        using (place.Gallery("other", 1, 1)) { }
        Assert.Contains("not the key file of this gallery", Refusal(place.Folder["other.key"]));
        Assert.Contains("is not there", Refusal(place.Folder["none.key"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.Folder["g.key"]));
            File.SetUnixFileMode(place.Folder["g.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.Contains("Others than its owner", Refusal(place.Folder["g.key"]));
        }

        string Refusal(string key) => Assert.Throws<GraftException>(() => place.Open("g", null, new() { KeyFile = key })).Message;
    }

    [Theory, ClassData(typeof(EachStore))]
    public void A_contract_or_a_calibration_that_was_changed_is_refused(Store store)
    {
        using var place = new TestStore(store);
        using (place.Gallery("g", 1, 1)) { }
        place.Execute("g", "UPDATE gallery SET contract = replace(contract, 'synthetic', 'sympathic')");
        Assert.Contains("contract was changed", Assert.Throws<GraftException>(() => place.Open("g")).Message);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void New_keys_open_what_the_old_ones_no_longer_do(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 4, 2);
        File.Copy(place.Folder["g.key"], place.Folder["old.key"]);
        gallery.Rekey();
        Assert.Equal(SyntheticPeople.NameOf(2), gallery.Search(SyntheticPeople.Face(2, 9), 1)[0].Name);
        Assert.Equal(0, SyntheticPeople.Enroll(gallery, 2, 2));
        Assert.Throws<GraftException>(() => place.Open("g", null, new() { KeyFile = place.Folder["old.key"] }));
        using var again = place.Open("g");
        Assert.Equal(4, again.Persons().Count);
        Assert.Equal(AuditLog.Rekeyed, again.Log()[^1].Action);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void A_person_gets_everything_that_is_held(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 3);
        gallery.Enroll(SyntheticPeople.NameOf(1), [], "the door", DateTimeOffset.UtcNow.AddYears(1));
        var export = JsonDocument.Parse(gallery.Export(SyntheticPeople.NameOf(1))!).RootElement;
        Assert.Equal(SyntheticPeople.NameOf(1), export.GetProperty("person").GetProperty("name").GetString());
        Assert.Equal("the door", export.GetProperty("person").GetProperty("purpose").GetString());
        Assert.Equal(3, export.GetProperty("samples").GetArrayLength());
        Assert.Equal(SyntheticPeople.Face(1, 2), export.GetProperty("samples")[2].GetProperty("descriptor").EnumerateArray()
            .Select(value => value.GetSingle()));
        Assert.Equal(["enrolled", "added", "changed", "exported"], export.GetProperty("log").EnumerateArray()
            .Select(line => line.GetProperty("action").GetString()));
        Assert.Null(gallery.Export("Nobody"));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Who_has_expired_is_not_recognised_and_can_be_removed(Store store)
    {
        using var place = new TestStore(store);
        var clock = new SetClock(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var gallery = place.Gallery("g", 3, 2, new FaceGalleryOptions { Clock = clock });
        gallery.Enroll(SyntheticPeople.NameOf(1), [], null, clock.Now.AddDays(30));
        Assert.Equal(3, gallery.PersonCount);
        clock.Now = clock.Now.AddDays(31);
        Assert.Equal((2, 4), (gallery.PersonCount, gallery.SampleCount));
        Assert.NotEqual(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
        gallery.Enroll(SyntheticPeople.NameOf(1), [], null, clock.Now.AddDays(30));
        Assert.Equal(SyntheticPeople.NameOf(1), gallery.Search(SyntheticPeople.Face(1, 9), 1)[0].Name);
        clock.Now = clock.Now.AddDays(31);
        Assert.Equal(1, gallery.RemoveExpired());
        Assert.Equal(2, gallery.Persons().Count);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Who_had_expired_before_the_gallery_was_opened_comes_back_when_renewed(Store store)
    {
        using var place = new TestStore(store);
        var clock = new SetClock(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new FaceGalleryOptions { Clock = clock };
        using (var before = place.Gallery("g", 1, 2, options)) before.Enroll(SyntheticPeople.NameOf(0), [], null, clock.Now.AddDays(1));
        clock.Now = clock.Now.AddDays(2);
        using var gallery = place.Open("g", null, options);
        Assert.Equal((0, 0), (gallery.PersonCount, gallery.SampleCount));
        gallery.Enroll(SyntheticPeople.NameOf(0), [], null, clock.Now.AddDays(1));
        Assert.Equal((1, 2), (gallery.PersonCount, gallery.SampleCount));
        Assert.Equal(SyntheticPeople.NameOf(0), gallery.Search(SyntheticPeople.Face(0, 9), 1)[0].Name);
    }

    // 32 bytes of each descriptor from every offset of 4 bytes (float32) or 1 (int8), and the name in the encodings that programs write.
    private static IEnumerable<byte[]> Traces(int person)
    {
        yield return Encoding.UTF8.GetBytes(SyntheticPeople.NameOf(person));
        yield return Encoding.Unicode.GetBytes(SyntheticPeople.NameOf(person));
        foreach (var face in Enumerable.Range(0, 4).Select(number => SyntheticPeople.Face(person, number)))
        {
            var bytes = MemoryMarshal.AsBytes(face.AsSpan()).ToArray();
            for (var at = 0; at + 32 <= bytes.Length; at += 32) yield return bytes[at..(at + 32)];
            var codes = new sbyte[128];
            Quantisation.Codes(face, codes);
            for (var at = 0; at + 32 <= codes.Length; at += 32) yield return MemoryMarshal.AsBytes(codes.AsSpan(at, 32)).ToArray();
        }
    }

    // Pieces of the encrypted rows as they were.
    private static List<byte[]> RowsOf(string path, int person)
    {
        List<byte[]> pieces = [];
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT vector FROM sample WHERE person = {person + 1} UNION ALL SELECT detail FROM sample WHERE person = {person + 1} "
            + $"UNION ALL SELECT sealed FROM person WHERE id = {person + 1}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var bytes = reader.GetFieldValue<byte[]>(0);
            for (var at = 0; at + 32 <= bytes.Length; at += 32) pieces.Add(bytes[at..(at + 32)]);
        }
        Assert.True(pieces.Count > 50);
        return pieces;
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
