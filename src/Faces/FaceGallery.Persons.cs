using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Runtime;

namespace Graft.Faces;

public sealed partial class FaceGallery
{
    /// <summary>All persons, those that have expired included, in the order in which they were enrolled.</summary>
    public IReadOnlyList<GalleryPerson> Persons()
    {
        lock (_gate)
            return Ask(() =>
            {
                var counts = _store.Database.Rows("SELECT person, COUNT(*) FROM sample GROUP BY person", row =>
                    (row.GetInt64(0), row.GetInt32(1))).ToDictionary();
                var crops = _store.Database.Rows("SELECT person, COUNT(*) FROM crop JOIN sample ON sample.id = crop.sample GROUP BY person", row =>
                    (row.GetInt64(0), row.GetInt32(1))).ToDictionary();
                return AllRows().Select(person => PersonOf(person, counts.GetValueOrDefault(person.Id)) with { Crops = crops.GetValueOrDefault(person.Id) })
                    .ToList();
            });
    }

    /// <summary>Adds faces to a person, who is made where the name is new: all of them, or none. An image that the person has already is left out.</summary>
    /// <param name="name">1 to 200 letters. Capitals count.</param>
    /// <param name="samples">Faces of this person; nothing is reviewed here.</param>
    /// <param name="purpose">What the person agreed to; null leaves what is there.</param>
    /// <param name="expires">When the person is no longer recognised; null leaves what is there.</param>
    /// <returns>How many were added.</returns>
    /// <exception cref="GraftException">A name or descriptor cannot be used, or the file cannot be written; nothing was changed.</exception>
    public int Enroll(string name, IReadOnlyList<FaceSample> samples, string? purpose = null, DateTimeOffset? expires = null) =>
        Enroll(name, samples, purpose, expires, mustBeThere: false);

