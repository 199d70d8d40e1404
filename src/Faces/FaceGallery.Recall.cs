using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

// How much an index of the database finds.
public sealed partial class FaceGallery
{
    private const int RecallNearest = 10, MaxCompared = 50_000, PersonsTogether = 500;

    /// <summary>
    /// Measures how much of the exact search the index of the database finds, and keeps the answer, which decisions then name: the share of the ten persons
    /// nearest to enrolled faces, each face's own person aside. For that descriptors are decrypted into memory for a moment: all up to 50 000, of more
    /// those of persons drawn at random. Of these count the ones that are nearer than the last person whom the index finds.
    /// </summary>
    /// <param name="faces">Enrolled faces to ask for, 1 or more.</param>
    /// <returns>0 to 1; 1 without an index, where every search is exact, and where there are no others to find.</returns>
    public double MeasureRecall(int faces = 100) => MeasureRecallAmong(faces, MaxCompared);

    /// <summary>The same with another bound of what is decrypted.</summary>
    internal double MeasureRecallAmong(int faces, int maxCompared)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(faces, 1);
        if (!HasIndex) return 1;
        lock (_gate)
        {
            var recall = Ask(() => RecallOf(faces, maxCompared));
            Change(() =>
            {
                GallerySettings.Write(_store, GallerySettings.Recall, JsonSerializer.Serialize(recall, FacesJson.Compact.IndexRecall));
                return 0;
            });
            return recall.Recall;
        }
    }

    private IndexRecall RecallOf(int faces, int maxCompared)
    {
        var (persons, all) = Drawn(maxCompared);
        using var drawn = new DescriptorIndex(Contract.Dimension);
        var placeOf = persons.Index().ToDictionary(person => person.Item, person => person.Index);
        foreach (var part in persons.Chunk(PersonsTogether))
            Decrypt($"p.id IN ({string.Join(", ", part)})",
                (person, sample, values) => drawn.Set(drawn.Reserve(1)[0], placeOf[person], sample, values));
        int[] rows = [.. Enumerable.Range(0, drawn.Rows)];
        SeededRandom.For(1, "recall").Shuffle(rows.AsSpan());
        var (asked, wanted, hits) = (0, 0, 0);
        foreach (var row in rows.Take(faces))
        {
            var (query, own) = (drawn.Row(row).ToArray(), persons[drawn.PersonOf(row)]);
            PersonHit[] found = [.. ByIndex(query, RecallNearest + 1).Where(hit => hit.Person != own).Take(RecallNearest)];
            // Where there are others beside the drawn ones, the nearest ten of these may be farther than the nearest ten of all.
            var last = drawn.Count == all || found.Length < RecallNearest ? double.PositiveInfinity : found[^1].Distance;
            var right = FaceScan.Nearest(drawn, [query], RecallNearest + 1)[0].Where(hit => persons[hit.Person] != own).Take(RecallNearest)
                .Where(hit => _index.InMetric(hit.Distance) < last).Select(hit => persons[hit.Person]).ToHashSet();
            (asked, wanted, hits) = (asked + 1, wanted + right.Count, hits + found.Count(hit => right.Contains(hit.Person)));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(query.AsSpan()));
        }
        return new IndexRecall(wanted == 0 ? 1 : (double)hits / wanted, RecallNearest, asked, all, _store.Clock.GetUtcNow()) { Compared = drawn.Count };
    }

    // Persons in any order whose samples are no more than that, all where possible; and how many samples there are of all.
    private (long[] Persons, int Samples) Drawn(int maxCompared)
    {
        var all = _store.Database.Rows(
            "SELECT s.person, COUNT(*) FROM sample s JOIN person p ON p.id = s.person WHERE p.expires > @now GROUP BY s.person ORDER BY s.person",
            row => (Person: row.GetInt64(0), Samples: row.GetInt64(1)), ("@now", Now)).ToArray();
        SeededRandom.For(1, "persons of the recall").Shuffle(all.AsSpan());
        var (room, drawn) = ((long)maxCompared, new List<long>());
        foreach (var (person, samples) in all)
        {
            if (samples > room) continue;
            room -= samples;
            drawn.Add(person);
        }
        return ([.. drawn], (int)all.Sum(one => one.Samples));
    }
}
