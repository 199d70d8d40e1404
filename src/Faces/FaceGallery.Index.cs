using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Graft.Faces;

// Searching by an index of the database, which has the descriptors in clear.
public sealed partial class FaceGallery
{
    private const int FirstSamples = 100, SamplesOfPerson = 8;

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
        ? "found by an index that may miss somebody; nobody has measured how often (`graft faces enroll` does)"
        : string.Create(CultureInfo.InvariantCulture, $"found by an index that gives {recall.Recall:0.000} of the {recall.Nearest} nearest persons of the "
            + $"exact search, measured with {Words.Count(recall.Faces, "face")} among {(recall.Compared < recall.Samples ? $"{recall.Compared} of " : "")}"
            + $"{Words.Count(recall.Samples, "photograph")}");

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
    // then more are asked for, and at last the server looks at all of them without its index.
    private PersonHit[] ByIndex(float[] query, int count)
    {
        var index = _store.Database.Index!;
        int? there = null;
        for (var samples = (int)Math.Clamp((long)count * SamplesOfPerson, FirstSamples, index.MaxSamples); ; samples = Math.Min(4 * samples, index.MaxSamples))
        {
            var proposed = index.Nearest(query, samples);
            var found = Computed(query, proposed);
            // Rows that were removed take places among the candidates of the index, and are then left out: few may come back although there are more.
            if (found.Count < count && found.Count < (there ??= PersonsUpTo(count)))
            {
                if (samples < index.MaxSamples) continue;
                foreach (var (person, hit) in Computed(query, index.NearestOfEach(query, count, Now))) found[person] = hit;
            }
            return [.. found.Values.OrderBy(hit => hit.Distance).ThenBy(hit => hit.Sample).Take(count)];
        }
    }

    private int PersonsUpTo(int count) => (int)_store.Database.Number(
        "SELECT COUNT(*) FROM (SELECT 1 FROM person WHERE expires > @now AND id IN (SELECT person FROM sample) LIMIT @count) AS enough",
        ("@now", Now), ("@count", (long)count));

    private Dictionary<long, PersonHit> Computed(float[] query, IReadOnlyList<long> samples)
    {
        Dictionary<long, PersonHit> best = [];
        if (samples.Count == 0) return best;
        Decrypt($"s.id IN ({string.Join(", ", samples)})", (person, sample, values) =>
        {
            var hit = new PersonHit(person, _index.InMetric(FaceScan.Distance(query, values)), sample);
            if (!best.TryGetValue(person, out var before) || (hit.Distance, hit.Sample).CompareTo((before.Distance, before.Sample)) < 0) best[person] = hit;
        });
        return best;
    }

    // Descriptors as they are compared, one after the other.
    private void Decrypt(string which, Action<long, long, float[]> each)
    {
        var rows = _store.Database.Rows($"""
            SELECT p.id, p.name, p.slot, p.sealed, p.expires, s.id, s.name, s.vector FROM sample s JOIN person p ON p.id = s.person
            WHERE p.expires > @now AND {which}
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
                each(person.Id, sample.Id, values);
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }
    }
}
