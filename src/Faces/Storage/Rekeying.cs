using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

/// <summary>New keys for a gallery and everybody in it; within a transaction.</summary>
internal sealed class Rekeying(GalleryStore store)
{
    /// <summary>Seals every row again with new keys, and marks the old ones for destruction.</summary>
    public void Run(IReadOnlyList<PersonRow> persons, Func<PersonRow, IReadOnlyList<SampleRow>> samplesOf)
    {
        var database = store.Database;
        // Whatever was changed is found while the key that shows it is still in use.
        var settings = GallerySettings.ReadAll(store);
        AuditLog.Read(database, store.Secrets);
        var first = store.Keys.Add([.. store.Identity.Name, .. persons.SelectMany(person => person.Name)]);
        database.Execute("INSERT INTO doomed (slot) SELECT slot FROM gallery UNION SELECT slot FROM person");
        store.UseGalleryKey(first);
        for (var i = 0; i < persons.Count; i++) Move(persons[i], persons[i] with { Slot = first + 1 + i }, samplesOf(persons[i]));
        foreach (var (name, value) in settings) GallerySettings.Write(store, name, value);
        AuditLog.SealAgain(database, store.Secrets);
        AuditLog.Append(database, store.Secrets, store.Clock, AuditLog.Rekeyed, detail: $"{persons.Count}");
        store.NextRevision();
    }

    private void Move(PersonRow from, PersonRow to, IReadOnlyList<SampleRow> samples)
    {
        using AesGcm old = store.CipherOf(from), fresh = store.CipherOf(to);
        var content = store.Unseal(old, SealContext.Person, from.Sealed, from.Name, [], from.Expires);
        var name = JsonSerializer.Deserialize(content, FacesJson.Compact.PersonContent)!.Name;
        store.Database.Execute("UPDATE person SET slot = @slot, tag = @tag, sealed = @sealed WHERE id = @id", ("@slot", to.Slot),
            ("@tag", store.Secrets.NameTag(name)),
            ("@sealed", store.Seal(fresh, SealContext.Person, content, to.Name, [], to.Expires)), ("@id", to.Id));
        foreach (var row in samples)
        {
            var vector = store.Unseal(old, SealContext.Vector, row.Vector, from.Name, row.Name);
            var detail = store.Unseal(old, SealContext.Detail, row.Detail, from.Name, row.Name);
            var image = Convert.FromHexString(JsonSerializer.Deserialize(detail, FacesJson.Compact.SampleContent)!.Content);
            store.Database.Execute("UPDATE sample SET vector = @vector, detail = @detail, image = @image WHERE id = @id",
                ("@vector", store.Seal(fresh, SealContext.Vector, vector, to.Name, row.Name)),
                    ("@detail", store.Seal(fresh, SealContext.Detail, detail, to.Name, row.Name)),
                ("@image", store.Secrets.ImageTag(image)), ("@id", row.Id));
            CryptographicOperations.ZeroMemory(vector);
            if (store.CropOf(row.Id) is not { } sealedCrop) continue;
            var crop = store.Unseal(old, SealContext.Crop, sealedCrop, from.Name, row.Name);
            store.Database.Execute("UPDATE crop SET sealed = @sealed WHERE sample = @id",
                ("@sealed", store.Seal(fresh, SealContext.Crop, crop, to.Name, row.Name)), ("@id", row.Id));
            CryptographicOperations.ZeroMemory(crop);
        }
    }
}
