using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>A gallery's database with its keys: rows as they are in the file, opened and sealed. Not thread-safe.</summary>
internal sealed class GalleryStore : IDisposable
{
    private GalleryStore(GalleryDatabase database, KeyFile keys, GalleryIdentity identity, FaceContract contract, GallerySecrets secrets, TimeProvider clock) =>
        (Database, Keys, Identity, Contract, Secrets, Clock) = (database, keys, identity, contract, secrets, clock);

    public GalleryDatabase Database { get; }

    public KeyFile Keys { get; }

    public GalleryIdentity Identity { get; }

    public FaceContract Contract { get; }

    public GallerySecrets Secrets { get; private set; }

    public TimeProvider Clock { get; }

    /// <summary>A new gallery. It is made and filled under another name, so it is there whole or not at all.</summary>
    /// <param name="place">The database.</param>
    /// <param name="keyPath">Its keys.</param>
    /// <param name="contract">What makes its descriptors.</param>
    /// <param name="options">The time, and whether the database keeps an index.</param>
    /// <param name="fill">Gets where both are meanwhile; false where the gallery shall not be there.</param>
    /// <returns>Whether it is there.</returns>
    public static bool Create(GalleryPlace place, string keyPath, FaceContract contract, FaceGalleryOptions options,
        Func<GalleryPlace, string, bool> fill)
    {
        RequireNew(place, keyPath);
        var madeKeys = Meanwhile(keyPath);
        using var draft = place.Draft(options.Hnsw ? contract.Dimension : null);
        try
        {
            var name = RandomNumberGenerator.GetBytes(KeyFile.NameSize);
            var key = new byte[KeyFile.KeySize];
            using (var keys = KeyFile.Create(madeKeys, name)) keys.TryRead(KeyFile.GallerySlot, name, key);
            using (var secrets = new GallerySecrets(key))
            using (var database = draft.Open())
                database.Write(() =>
                {
                    var text = JsonSerializer.Serialize(contract, FacesJson.Compact.FaceContract);
                    database.Execute("INSERT INTO gallery (id, name, contract, slot, seal, revision, removals, log_seal) "
                        + "VALUES (1, @name, @contract, @slot, @seal, 0, 0, @nothing)", ("@name", name), ("@contract", text),
                        ("@slot", KeyFile.GallerySlot), ("@seal", SealOf(secrets, name, contract)), ("@nothing", Array.Empty<byte>()));
                    AuditLog.Append(database, secrets, options.Clock, AuditLog.Created);
                    return 0;
                });
            CryptographicOperations.ZeroMemory(key);
            if (!fill(draft.Place, madeKeys)) return false;
            // The keys come first: there is never a gallery without them. Whoever puts them there has made it.
            File.Move(madeKeys, keyPath);
            try
            {
                draft.Publish();
            }
            // A gallery that may be there after all can be read with these keys alone.
            catch when (!draft.IsOutcomeUnknown)
            {
                File.Delete(keyPath);
                throw;
            }
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another process may have made it meanwhile.
            RequireNew(place, keyPath);
            throw new GraftException($"The gallery '{place.Name}' with the keys '{keyPath}' could not be made: {failure.Message}", "",
                "Check the permissions of both folders.", failure)
            { ExitCode = 1 };
        }
        finally
        {
            TryDelete(madeKeys);
        }
    }

    /// <exception cref="GraftException">A gallery or its keys are there already.</exception>
    public static void RequireNew(GalleryPlace place, string keyPath)
    {
        place.RequireNew();
        if (File.Exists(keyPath))
            throw new GraftException($"There is a key file '{keyPath}' already.", "A new gallery gets new keys.",
                $"Choose another place with {Flag.Of("--key-file")}; without that file the gallery that it belongs to can never be read again.");
    }

    /// <summary>The face that was kept of a sample, encrypted; null where none was.</summary>
    public byte[]? CropOf(long sample) =>
        Database.Rows("SELECT sealed FROM crop WHERE sample = @sample", row => row.GetFieldValue<byte[]>(0), ("@sample", sample)).FirstOrDefault();

