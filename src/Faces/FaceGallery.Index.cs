using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

// Searching by an index of the database, which has the descriptors in clear.
public sealed partial class FaceGallery
{
    private const int FirstSamples = 100, SamplesOfPerson = 8, RecallNearest = 10;

    /// <summary>Whether the database has an index, with the descriptors in clear.</summary>
    internal bool HasIndex => _store.Database.Index is not null;

    /// <summary>What an index does to the descriptors, in words.</summary>
    internal string IndexWarning => $"the descriptors in '{Path}' are not encrypted but in clear, for its index: whoever reads the "
        + "database, its write-ahead log, a backup or a replica has them without any key, and can make faces again that resemble the people; "
        + "removing a person does not reach what is kept outside of the tables";

    /// <summary>How much of the exact search the index finds; null where nobody has measured it, or there is no index.</summary>
    internal IndexRecall? Recall
    {
        get
        {
            if (!HasIndex) return null;
            lock (_gate)
                return Ask(() => GallerySettings.Read(_store, GallerySettings.Recall)) is { } text
                    ? JsonSerializer.Deserialize(text, FacesJson.Compact.IndexRecall) : null;
        }
    }

    /// <summary>The same in words.</summary>
    internal string RecallWords => Recall is not { } recall
        ? "found by an index that may miss somebody; nobody has measured how often (`graft faces list` does)"
        : string.Create(CultureInfo.InvariantCulture, $"found by an index that gives {recall.Recall:0.000} of the {recall.Nearest} nearest persons of the "
            + $"exact search, measured with {Words.Count(recall.Faces, "face")} among {Words.Count(recall.Samples, "photograph")}");

    /// <summary>
    /// Measures how much of the exact search the index of the database finds, and keeps the answer, which decisions then name: the share of the ten persons
    /// nearest to enrolled faces, each face's own person aside. For that all descriptors are decrypted into memory for a moment.
    /// </summary>
    /// <param name="faces">Enrolled faces to ask for, 1 or more.</param>
    /// <returns>0 to 1; 1 without an index, where every search is exact, and where there are no others to find.</returns>
    public double MeasureRecall(int faces = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(faces, 1);
        if (!HasIndex) return 1;
        lock (_gate)
        {
            using var exact = new GalleryIndex(Contract.Dimension, Contract.IsCosine);
            var (asked, wanted, found) = (0, 0, 0);
            Ask(() =>
            {
                exact.Refresh(_store);
                (asked, wanted, found) = (0, 0, 0);
                int[] rows = [.. Enumerable.Range(0, exact.Rows.Rows)];
                SeededRandom.For(1, "recall").Shuffle(rows.AsSpan());
                foreach (var row in rows.Take(faces))
                {
                    var query = exact.Rows.Row(row).ToArray();
                    var own = exact.IdOf(exact.Rows.PersonOf(row));
                    var right = FaceScan.Nearest(exact.Rows, [query], RecallNearest + 1)[0].Select(hit => exact.IdOf(hit.Person))
                        .Where(person => person != own).Take(RecallNearest).ToHashSet();
                    asked++;
                    wanted += right.Count;
                    found += ByIndex(query, RecallNearest + 1).Count(hit => right.Contains(hit.Person));
                    CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(query.AsSpan()));
                }
                return 0;
            }, exact.Start);
            var recall = new IndexRecall(wanted == 0 ? 1 : (double)found / wanted, RecallNearest, asked, exact.Rows.Count, _store.Clock.GetUtcNow());
            Change(() =>
            {
                GallerySettings.Write(_store, GallerySettings.Recall, JsonSerializer.Serialize(recall, FacesJson.Compact.IndexRecall));
                return 0;
            });
            return recall.Recall;
        }
    }

    private GraftException OtherScore() => new($"The index of '{Path}' finds the nearest photographs, not means of a person.", "",
        $"Open it with {Flag.Of("--score", "best")}.");

    private GalleryThreshold? WithIndex(GalleryThreshold? threshold) =>
        threshold is null || !HasIndex ? threshold : threshold with { Evidence = $"{threshold.Evidence}; {RecallWords}" };

    private int Counted(string sql)
    {
        lock (_gate) return Ask(() => (int)_store.Database.Number(sql, ("@now", Now)));
    }

    private long Now => _store.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private void AddToIndex(long sample, ReadOnlySpan<float> descriptor)
    {
        if (_store.Database.Index is not { } index) return;
        var values = _index.Prepare(descriptor);
        index.Add(sample, values);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private IReadOnlyList<PersonHit[]> FindByIndex(IReadOnlyList<ReadOnlyMemory<float>> descriptors, int count)
    {
        float[][] queries = [.. descriptors.Select(descriptor => _index.Prepare(descriptor.Span))];
        try
        {
            lock (_gate) return Ask(() => queries.Select(query => ByIndex(query, count)).ToList());
        }
        finally
        {
            foreach (var query in queries) CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(query.AsSpan()));
        }
    }

    // The nearest persons among the samples that the index proposes, by their sealed descriptors. Somebody's samples may fill all places, or have expired:
    // then more are asked for.
    private PersonHit[] ByIndex(float[] query, int count)
    {
        var index = _store.Database.Index!;
        for (var samples = (int)Math.Clamp((long)count * SamplesOfPerson, FirstSamples, index.MaxSamples); ; samples = Math.Min(4 * samples, index.MaxSamples))
        {
            var proposed = index.Nearest(query, samples);
            var found = proposed.Count == 0 ? [] : Computed(query, proposed);
            if (found.Count >= count || proposed.Count < samples || samples == index.MaxSamples)
                return [.. found.Values.OrderBy(hit => hit.Distance).ThenBy(hit => hit.Sample).Take(count)];
        }
    }

    private Dictionary<long, PersonHit> Computed(float[] query, IReadOnlyList<long> samples)
    {
        Dictionary<long, PersonHit> best = [];
        var rows = _store.Database.Rows($"""
            SELECT p.id, p.name, p.slot, p.sealed, p.expires, s.id, s.name, s.vector FROM sample s JOIN person p ON p.id = s.person
            WHERE p.expires > @now AND s.id IN ({string.Join(", ", samples)})
            """, row => (Person: PersonRow.Read(row), Sample: new SampleRow(row.GetInt64(5), row.GetFieldValue<byte[]>(6), row.GetFieldValue<byte[]>(7), [])),
            ("@now", Now));
        foreach (var own in rows.GroupBy(row => row.Person.Id))
        {
            var person = own.First().Person;
            using var cipher = _store.CipherOf(person);
            foreach (var (_, sample) in own)
            {
                var values = VectorOf(person, sample, cipher);
                if (Contract.IsCosine) GalleryIndex.Normalise(values);
                var hit = new PersonHit(person.Id, _index.InMetric(FaceScan.Distance(query, values)), sample.Id);
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values.AsSpan()));
                if (!best.TryGetValue(person.Id, out var before) || (hit.Distance, hit.Sample).CompareTo((before.Distance, before.Sample)) < 0)
                    best[person.Id] = hit;
            }
        }
        return best;
    }
}
