using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Graft.Faces;

/// <summary>The descriptors of a gallery in memory, kept as the file is.</summary>
internal sealed class GalleryIndex(int dimension, bool isCosine) : IDisposable
{
    private const int BatchRows = 4096;

    private readonly List<Entry> _persons = [];
    private DescriptorIndex? _centroids;
    private int _generation;
    private long _revision = -1, _removals, _lastSample, _nextExpiry = PersonRow.Never;

    /// <summary>All descriptors; unit length where the metric is the cosine.</summary>
    public DescriptorIndex Rows { get; private set; } = new(dimension);

    /// <summary>The mean descriptor of each person.</summary>
    public DescriptorIndex Centroids => _centroids ??= MeanRows();

    /// <summary>Persons that can be recognised.</summary>
    public int Persons { get; private set; }

    /// <summary>The number of a person in the file.</summary>
    public long IdOf(int person) => _persons[person].Id;

    /// <summary>The position of a person, or -1.</summary>
    public int Find(long id)
    {
        var at = CollectionsMarshal.AsSpan(_persons).BinarySearch(new Entry(id, 0, false));
        return at < 0 ? -1 : at;
    }

    /// <summary>Whether it has to be read again: something was changed, or somebody expired.</summary>
    public bool IsOld(GalleryStore store) => _generation != store.Database.Generation ||
        _revision != store.Database.Head("revision") || store.Clock.GetUtcNow().ToUnixTimeMilliseconds() >= _nextExpiry;

