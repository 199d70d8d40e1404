using System.Text.Json;

namespace Graft.Faces;

/// <summary>
/// Names that an earlier version stored in another form (<see cref="Composition"/>), in the form in which they are asked for now: otherwise nobody would find
/// these people, to remove them or to hand over what is held of them. Within a transaction.
/// </summary>
internal sealed class Renaming(GalleryStore store)
{
    private const int Longest = 190;

    /// <summary>Gives everybody the name of today. Two who had different forms of one name stay two: the later one has a number behind it.</summary>
    public void Run()
    {
        var persons = store.Database.Rows($"SELECT {PersonRow.Columns} FROM person ORDER BY id", PersonRow.Read).Select(row => (Row: row, Content: Open(row)))
            .ToList();
        var taken = persons.Select(person => person.Content.Name).Where(name => Composition.Of(name) == name).ToHashSet();
        foreach (var (row, content) in persons)
        {
            var name = Composition.Of(content.Name);
            if (name == content.Name) continue;
            var free = name;
            for (var number = 2; !taken.Add(free); number++) free = $"{name[..Math.Min(name.Length, Longest)]} ({number})";
            Rename(row, content with { Name = free });
        }
    }

    private PersonContent Open(PersonRow row)
    {
        using var cipher = store.CipherOf(row);
        return JsonSerializer.Deserialize(store.Unseal(cipher, SealContext.Person, row.Sealed, row.Name, [], row.Expires), FacesJson.Compact.PersonContent)!;
    }

    private void Rename(PersonRow row, PersonContent content)
    {
        using var cipher = store.CipherOf(row);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, FacesJson.Compact.PersonContent);
        store.Database.Execute("UPDATE person SET tag = @tag, sealed = @sealed WHERE id = @id", ("@tag", store.Secrets.NameTag(content.Name)),
            ("@sealed", store.Seal(cipher, SealContext.Person, bytes, row.Name, [], row.Expires)), ("@id", row.Id));
    }
}
