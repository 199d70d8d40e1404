using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The keys that a service knows, read again when their file changes.</summary>
internal sealed class KeyRing(string path)
{
    private const string Scheme = "Bearer ", HeaderName = "X-Api-Key";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private IReadOnlyList<KnownKey> _keys = [];
    private (long Length, DateTime Written) _stamp;
    private long _lookedAt;

    /// <summary>Told what is wrong with the file, once for each change of it.</summary>
    public Action<string>? Noted { get; set; }

    /// <exception cref="GraftException">The file is missing or broken.</exception>
    public void Read()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            var stamp = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
            // What a key has used of its rate stays used.
            var before = _keys;
            _keys =
            [
                .. KeyFile.Read(path).Keys.Select(stored => new KnownKey(stored,
                    before.FirstOrDefault(key => key.Stored.Hash == stored.Hash && key.Stored.Rate == stored.Rate)?.Rate ?? RateLimit.Of(stored.Rate))),
            ];
            (_stamp, _lookedAt) = (stamp, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The name of the caller's key.</summary>
    /// <param name="request">With the key as a bearer token or as X-Api-Key.</param>
    /// <param name="scope">What it must allow.</param>
    /// <param name="isRated">Whether its rate counts this request.</param>
    /// <exception cref="ServingProblem">401, 403, or 429 with when to ask again.</exception>
    public string Check(HttpRequest request, KeyScope scope, bool isRated)
    {
        LookIfDue();
        var key = Find(GivenBy(request)) ?? throw new ServingProblem(401, "no-key", "A key is expected: Authorization: Bearer KEY, or X-Api-Key: KEY.");
        if (key.Stored.Expires <= DateTimeOffset.UtcNow) throw new ServingProblem(401, "key-expired", $"The key '{key.Stored.Name}' has expired.");
        if ((key.Scope & (scope | KeyScope.Admin)) == 0)
            throw new ServingProblem(403, "wrong-scope", $"The key '{key.Stored.Name}' does not have the scope '{scope.ToString().ToLowerInvariant()}'.");
        if (isRated && key.Rate.TryTake() is { } wait)
            throw new ServingProblem(429, "rate-limited", $"The key '{key.Stored.Name}' has its rate.") { Limit = key.Stored.Rate, RetryAfter = wait };
        return key.Stored.Name;
    }

    private static string GivenBy(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim()
            : request.Headers[HeaderName].ToString();
    }

    // Every key is compared, each in constant time: how long it takes says nothing.
    private KnownKey? Find(string given)
    {
        var hash = Convert.FromHexString(KeyFile.HashOf(given));
        KnownKey? found = null;
        foreach (var key in Volatile.Read(ref _keys))
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash)) found = key;
        return given.Length == 0 ? null : found;
    }

    // A file that is broken, as while it is being written, takes no key away; one that was taken away takes all.
    private void LookIfDue()
    {
        lock (_gate)
        {
            if (Stopwatch.GetElapsedTime(_lookedAt) < LookAgain) return;
            _lookedAt = Stopwatch.GetTimestamp();
            var file = new FileInfo(path);
            var stamp = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
            if (stamp == _stamp) return;
            if (!file.Exists)
            {
                (_keys, _stamp) = ([], stamp);
                Noted?.Invoke($"The file of keys '{path}' is gone: no key is valid until it is there again.");
                return;
            }
            try
            {
                Read();
            }
            catch (GraftException failure)
            {
                _stamp = stamp;
                Noted?.Invoke($"{failure.Message} The keys of before stay valid.");
            }
        }
    }

    private sealed record KnownKey(StoredKey Stored, RateLimit Rate)
    {
        public byte[] Hash { get; } = Convert.FromHexString(Stored.Hash);

        public KeyScope Scope { get; } = Stored.Scope();
    }
}
