using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Graft.Faces;

/// <summary>
/// What was done to a gallery, in a chain: each line holds a hash of itself and the line before, and the gallery's key seals the last. Without names and
/// vectors: a person is a random name that means nothing once the person is removed.
/// </summary>
internal static class AuditLog
{
    /// <summary>The actions.</summary>
    public const string Created = "created", Enrolled = "enrolled", Added = "added", Confirmed = "confirmed", Changed = "changed", Removed = "removed",
        Exported = "exported",
        Rekeyed = "rekeyed", Calibrated = "calibrated", Reembedded = "reembedded";

    /// <summary>Adds a line; within a transaction. Only to a log as it was sealed: what was changed must not be sealed anew.</summary>
    /// <exception cref="GraftException">The last line is not the one that was sealed.</exception>
    public static void Append(GalleryDatabase database, GallerySecrets secrets, TimeProvider clock, string action, ReadOnlySpan<byte> person = default,
        string detail = "")
    {
        var (number, before) = Last(database);
        // A new gallery begins its log without a seal.
        if ((number > 0 || action != Created) && !IsSealed(database, secrets, number, before)) throw Broken(database.Path, number);
        var line = new AuditLine(number + 1, clock.GetUtcNow().ToUnixTimeMilliseconds(), action, Convert.ToHexStringLower(person), detail);
        var hash = line.Hash(before);
        database.Execute("INSERT INTO log (number, at, action, person, detail, hash) VALUES (@number, @at, @action, @person, @detail, @hash)",
            ("@number", line.Number), ("@at", line.At), ("@action", action), ("@person", line.Person), ("@detail", detail), ("@hash", hash));
        Seal(database, secrets, line.Number, hash);
    }

    /// <summary>Seals the last line again, with another key; within a transaction, after <see cref="Read"/> with the one before.</summary>
    public static void SealAgain(GalleryDatabase database, GallerySecrets secrets)
    {
        var (number, hash) = Last(database);
        Seal(database, secrets, number, hash);
    }

    /// <summary>All lines, verified.</summary>
    /// <exception cref="GraftException">A line was changed, or lines are missing.</exception>
    public static IReadOnlyList<AuditLine> Read(GalleryDatabase database, GallerySecrets secrets)
    {
        var rows = database.Rows("SELECT number, at, action, person, detail, hash FROM log ORDER BY number", row =>
            (Line: new AuditLine(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4)), Hash: row.GetFieldValue<byte[]>(5)));
        var before = Array.Empty<byte>();
        var number = 0L;
        foreach (var (line, hash) in rows)
        {
            if (line.Number != ++number || !line.Hash(before).AsSpan().SequenceEqual(hash)) throw Broken(database.Path, line.Number);
            before = hash;
        }
        return IsSealed(database, secrets, number, before) ? [.. rows.Select(row => row.Line)] : throw Broken(database.Path, number);
    }

    private static (long Number, byte[] Hash) Last(GalleryDatabase database) =>
        database.Rows("SELECT number, hash FROM log ORDER BY number DESC LIMIT 1", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)))
            is [var last] ? last : (0, []);

    private static bool IsSealed(GalleryDatabase database, GallerySecrets secrets, long number, byte[] hash) => CryptographicOperations.FixedTimeEquals(
        database.Rows("SELECT log_seal FROM gallery", row => row.GetFieldValue<byte[]>(0))[0], SealOf(secrets, number, hash));

    private static void Seal(GalleryDatabase database, GallerySecrets secrets, long number, byte[] hash) =>
        database.Execute("UPDATE gallery SET log_seal = @seal", ("@seal", SealOf(secrets, number, hash)));

    private static byte[] SealOf(GallerySecrets secrets, long number, byte[] hash) => secrets.Seal("log", [.. BitConverter.GetBytes(number), .. hash]);

    private static GraftException Broken(string path, long number) =>
        new($"The log of the gallery '{path}' was changed at line {number}, or lines after it are missing.",
            "Each line seals the ones before it.", "Compare it with a copy of the gallery.")
        { ExitCode = 1 };
}

/// <summary>A line of the log.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Action">What was done.</param>
/// <param name="Person">The random name of the person it was done to, hexadecimal, or empty.</param>
/// <param name="Detail">Numbers, never names.</param>
internal sealed record AuditLine(long Number, long At, string Action, string Person, string Detail)
{
    /// <summary>Its hash behind that of the line before.</summary>
    public byte[] Hash(ReadOnlySpan<byte> before)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Number}\n{At}\n{Action}\n{Person}\n{Detail}");
        return SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(text)]);
    }
}
