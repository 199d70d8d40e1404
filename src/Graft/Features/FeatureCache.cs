using System.Diagnostics;
using System.Runtime.InteropServices;
using Graft.Artifacts;
using Microsoft.Data.Sqlite;

namespace Graft;

/// <summary>
/// Features on disk, in one SQLite file: a crash half-way loses the last few entries and nothing else. Bounded in size: where it is full, entries
/// of all ages go, so that a set larger than the cache still finds most of itself. Safe for threads and for several processes. It only saves time, so it
/// stops no work: where the file cannot be opened, read or written, it says so once and keeps nothing from then on.
/// </summary>
public sealed class FeatureCache : IFeatureStore, IDisposable
{
    private const int MaxPending = 256;
    private const long MaxPendingBytes = 16L << 20;
    private static readonly TimeSpan LongestPending = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, byte[]> _pending = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly long _maxPendingBytes;
    private readonly IProgress<RunEvent>? _progress;
    private readonly Stopwatch _sinceCommit = Stopwatch.StartNew();
    private FeatureFile? _file;
    private long _pendingBytes;

    /// <summary>Opens or creates the cache file.</summary>
    /// <param name="path">The file; null for <c>features.db</c> in <see cref="GraftHome.Features"/>.</param>
    /// <param name="maxBytes">Bound on the values kept, in bytes; 2 GiB unless told.</param>
    /// <param name="progress">Hears why nothing is kept, where that is so.</param>
    public FeatureCache(string? path = null, long maxBytes = 2L << 30, IProgress<RunEvent>? progress = null)
    {
        _path = path ?? Path.Combine(GraftHome.Features, "features.db");
        _progress = progress;
        _maxPendingBytes = Math.Min(MaxPendingBytes, maxBytes / 10);
        _maxBytes = maxBytes - _maxPendingBytes;
        Try(() => _file = new FeatureFile(_path));
    }

    /// <summary>Whether features are kept; false once the file could not be used.</summary>
    public bool IsOn => _file is not null;

    /// <inheritdoc/>
    public bool TryRead(string key, Span<float> values)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(key, out var bytes))
            {
                if (bytes.Length != values.Length * sizeof(float)) return false;
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                return true;
            }
            try
            {
                return _file?.TryRead(key, values) == true;
            }
            catch (Exception failure) when (IsOfTheFile(failure))
            {
                TurnOff(failure);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Write(string key, ReadOnlySpan<float> values)
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (bytes.Length > _maxBytes) return;
        lock (_gate)
        {
            if (_file is null) return;
            if (_pending.Remove(key, out var before)) _pendingBytes -= before.Length;
            _pending[key] = bytes;
            _pendingBytes += bytes.Length;
            if (_pending.Count >= MaxPending || _pendingBytes >= _maxPendingBytes || _sinceCommit.Elapsed >= LongestPending) Commit();
        }
    }

    /// <summary>Makes everything written so far survive a crash.</summary>
    public void Flush()
    {
        lock (_gate) Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Commit();
            Try(() => _file?.Dispose());
            _file = null;
        }
    }

    private void Commit()
    {
        if (_pending.Count > 0) Try(() => _file?.Write(_pending, _maxBytes));
        _pending.Clear();
        _pendingBytes = 0;
        _sinceCommit.Restart();
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            TurnOff(failure);
        }
    }

    private static bool IsOfTheFile(Exception failure) => failure is SqliteException or IOException or UnauthorizedAccessException;

    private void TurnOff(Exception failure)
    {
        var file = _file;
        _file = null;
        _pending.Clear();
        _progress?.Report(new RunEvent.Message($"Features are not kept for the next time: the cache '{_path}' cannot be used ({failure.Message}). "
            + $"Delete it where it is damaged (it is only a cache), or point {GraftHome.Variable} to a folder that you can write to.", IsWarning: true));
        try { file?.Dispose(); }
        catch (SqliteException) { } // it is as broken as it was
    }
}
