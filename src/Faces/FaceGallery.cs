using System.Globalization;
using System.Security.Cryptography;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>
/// People and their enrolled faces in one SQLite file or a database of PostgreSQL, encrypted with a key for each person; the keys are in a file of their own.
/// Bound to the contract of its descriptors. Safe for threads and for several processes: what one changes, the others see at their next question.
/// </summary>
public sealed partial class FaceGallery : IDisposable
{
    private const int MakingAttempts = 20, NamedTogether = 200;
    private static readonly TimeSpan _makingWait = TimeSpan.FromMilliseconds(100), _makingTime = TimeSpan.FromMinutes(1);

    private readonly GalleryStore _store;
    private readonly GalleryIndex _index;
    private readonly FaceGalleryOptions _options;
    private readonly Lock _gate = new();
    private readonly ReaderWriterLockSlim _memory = new();
    private IAsyncDisposable? _watch;
    private volatile bool _isDisposed;

    private FaceGallery(GalleryStore store, FaceGalleryOptions options)
    {
        (_store, _options) = (store, options);
        _index = new GalleryIndex(store.Contract.Dimension, store.Contract.IsCosine);
    }

    /// <summary>The file, or the address of the database without its password.</summary>
    public string Path => _store.Database.Path;

    /// <summary>What made its descriptors.</summary>
    public FaceContract Contract => _store.Contract;

    /// <summary>How far a face is from a person with several samples.</summary>
    public PersonScore Score => _options.Score;

    /// <summary>Persons that can be recognised; those that have expired are not.</summary>
    public int PersonCount => HasIndex ? Counted("SELECT COUNT(*) FROM person WHERE expires > @now") : Current(index => index.Persons);

    /// <summary>Their samples.</summary>
    public int SampleCount => HasIndex ? Counted("SELECT COUNT(*) FROM sample s JOIN person p ON p.id = s.person WHERE p.expires > @now")
        : Current(index => index.Rows.Count);

    /// <summary>A new gallery with new keys; both files are there whole or not at all.</summary>
    /// <exception cref="GraftException">One of the files is there already, or cannot be written.</exception>
    public static FaceGallery Create(string path, FaceContract contract, FaceGalleryOptions? options = null)
    {
        var place = GalleryPlace.Of(path);
        TryCreate(place, contract, _ => true, options);
        return Open(place, contract, options);
    }

    /// <summary>A new gallery with what is put into it, whole or not at all.</summary>
    /// <param name="place">The file or the database.</param>
    /// <param name="contract">What makes its descriptors.</param>
    /// <param name="fill">Fills it before it is there; false where it shall not be there.</param>
    /// <param name="options">Where the keys are.</param>
    /// <returns>Whether it is there.</returns>
    internal static bool TryCreate(GalleryPlace place, FaceContract contract, Func<FaceGallery, bool> fill, FaceGalleryOptions? options = null)
    {
        options ??= new FaceGalleryOptions();
        if (contract.Dimension is < 1 or > 2048 || contract.Metric is not (FaceContract.Euclidean or FaceContract.Cosine))
            throw new GraftException($"No gallery can hold descriptors of {contract.Dimension} values and the metric '{contract.Metric}'.",
                "1 to 2048 values, euclidean or cosine, are compared.");
        return GalleryStore.Create(place, KeysOf(place, options), contract, options, (made, keys) =>
        {
            using var fresh = Open(made, contract, options with { KeyFile = keys });
            return fill(fresh);
        });
    }

    /// <summary>Opens a gallery.</summary>
    /// <param name="path">
    /// The file; or a database of PostgreSQL, as <c>postgresql://user@host/database</c> or <c>Host=...;Database=...</c>, with the package Graft.FacesPostgres.
    /// </param>
    /// <param name="contract">What makes the descriptors that will be compared with it; null to take them as they come, by their length alone.</param>
    /// <param name="options">Where the keys are.</param>
    /// <exception cref="GraftException">It is not there, is damaged, of a newer version or another contract, or the key is another's.</exception>
    public static FaceGallery Open(string path, FaceContract? contract = null, FaceGalleryOptions? options = null) =>
        Open(GalleryPlace.Of(path), contract, options);

    /// <summary>Opens a gallery.</summary>
    internal static FaceGallery Open(GalleryPlace place, FaceContract? contract = null, FaceGalleryOptions? options = null)
    {
        options ??= new FaceGalleryOptions();
        var store = GalleryStore.Open(place, KeysOf(place, options), contract, options.Clock);
        var gallery = new FaceGallery(store, options);
        try
        {
            if (options.Hnsw && !gallery.HasIndex) throw place.NoIndex();
            if (gallery.HasIndex && options.Score != PersonScore.Best) throw gallery.OtherScore();
            lock (gallery._gate) gallery.Refresh(isForced: true);
            gallery._watch = store.Database.Watch(gallery.Follow);
            return gallery;
        }
        catch
        {
            gallery.Dispose();
            throw;
        }
    }

    /// <summary>Opens the gallery, or makes it where it is not there. Of several who make it at once, the others open what the first has made.</summary>
    public static FaceGallery OpenOrCreate(string path, FaceContract contract, FaceGalleryOptions? options = null)
    {
        var place = GalleryPlace.Of(path);
        var keys = KeysOf(place, options ?? new());
        for (var attempt = 0; ; attempt++)
        {
            if (place.Exists) return Open(place, contract, options);
            try
            {
                TryCreate(place, contract, _ => true, options);
                return Open(place, contract, options);
            }
            // Whoever was faster has put the keys there, and a moment later the gallery. Keys without a gallery from before are nobody's who is at it.
            catch (GraftException) when (attempt < MakingAttempts && (DateTime.UtcNow - File.GetLastWriteTimeUtc(keys) < _makingTime || place.Exists))
            {
                Thread.Sleep(_makingWait);
            }
        }
    }