    /// <summary>Opens a gallery, of an earlier version too, and finishes a removal that was interrupted.</summary>
    /// <param name="place">The database.</param>
    /// <param name="keyPath">Its keys.</param>
    /// <param name="contract">What will be compared with it, or null for whatever it holds.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="GraftException">It is of another contract, has another key, or was changed.</exception>
    public static GalleryStore Open(GalleryPlace place, string keyPath, FaceContract? contract, TimeProvider clock)
    {
        var (database, path) = (place.Open(), place.Name);
        KeyFile? keys = null;
        try
        {
            var rows = database.Rows("SELECT name, contract, slot, seal FROM gallery",
                row => (Name: row.GetFieldValue<byte[]>(0), Contract: row.GetString(1), Slot: row.GetInt32(2), Seal: row.GetFieldValue<byte[]>(3)));
            if (rows.Count != 1) throw new GraftException($"'{path}' is no gallery: it has no head.");
            var (name, text, slot, seal) = rows[0];
            keys = KeyFile.Open(keyPath, name);
            var own = Parse(text, path);
            var secrets = ReadSecrets(keys, slot, name);
            if (!CryptographicOperations.FixedTimeEquals(seal, SealOf(secrets, name, own)))
                throw new GraftException($"The key file '{keyPath}' does not open the gallery '{path}', or its contract was changed.", "",
                    "Put a copy of both back.");
            if (contract is not null && contract.Hash != own.Hash) throw OtherContract(path, own, contract);
            var store = new GalleryStore(database, keys, new GalleryIdentity(name, Convert.FromHexString(own.Hash)), own, secrets, clock);
            database.Upgrade(() => new Renaming(store).Run());
            store.DestroyDoomed();
            return store;
        }
        catch
        {
            keys?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <summary>The key of a person as a cipher.</summary>
    /// <exception cref="GraftException">The key is not there.</exception>
    public AesGcm CipherOf(PersonRow person)
    {
        Span<byte> key = stackalloc byte[KeyFile.KeySize];
        if (!Keys.TryRead(person.Slot, person.Name, key)) throw NoKey(person.Name);
        var cipher = Sealing.Cipher(key);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    public GraftException NoKey(ReadOnlySpan<byte> person) =>
        new($"The key of person {Convert.ToHexStringLower(person)} is not in '{Keys.Path}'.", "Keys are made with persons and destroyed with them.",
            "The gallery is a copy from before a removal, or the key file is: use files of the same time.");

    /// <summary>Encrypts for a person.</summary>
    public byte[] Seal(AesGcm cipher, byte kind, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> person, ReadOnlySpan<byte> sample, long expires = 0)
    {
        Span<byte> context = stackalloc byte[SealContext.Size];
        SealContext.Write(context, kind, Identity, person, sample, expires);
        return Sealing.Seal(cipher, plain, context);
    }

    /// <summary>Decrypts for a person.</summary>
    /// <exception cref="GraftException">The row was changed, or is another person's or another gallery's.</exception>
    public byte[] Unseal(AesGcm cipher, byte kind, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> person, ReadOnlySpan<byte> sample, long expires = 0)
    {
        Span<byte> context = stackalloc byte[SealContext.Size];
        SealContext.Write(context, kind, Identity, person, sample, expires);
        var plain = new byte[Math.Max(0, bytes.Length - Sealing.Overhead)];
        return Sealing.TryOpen(cipher, bytes, plain, context) ? plain : throw Changed(person);
    }

    /// <summary>A row that does not decrypt.</summary>
    public GraftException Changed(ReadOnlySpan<byte> person) =>
        new($"A row of person {Convert.ToHexStringLower(person)} in '{Database.Path}' was changed, or moved there from another.",
            "Rows open only with the key of their person, in their gallery.", "Put a copy of the gallery back.")
        { ExitCode = 1 };

    /// <summary>Counts a change, so that others see it; within a transaction.</summary>
    public long NextRevision()
    {
        Database.Announce();
        return Database.Number("UPDATE gallery SET revision = revision + 1 RETURNING revision");
    }

    /// <summary>Erases the keys that a committed change has left behind.</summary>
    public void DestroyDoomed()
    {
        if (Database.Number("SELECT COUNT(*) FROM doomed") == 0) return;
        Database.Write(() =>
        {
            Keys.Destroy(Database.Rows("SELECT slot FROM doomed", row => row.GetInt32(0)));
            return Database.Execute("DELETE FROM doomed");
        });
    }

    /// <summary>Uses another key of the gallery from now on; within a transaction.</summary>
    public void UseGalleryKey(int slot)
    {
        var old = Secrets;
        Secrets = ReadSecrets(Keys, slot, Identity.Name);
        old.Dispose();
        Database.Execute("UPDATE gallery SET slot = @slot, seal = @seal", ("@slot", slot), ("@seal", SealOf(Secrets, Identity.Name, Contract)));
    }

    /// <summary>Reads the gallery's key again: another process may have changed it.</summary>
    public void ReadKeyAgain()
    {
        var old = Secrets;
        Secrets = ReadSecrets(Keys, (int)Database.Head("slot"), Identity.Name);
        old.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Secrets.Dispose();
        Keys.Dispose();
        Database.Dispose();
    }

    /// <summary>What a file is called while it is made.</summary>
    public static string Meanwhile(string path) =>
        $"{path}.{Environment.ProcessId:x}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.tmp";

    /// <summary>What went wrong before is said, not this.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static GallerySecrets ReadSecrets(KeyFile keys, int slot, byte[] name)
    {
        Span<byte> key = stackalloc byte[KeyFile.KeySize];
        if (!keys.TryRead(slot, name, key))
            throw new GraftException($"The gallery's key is not in '{keys.Path}'.", "",
                "The key file is a copy from before its keys were changed: use files of the same time.");
        var secrets = new GallerySecrets(key);
        CryptographicOperations.ZeroMemory(key);
        return secrets;
    }

    // Of the bundled network the terms are empty.
    private static byte[] SealOf(GallerySecrets secrets, byte[] name, FaceContract contract)
    {
        var terms = contract.Licence is null && contract.Source is null && contract.Threshold is null ? ""
            : string.Join('\n', contract.Licence, contract.Source, contract.Threshold?.ToString("R", CultureInfo.InvariantCulture));
        return secrets.Seal("gallery", [.. name, .. Convert.FromHexString(contract.Hash), .. Encoding.UTF8.GetBytes(terms)]);
    }

    private static FaceContract Parse(string text, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FacesJson.Compact.FaceContract) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException failure)
        {
            throw new GraftException($"The contract of the gallery '{path}' cannot be read: {failure.Message}", "", "Put a copy of it back.", failure);
        }
    }

    private static GraftException OtherContract(string path, FaceContract own, FaceContract other) => new(
        $"The gallery '{path}' holds descriptors of {own.Descriptor} ({own.Hash[..12]}), not of {other.Descriptor} ({other.Hash[..12]}).",
        "Only descriptors of the same weights, preprocessing, alignment and metric can be compared.",
        (other.Licence is null && own.Licence is null ? "Enrol the photographs again into a new gallery"
            : $"Give the network that the gallery was made with{(own.Licence is null ? ", without" : " as")} {Flag.Of("--descriptor")}")
            + ", or move the gallery to this one: `graft faces reembed`.");
}
