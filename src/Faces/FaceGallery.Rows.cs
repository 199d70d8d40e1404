using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

// Rows of the file as they are made, read and sealed; always with the gate held.
public sealed partial class FaceGallery
{
    private IReadOnlyList<PersonRow> AllRows(string where = "", params ReadOnlySpan<(string, object)> parameters) =>
        _store.Database.Rows($"SELECT {PersonRow.Columns} FROM person {where} ORDER BY id", PersonRow.Read, parameters);

    // By the tag of a clean name. A tag that was moved to another row would give out one person as another.
    private PersonRow? RowOf(string name)
    {
        if (AllRows("WHERE tag = @tag", ("@tag", _store.Secrets.NameTag(name))).FirstOrDefault() is not { } row) return null;
        using var cipher = _store.CipherOf(row);
        return ContentOf(row, cipher).Name == name ? row : throw _store.Changed(row.Name);
    }

    private PersonRow? RowOf(long id) => AllRows("WHERE id = @id", ("@id", id)).FirstOrDefault();

    private IReadOnlyList<SampleRow> SamplesOf(PersonRow person) =>
        _store.Database.Rows($"SELECT {SampleRow.Columns} FROM sample WHERE person = @person ORDER BY id", SampleRow.Read, ("@person", person.Id));

    private GalleryPerson PersonOf(PersonRow row, int samples)
    {
        using var cipher = _store.CipherOf(row);
        var content = ContentOf(row, cipher);
        return new GalleryPerson(Convert.ToHexStringLower(row.Name), content.Name, samples, content.Added, content.Purpose,
            row.Expires == PersonRow.Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Expires));
    }

    private PersonContent ContentOf(PersonRow row, AesGcm cipher) =>
        Parse(_store.Unseal(cipher, SealContext.Person, row.Sealed, row.Name, [], row.Expires), FacesJson.Compact.PersonContent);

    private SampleContent DetailOf(PersonRow person, SampleRow row, AesGcm cipher) =>
        Parse(_store.Unseal(cipher, SealContext.Detail, row.Detail, person.Name, row.Name), FacesJson.Compact.SampleContent);

    private float[] VectorOf(PersonRow person, SampleRow row, AesGcm cipher)
    {
        var bytes = _store.Unseal(cipher, SealContext.Vector, row.Vector, person.Name, row.Name);
        var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        CryptographicOperations.ZeroMemory(bytes);
        return values;
    }

    private PersonRow Insert(string name, string? purpose, DateTimeOffset? expires, long revision)
    {
        var random = RandomNumberGenerator.GetBytes(KeyFile.NameSize);
        return Insert(name, random, _store.Keys.Add(random), purpose, expires, revision);
    }

    private PersonRow Insert(string name, byte[] random, int slot, string? purpose, DateTimeOffset? expires, long revision,
        DateTimeOffset? added = null)
    {
        var row = new PersonRow(0, random, slot, [], expires?.ToUnixTimeMilliseconds() ?? PersonRow.Never);
        using var cipher = _store.CipherOf(row);
        var content = Seal(row, cipher, new PersonContent(name, purpose, added ?? _store.Clock.GetUtcNow()));
        var id = _store.Database.Number("""
            INSERT INTO person (name, tag, slot, sealed, expires, revision)
            VALUES (@name, @tag, @slot, @sealed, @expires, @revision) RETURNING id
            """, ("@name", random), ("@tag", _store.Secrets.NameTag(name)), ("@slot", row.Slot), ("@sealed", content),
            ("@expires", row.Expires), ("@revision", revision));
        AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, AuditLog.Enrolled, random);
        return row with { Id = id, Sealed = content };
    }

    private void Update(PersonRow row, AesGcm cipher, string? purpose, DateTimeOffset? expires, long revision)
    {
        var content = ContentOf(row, cipher);
        var changed = row with { Expires = expires?.ToUnixTimeMilliseconds() ?? row.Expires };
        if (changed.Expires == row.Expires && (purpose is null || purpose == content.Purpose)) return;
        _store.Database.Execute("UPDATE person SET sealed = @sealed, expires = @expires, revision = @revision WHERE id = @id",
            ("@sealed", Seal(changed, cipher, content with { Purpose = purpose ?? content.Purpose })), ("@expires", changed.Expires), ("@revision", revision),
                ("@id", row.Id));
        AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, AuditLog.Changed, row.Name);
    }

    // False where the person has the image already.
    private bool Insert(PersonRow person, AesGcm cipher, FaceSample sample)
    {
        var name = RandomNumberGenerator.GetBytes(KeyFile.NameSize);
        var content = new SampleContent(sample.ContentHash.ToLowerInvariant(), sample.Source, sample.Added ?? _store.Clock.GetUtcNow(), sample.IsConfirmed,
            sample.Quality);
        var id = _store.Database.Number("""
            INSERT INTO sample (person, name, image, vector, detail) VALUES (@person, @name, @image, @vector, @detail) ON CONFLICT DO NOTHING RETURNING id
            """, ("@person", person.Id), ("@name", name), ("@image", _store.Secrets.ImageTag(Convert.FromHexString(sample.ContentHash))),
            ("@vector", _store.Seal(cipher, SealContext.Vector, MemoryMarshal.AsBytes(sample.Descriptor.Span), person.Name, name)),
            ("@detail", _store.Seal(cipher, SealContext.Detail, JsonSerializer.SerializeToUtf8Bytes(content, FacesJson.Compact.SampleContent), person.Name,
                name)));
        if (id < 0) return false;
        AddToIndex(id, sample.Descriptor.Span);
        if (sample.Crops is { } crops) Insert(id, person, name, cipher, crops);
        return true;
    }

    private byte[] Seal(PersonRow row, AesGcm cipher, PersonContent content) =>
        _store.Seal(cipher, SealContext.Person, JsonSerializer.SerializeToUtf8Bytes(content, FacesJson.Compact.PersonContent), row.Name, [], row.Expires);

    private static T Parse<T>(byte[] bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var value = JsonSerializer.Deserialize(bytes, type)!;
        CryptographicOperations.ZeroMemory(bytes);
        return value;
    }
}