    /// <summary>Takes over what was changed in the file; within a reading transaction.</summary>
    public void Refresh(GalleryStore store)
    {
        var (database, now) = (store.Database, store.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (_generation != database.Generation)
        {
            // Another server may answer now, which knows less than the one before: numbers may be given anew.
            _persons.Clear();
            Start();
            _generation = database.Generation;
        }
        var (revision, removals) = database.Rows("SELECT revision, removals FROM gallery", row => (row.GetInt64(0), row.GetInt64(1)))[0];
        var isBack = false;
        foreach (var (id, expires) in database.Rows("SELECT id, expires FROM person WHERE revision > @revision ORDER BY id",
            row => (row.GetInt64(0), row.GetInt64(1)), ("@revision", _revision)))
        {
            if (Find(id) is >= 0 and var known)
            {
                // Who was left out comes back with all samples.
                isBack |= _persons[known].IsOut && expires > now;
                _persons[known] = new Entry(id, expires, _persons[known].IsOut);
            }
            else _persons.Add(new Entry(id, expires, IsOut: false));
        }
        if (isBack) Start();
        if (removals != _removals) DropRemoved(database);
        DropExpired(now);
        Load(store);
        (_revision, _removals) = (revision, removals);
        Persons = _persons.Count(person => !person.IsOut);
        _centroids?.Dispose();
        _centroids = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        _centroids?.Dispose();
    }

    /// <summary>Makes a descriptor comparable: finite, and of unit length where the metric is the cosine.</summary>
    public float[] Prepare(ReadOnlySpan<float> descriptor)
    {
        var values = descriptor.ToArray();
        if (values.Length != dimension) throw new GraftException($"A descriptor of {values.Length} values was given.", $"This gallery has {dimension}.");
        if (!TensorPrimitives.IsFiniteAll<float>(values)) throw new GraftException("A descriptor has a value that is no number.", "",
            "Describe the face again.");
        if (isCosine) Normalise(values);
        return values;
    }

    /// <summary>The distance in the contract's metric.</summary>
    public double InMetric(double distance) => isCosine ? distance * distance / 2 : distance;

    /// <summary>Forgets everything, so that all is read again.</summary>
    public void Start()
    {
        Rows.Dispose();
        Rows = new DescriptorIndex(dimension);
        for (var i = 0; i < _persons.Count; i++) _persons[i] = _persons[i] with { IsOut = false };
        (_lastSample, _revision, _removals) = (0, -1, -1);
    }

    private void DropRemoved(GalleryDatabase database)
    {
        var persons = database.Rows("SELECT id FROM person", row => row.GetInt64(0)).ToHashSet();
        HashSet<int> gone = [];
        for (var i = 0; i < _persons.Count; i++)
        {
            if (persons.Contains(_persons[i].Id)) continue;
            _persons[i] = new Entry(_persons[i].Id, PersonRow.Never, IsOut: true);
            gone.Add(i);
        }
        Rows.Remove(gone.Contains);
    }

    private void DropExpired(long now)
    {
        HashSet<int> gone = [];
        _nextExpiry = PersonRow.Never;
        for (var i = 0; i < _persons.Count; i++)
        {
            if (_persons[i] is not { IsOut: false } person) continue;
            if (person.Expires <= now)
            {
                gone.Add(i);
                _persons[i] = person with { IsOut = true };
            }
            else _nextExpiry = Math.Min(_nextExpiry, person.Expires);
        }
        if (gone.Count > 0) Rows.Remove(gone.Contains);
    }

    // The rows are read by one thread and decrypted on all processors.
    private void Load(GalleryStore store)
    {
        var count = store.Database.Number("SELECT COUNT(*) FROM sample WHERE id > @last", ("@last", _lastSample));
        if (count == 0) return;
        // Keys and persons of a few are read one by one, of many all at once.
        var (keys, owners) = count > BatchRows / 4 ? (store.Keys.ReadAll(), Owners(store)) : (null, null);
        var work = new List<Task>();
        try
        {
            using (var samples = store.Database.Samples(_lastSample, withOwners: owners is null))
            {
                while (true)
                {
                    var batch = new GalleryBatch(store, Rows, (int)Math.Min(count, BatchRows), dimension, isCosine ? Normalise : null);
                    var isLast = !Fill(samples, owners, batch);
                    if (batch.Count > 0)
                    {
                        batch.Rows = Rows.Reserve(batch.Count);
                        work.Add(Task.Run(() => batch.Open(keys)));
                        if (work.Count > 4 * Environment.ProcessorCount)
                        {
                            Task.WaitAny([.. work]);
                            foreach (var done in work.Where(task => task.IsFaulted)) done.GetAwaiter().GetResult();
                            work.RemoveAll(task => task.IsCompleted);
                        }
                    }
                    if (isLast) break;
                }
            }
            Task.WaitAll([.. work]);
        }
        catch (AggregateException failure) when (failure.InnerException is GraftException inner)
        {
            throw inner;
        }
        finally
        {
            if (work.Count > 0) Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
            if (keys is not null) CryptographicOperations.ZeroMemory(keys);
        }
    }

    // By position of the person; joined to each sample they would be looked up again and again.
    private (byte[] Name, int Slot)[] Owners(GalleryStore store)
    {
        var owners = new (byte[] Name, int Slot)[_persons.Count];
        foreach (var (id, name, slot) in store.Database.Rows("SELECT id, name, slot FROM person",
            row => (row.GetInt64(0), (byte[])row.GetValue(1), row.GetInt32(2))))
            if (Find(id) is >= 0 and var person) owners[person] = (name, slot);
        return owners;
    }

    // True while there are more.
    private bool Fill(SampleCursor samples, (byte[] Name, int Slot)[]? owners, GalleryBatch batch)
    {
        while (batch.Count < batch.Size)
        {
            if (!samples.Read()) return false;
            _lastSample = samples.Sample;
            var person = Find(samples.Person);
            if (person < 0 || _persons[person].IsOut) continue;
            if (owners is null) batch.Add(_lastSample, person, samples.Name, samples.Vector, samples.Owner, samples.Slot);
            else batch.Add(_lastSample, person, samples.Name, samples.Vector, owners[person].Name, owners[person].Slot);
        }
        return true;
    }

    private DescriptorIndex MeanRows()
    {
        var sums = new Dictionary<int, (double[] Sum, int Count, long First)>();
        for (var row = 0; row < Rows.Rows; row++)
        {
            if (Rows.PersonOf(row) is not (>= 0 and var person)) continue;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, person, out var isKnown);
            if (!isKnown) own = (new double[dimension], 0, long.MaxValue);
            var values = Rows.Row(row);
            for (var i = 0; i < own.Sum.Length; i++) own.Sum[i] += values[i];
            (own.Count, own.First) = (own.Count + 1, Math.Min(own.First, Rows.SampleOf(row)));
        }
        var index = new DescriptorIndex(dimension);
        var mean = new float[dimension];
        foreach (var (person, (sum, count, first)) in sums.OrderBy(pair => pair.Key))
        {
            for (var i = 0; i < mean.Length; i++) mean[i] = (float)(sum[i] / count);
            if (isCosine) Normalise(mean);
            index.Set(index.Reserve(1)[0], person, first, mean);
        }
        return index;
    }

    /// <summary>Makes it of unit length.</summary>
    internal static void Normalise(Span<float> values)
    {
        var length = TensorPrimitives.Norm(values);
        if (length > 0) TensorPrimitives.Divide(values, length, values);
    }

    /// <param name="Id">Its number in the file.</param>
    /// <param name="Expires">Unix milliseconds.</param>
    /// <param name="IsOut">Removed or expired.</param>
    private readonly record struct Entry(long Id, long Expires, bool IsOut) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Id.CompareTo(other.Id);
    }
}
