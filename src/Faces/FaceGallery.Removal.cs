namespace Graft.Faces;

// Taking people out for good.
public sealed partial class FaceGallery
{
    /// <summary>What the last removal left behind in the database, encrypted with keys that are destroyed; null for nothing.</summary>
    internal string? Left { get; private set; }

    /// <summary>
    /// Removes a person for good: destroys the key, so that older copies of the file cannot be read either, overwrites the rows, empties the write-ahead log
    /// and clears the memory.
    /// </summary>
    /// <returns>False where there is nobody of that name.</returns>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public bool Remove(string name) => Remove([name], withExpired: false).Named.Count > 0;

    /// <summary>Removes everybody whose time is over.</summary>
    /// <returns>How many.</returns>
    public int RemoveExpired() => Remove([], withExpired: true).Expired;

    /// <summary>The same for several, all or none: what they leave behind in the database is cleaned up once.</summary>
    /// <param name="names">Persons.</param>
    /// <param name="withExpired">Whether also everybody whose time is over.</param>
    /// <returns>The names that somebody had, and how many others were removed.</returns>
    internal (IReadOnlyList<string> Named, int Expired) Remove(IReadOnlyList<string> names, bool withExpired)
    {
        var now = _options.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<string> found = [];
        var expired = 0;
        lock (_gate)
            RemoveRows(() =>
            {
                List<PersonRow> rows = [];
                foreach (var name in names.Distinct())
                    if (RowOf(PersonName.Clean(name)) is { } person)
                    {
                        found.Add(name);
                        if (!rows.Exists(row => row.Id == person.Id)) rows.Add(person);
                    }
                if (!withExpired) return rows;
                var over = AllRows("WHERE expires <= @now", ("@now", now)).Where(person => !rows.Exists(row => row.Id == person.Id)).ToList();
                expired = over.Count;
                return [.. rows, .. over];
            });
        return (found, expired);
    }

    private int RemoveRows(Func<IReadOnlyList<PersonRow>> which)
    {
        var count = Change(() =>
        {
            var persons = which();
            if (persons.Count == 0) return 0;
            _store.NextRevision();
            foreach (var person in persons)
            {
                var samples = _store.Database.Execute("DELETE FROM sample WHERE person = @person", ("@person", person.Id));
                _store.Database.Execute("DELETE FROM person WHERE id = @person", ("@person", person.Id));
                _store.Database.Execute("INSERT INTO doomed (slot) VALUES (@slot)", ("@slot", person.Slot));
                AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, AuditLog.Removed, person.Name, $"{samples}");
            }
            _store.Database.Execute("UPDATE gallery SET removals = removals + 1");
            return persons.Count;
        });
        if (count > 0) Finish();
        // What was committed before the connection broke.
        else _store.DestroyDoomed();
        return count;
    }

    // What was committed is now made impossible to bring back.
    private void Finish()
    {
        _store.DestroyDoomed();
        Left = _store.Database.Free();
        Refresh();
    }
}