    /// <summary>The same, where the person may have to be there already: who was removed meanwhile is not made again.</summary>
    /// <param name="name">The person.</param>
    /// <param name="samples">Faces.</param>
    /// <param name="purpose">What the person agreed to.</param>
    /// <param name="expires">When the person is no longer recognised.</param>
    /// <param name="mustBeThere">Whether nobody is made.</param>
    /// <param name="known">Gets the samples that the person has already.</param>
    internal int Enroll(string name, IReadOnlyList<FaceSample> samples, string? purpose, DateTimeOffset? expires, bool mustBeThere,
        ISet<FaceSample>? known = null)
    {
        var clean = PersonName.Clean(name);
        foreach (var sample in samples) Check(sample);
        lock (_gate)
        {
            var added = Change(() =>
            {
                var revision = _store.NextRevision();
                var person = RowOf(clean) ?? (mustBeThere ? throw new GraftException($"There is nobody of the name '{clean}'.",
                    "Another process has removed the person.") : Insert(clean, purpose, expires, revision));
                using var cipher = _store.CipherOf(person);
                if (purpose is not null || expires is not null) Update(person, cipher, purpose, expires, revision);
                var count = 0;
                foreach (var sample in samples)
                    if (Insert(person, cipher, sample)) count++;
                    else known?.Add(sample);
                if (count > 0)
                    AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, samples.All(sample => sample.IsConfirmed) ? AuditLog.Confirmed
                        : AuditLog.Added,
                        person.Name, $"{count}");
                return count;
            });
            Refresh();
            return added;
        }
    }

    /// <summary>Everything that is held of a person, as a JSON document to hand over.</summary>
    /// <returns>Null where there is nobody of that name.</returns>
    public string? Export(string name)
    {
        lock (_gate)
            return Change(() =>
            {
                if (RowOf(PersonName.Clean(name)) is not { } person) return null;
                using var cipher = _store.CipherOf(person);
                var samples = SamplesOf(person).Select(row => PersonExport.Sample.Of(DetailOf(person, row, cipher), VectorOf(person, row, cipher),
                    CropsOf(person, row, cipher))).ToList();
                AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, AuditLog.Exported, person.Name);
                var id = Convert.ToHexStringLower(person.Name);
                var lines = AuditLog.Read(_store.Database, _store.Secrets).Where(line => line.Person == id);
                return PersonExport.Write(new PersonExport(PersonOf(person, samples.Count) with
                {
                    Crops = samples.Count(sample => sample.Crops is not null),
                }, Contract, samples, [.. lines.Select(PersonExport.Entry.Of)]));
            });
    }

    /// <summary>
    /// Gives the gallery and every person a new key, and destroys the old ones. An older copy of the key file opens older copies of the gallery only.
    /// </summary>
    /// <exception cref="GraftException">A row, a setting or the log was changed by something else; the keys stay as they are.</exception>
    public void Rekey()
    {
        lock (_gate)
        {
            Change(() =>
            {
                new Rekeying(_store).Run(AllRows(), SamplesOf);
                return 0;
            });
            Finish();
        }
    }

    /// <summary>What was done to the gallery, verified: each line with the time, the action, the random name of the person and numbers.</summary>
    /// <exception cref="GraftException">A line was changed, or lines are missing.</exception>
    internal IReadOnlyList<AuditLine> Log()
    {
        lock (_gate) return Ask(() => AuditLog.Read(_store.Database, _store.Secrets));
    }

    /// <summary>Every sample of everybody, decrypted, for an audit.</summary>
    internal IReadOnlyList<(GalleryPerson Person, SampleContent Detail, float[] Descriptor)> Samples()
    {
        lock (_gate)
            return Ask(() =>
            {
                List<(GalleryPerson, SampleContent, float[])> all = [];
                foreach (var person in AllRows())
                {
                    using var cipher = _store.CipherOf(person);
                    var rows = SamplesOf(person);
                    var named = PersonOf(person, rows.Count);
                    all.AddRange(rows.Select(row => (named, DetailOf(person, row, cipher), VectorOf(person, row, cipher))));
                }
                return all;
            });
    }

    /// <summary>Another number after each change of persons or samples, by whatever process.</summary>
    internal long Revision
    {
        get
        {
            lock (_gate) return Ask(() => _store.Database.Head("revision"));
        }
    }

    /// <summary>The content hashes of a person's images.</summary>
    internal bool Has(string name, string contentHash)
    {
        lock (_gate)
            return Ask(() => RowOf(PersonName.Clean(name)) is { } person
                && _store.Database.Number("SELECT 1 FROM sample WHERE image = @image AND person = @person",
                    ("@image", _store.Secrets.ImageTag(Convert.FromHexString(contentHash))), ("@person", person.Id)) == 1);
    }

    /// <summary>The names of those who have this image.</summary>
    internal IReadOnlyList<string> OwnersOf(string contentHash)
    {
        lock (_gate)
            return Ask(() => AllRows("WHERE id IN (SELECT person FROM sample WHERE image = @image)",
                ("@image", _store.Secrets.ImageTag(Convert.FromHexString(contentHash)))).Select(person => PersonOf(person, 0).Name).ToList());
    }

    /// <summary>The descriptors of a person; none where there is nobody of that name.</summary>
    internal IReadOnlyList<float[]> DescriptorsOf(string name)
    {
        lock (_gate)
            return Ask(() =>
            {
                if (RowOf(PersonName.Clean(name)) is not { } person) return [];
                using var cipher = _store.CipherOf(person);
                return SamplesOf(person).Select(row => VectorOf(person, row, cipher)).ToList();
            });
    }

    /// <summary>The database itself, for tests.</summary>
    internal GalleryDatabase Database => _store.Database;

    /// <summary>Samples in memory as they are, without asking the database.</summary>
    internal int Held => _index.Rows.Count;

    /// <summary>Whether its file is still there, or its database answers.</summary>
    internal bool IsPresent => !_isDisposed && _store.Database.IsPresent;

    /// <summary>Hears once why its database does not answer any more, and null when it does again.</summary>
    internal Action<string?>? PresenceChanged
    {
        set => _store.Database.PresenceChanged = value;
    }

    // With the gate held, outside of a transaction. Another process that removes a person or changes the keys while we read leaves us without a key: then
    // there is something newer to read.
    private T Ask<T>(Func<T> read, Action? forget = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var version = _store.Database.DataVersion;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return _store.Database.Read(() =>
                {
                    _store.ReadKeyAgain();
                    return read();
                });
            }
            catch (GraftException)
            {
                forget?.Invoke();
                var now = _store.Database.DataVersion;
                if (attempt == 5 || (now == version && attempt > 0)) throw;
                version = now;
            }
        }
    }

    private T Change<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            return _store.Database.Write(() =>
            {
                _store.ReadKeyAgain();
                return work();
            });
        }
        catch
        {
            TryReadKeyAgain();
            throw;
        }
    }

    // What went wrong before is said, not that nobody answers any more; the key is read again before it is used.
    private void TryReadKeyAgain()
    {
        try
        {
            _store.ReadKeyAgain();
        }
        catch (GraftException)
        {
        }
    }

    private void Check(FaceSample sample)
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_index.Prepare(sample.Descriptor.Span).AsSpan()));
        if (sample.ContentHash.Length != 64 || !sample.ContentHash.All(char.IsAsciiHexDigit))
            throw new GraftException($"'{sample.ContentHash}' is no hash of a file.", "SHA-256 as 64 hexadecimal digits is expected.");
    }
}
