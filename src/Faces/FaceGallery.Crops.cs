using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

// Faces that are kept to be described again, and moving people into a gallery of another network.
public sealed partial class FaceGallery
{
    /// <summary>The face that was kept of a photograph; null where none was.</summary>
    /// <exception cref="GraftException">It was changed.</exception>
    internal FaceCrops? CropsOf(string name, string contentHash)
    {
        lock (_gate)
            return Ask(() =>
            {
                if (RowOf(PersonName.Clean(name)) is not { } person) return null;
                using var cipher = _store.CipherOf(person);
                return _store.Database.Rows($"SELECT {SampleRow.Columns} FROM sample WHERE person = @person AND image = @image", SampleRow.Read,
                    ("@person", person.Id), ("@image", _store.Secrets.ImageTag(Convert.FromHexString(contentHash)))) is [var row]
                    ? CropsOf(person, row, cipher) : null;
            });
    }

    /// <summary>Opens every face that was kept, for an audit.</summary>
    /// <exception cref="GraftException">One was changed.</exception>
    internal void CheckCrops()
    {
        foreach (var person in Persons().Where(person => person.Crops > 0))
            lock (_gate)
                Ask(() =>
                {
                    if (RowOf(person.Name) is not { } row) return 0;
                    using var cipher = _store.CipherOf(row);
                    foreach (var sample in SamplesOf(row)) CropsOf(row, sample, cipher);
                    return 0;
                });
    }

    /// <summary>Enrols many people who are not there yet, all or none; nothing is reviewed.</summary>
    /// <param name="people">Their samples are asked for one person after the other.</param>
    /// <param name="done">What the log says at the end.</param>
    internal void EnrollAll(IReadOnlyList<NewPerson> people, string? done = null)
    {
        lock (_gate)
        {
            Change(() =>
            {
                var revision = _store.NextRevision();
                var names = RandomNumberGenerator.GetBytes(people.Count * KeyFile.NameSize);
                var slot = _store.Keys.Add(names);
                foreach (var (at, own) in people.Index())
                {
                    var person = Insert(PersonName.Clean(own.Name), names[(at * KeyFile.NameSize)..((at + 1) * KeyFile.NameSize)], slot + at, own.Purpose,
                        own.Expires, revision, own.Added);
                    using var cipher = _store.CipherOf(person);
                    foreach (var sample in own.Samples())
                    {
                        Check(sample);
                        Insert(person, cipher, sample);
                    }
                }
                if (done is not null) AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, done, detail: $"{people.Count}");
                return 0;
            });
            Refresh();
        }
    }

    private FaceCrops? CropsOf(PersonRow person, SampleRow sample, AesGcm cipher) => _store.CropOf(sample.Id) is { } bytes
        ? new(Parse(_store.Unseal(cipher, SealContext.Crop, bytes, person.Name, sample.Name), FacesJson.Compact.DictionaryStringByteArray)) : null;

    private void Insert(long sample, PersonRow person, byte[] name, AesGcm cipher, FaceCrops crops)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, byte[]>(crops.Images), FacesJson.Compact.DictionaryStringByteArray);
        _store.Database.Execute("INSERT INTO crop (sample, sealed) VALUES (@sample, @sealed)", ("@sample", sample),
            ("@sealed", _store.Seal(cipher, SealContext.Crop, plain, person.Name, name)));
        CryptographicOperations.ZeroMemory(plain);
    }
}

/// <summary>A person who is not in a gallery yet.</summary>
/// <param name="Name">The name.</param>
/// <param name="Samples">The faces, when they are needed.</param>
internal sealed record NewPerson(string Name, Func<IEnumerable<FaceSample>> Samples)
{
    /// <summary>What the person agreed to, or null.</summary>
    public string? Purpose { get; init; }

    /// <summary>When the person is no longer recognised, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When the person was enrolled first; now where null.</summary>
    public DateTimeOffset? Added { get; init; }
}