    /// <summary>The nearest persons, nearest first, exactly as float32 ranks them; or, with <see cref="FaceGalleryOptions.Hnsw"/>, most of them.</summary>
    /// <param name="descriptor">Of the gallery's contract.</param>
    /// <param name="count">Persons at most.</param>
    /// <exception cref="GraftException">The descriptor is of another length, or has a value that is no number.</exception>
    public IReadOnlyList<FaceMatch> Search(ReadOnlySpan<float> descriptor, int count = 10) => Search([descriptor.ToArray()], count)[0];

    /// <summary>The same for several descriptors, which is faster than one by one.</summary>
    public IReadOnlyList<IReadOnlyList<FaceMatch>> Search(IReadOnlyList<ReadOnlyMemory<float>> descriptors, int count = 10)
    {
        var found = Find(descriptors, count);
        var named = Named([.. found.SelectMany(hits => hits)]);
        var at = 0;
        return [.. found.Select(hits => hits.Select(_ => named[at++]).OfType<FaceMatch>().ToList())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _memory.EnterWriteLock();
            _index.Dispose();
            _memory.ExitWriteLock();
            _store.Dispose();
        }
        _watch?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The nearest persons by their numbers in the file.</summary>
    internal IReadOnlyList<PersonHit[]> Find(IReadOnlyList<ReadOnlyMemory<float>> descriptors, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (HasIndex) return FindByIndex(descriptors, count);
        lock (_gate) Refresh();
        ReadOnlyMemory<float>[] queries = [.. descriptors.Select(descriptor => (ReadOnlyMemory<float>)_index.Prepare(descriptor.Span))];
        _memory.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            // There are places for no more persons than there are.
            count = Math.Clamp(count, 1, Math.Max(1, _index.Persons));
            var hits = Score switch
            {
                PersonScore.Mean => [.. queries.Select(query => PersonScan.NearestMean(_index.Rows, query, count, isSquared: Contract.IsCosine))],
                PersonScore.Centroid => FaceScan.Nearest(_index.Centroids, queries, count),
                _ => FaceScan.Nearest(_index.Rows, queries, count),
            };
            return [.. hits.Select(one => one.Select(hit => new PersonHit(_index.IdOf(hit.Person), _index.InMetric(hit.Distance), hit.Sample)).ToArray())];
        }
        finally
        {
            _memory.ExitReadLock();
            foreach (var query in queries) CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(
                System.Runtime.InteropServices.MemoryMarshal.AsMemory(query).Span));
        }
    }

    /// <exception cref="GraftException">The gallery or its keys are there already.</exception>
    internal static void RequireNew(GalleryPlace place, FaceGalleryOptions? options = null) =>
        GalleryStore.RequireNew(place, KeysOf(place, options ?? new()));

    private static string KeysOf(GalleryPlace place, FaceGalleryOptions options) => options.KeyFile ?? place.KeyFile;

    // All of them as they are at one moment, by one statement for many. Null where another process has removed the person since.
    private FaceMatch?[] Named(PersonHit[] hits)
    {
        if (hits.Length == 0) return [];
        lock (_gate) return Ask(() =>
        {
            var named = new FaceMatch?[hits.Length];
            foreach (var part in hits.Index().Chunk(NamedTogether))
            {
                var values = string.Join(", ", part.Select(hit =>
                    string.Create(CultureInfo.InvariantCulture, $"({hit.Index}, {hit.Item.Person}, {hit.Item.Sample})")));
                foreach (var (at, person, sample) in _store.Database.Rows($"""
                    WITH hit (place, person, sample) AS (VALUES {values})
                    SELECT p.id, p.name, p.slot, p.sealed, p.expires, hit.place, s.id, s.name, s.detail
                    FROM hit JOIN person p ON p.id = hit.person LEFT JOIN sample s ON s.id = hit.sample
                    """, row => (row.GetInt32(5), PersonRow.Read(row), row.IsDBNull(6) ? null
                        : new SampleRow(row.GetInt64(6), row.GetFieldValue<byte[]>(7), [], row.GetFieldValue<byte[]>(8)))))
                {
                    using var cipher = _store.CipherOf(person);
                    named[at] = new FaceMatch(ContentOf(person, cipher).Name, hits[at].Distance,
                        sample is null ? null : DetailOf(person, sample, cipher).Source);
                }
            }
            return named;
        });
    }

    private T Current<T>(Func<GalleryIndex, T> read)
    {
        lock (_gate) Refresh();
        _memory.EnterReadLock();
        try
        {
            return read(_index);
        }
        finally
        {
            _memory.ExitReadLock();
        }
    }

    // Another process has changed something. What goes wrong is said at the next question.
    private void Follow()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            try
            {
                Refresh();
            }
            catch (GraftException)
            {
            }
        }
    }

    // Whatever went wrong goes wrong again where it is read, or is over.
    private bool IsOld()
    {
        try
        {
            return _index.IsOld(_store);
        }
        catch (GraftException)
        {
            return true;
        }
    }

    // With the gate held.
    private void Refresh(bool isForced = false)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (HasIndex || !isForced && !IsOld()) return;
        _memory.EnterWriteLock();
        try
        {
            Ask(() =>
            {
                _index.Refresh(_store);
                if (Score == PersonScore.Centroid) _ = _index.Centroids;
                return 0;
            }, _index.Start);
        }
        finally
        {
            _memory.ExitWriteLock();
        }
    }
}

/// <summary>A person that was found, by number.</summary>
/// <param name="Person">The number in the file.</param>
/// <param name="Distance">In the metric of the contract.</param>
/// <param name="Sample">The nearest sample.</param>
internal readonly record struct PersonHit(long Person, double Distance, long Sample);
