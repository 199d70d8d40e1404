using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Graft.Artifacts;

/// <summary>Finds the manifest in an ONNX file and decides whether the file can be trusted.</summary>
internal static class ModelFileReader
{
    private const string Damaged = "It was changed or damaged after it was written.";
    private const string Again = "Copy it again from where it was made, or export the run again.";

    public static Manifest Read(Stream stream, string path) => ReadParts(stream, path).Manifest;

    /// <summary>The manifest, how many bytes the network before it has, and what stands behind it.</summary>
    public static (Manifest Manifest, long NetworkLength, FileAdditions Additions) ReadParts(Stream stream, string path)
    {
        var entries = Entries(stream, path);
        if (!entries.TryGetValue(Manifest.Key, out var manifest)) throw NoManifest(path);
        var isWhole = entries.TryGetValue(ModelFile.SealKey, out var seal)
            && seal.Field.End == stream.Length && seal.Text == Sha256(stream, seal.Field.Start);
        RefuseNewer(manifest.Text, path);
        if (!isWhole) throw new GraftException($"'{path}' does not match its own hash.", Damaged, Again);
        var read = Parse(manifest.Text, path);
        if (read.ContentHash != Sha256(stream, manifest.Field.Start) || read.PreprocessHash != read.Preprocess.Hash)
            throw new GraftException($"The manifest of '{path}' belongs to another model or another preprocessing.", Damaged, Again);
        return (read, manifest.Field.Start, new FileAdditions(TextOf(ReferenceStatistics.Key), TextOf(AbstentionData.Key)));

        string? TextOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Text : null;
    }

    /// <summary>What a file says of itself, and what stands behind that, without a look at its network: it may have been changed.</summary>
    public static (Manifest Manifest, bool HasReference, bool HasAbstention) Peek(Stream stream, string path)
    {
        var entries = Entries(stream, path);
        if (!entries.TryGetValue(Manifest.Key, out var manifest)) throw NoManifest(path);
        RefuseNewer(manifest.Text, path);
        return (Parse(manifest.Text, path), entries.ContainsKey(ReferenceStatistics.Key), entries.ContainsKey(AbstentionData.Key));
    }

    private static GraftException NoManifest(string path) => new($"'{path}' has no Graft manifest.", "It was made by another program, or its end is missing.",
        "Use a file that `graft train` or `graft export` wrote.");

    private static Dictionary<string, (string Text, ProtoField Field)> Entries(Stream stream, string path)
    {
        var entries = new Dictionary<string, (string, ProtoField)>();
        var hasGraph = false;
        try
        {
            foreach (var field in ProtoReader.Fields(stream, 0, stream.Length))
            {
                if (!IsModelField(field)) throw new InvalidDataException($"ONNX has no field {field.Number}.");
                hasGraph |= field.Number == 7;
                if (field.Number != 14) continue;
                var entry = ProtoReader.Fields(stream, field.Content, field.End).ToList();
                var texts = entry.ToDictionary(part => part.Number, part => Encoding.UTF8.GetString(ProtoReader.Read(stream, part)));
                entries[texts.GetValueOrDefault(1, "")] = (texts.GetValueOrDefault(2, ""), field);
            }
        }
        catch (EndOfStreamException failure)
        {
            throw new GraftException($"'{path}' is cut off: {failure.Message}", cure: Again, inner: failure);
        }
        catch (Exception failure) when (failure is InvalidDataException or ArgumentException)
        {
            // after a graph the file is ONNX beyond doubt, so what follows is damage
            throw hasGraph
                ? new GraftException($"'{path}' cannot be read to its end: {failure.Message}", Damaged, Again, failure)
                : new GraftException($"'{path}' is not an ONNX file.", "A model file (.onnx) was expected.", inner: failure);
        }
        if (!hasGraph)
            throw new GraftException($"'{path}' is not an ONNX file{(stream.Length == 0 ? ": it is empty" : "")}.", "A model file (.onnx) was expected.");
        return entries;
    }

    // ModelProto: numbers are ir_version and model_version, everything else is delimited
    private static bool IsModelField(ProtoField field) => field.Wire switch
    {
        ProtoWire.Varint => field.Number is 1 or 5,
        ProtoWire.Delimited => field.Number is 2 or 3 or 4 or 6 or 7 or 8 or 14 or 20 or 25 or 26,
        _ => false,
    };

    private static void RefuseNewer(string manifest, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest);
            if (document.RootElement.TryGetProperty("format", out var format) && format.TryGetInt32(out var number) && number > Manifest.CurrentFormat)
                throw new GraftException($"'{path}' was written by a newer Graft (format {number}).",
                    $"This version reads formats up to {Manifest.CurrentFormat}.", "Update Graft.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) { } // reported by who called
    }

    private static Manifest Parse(string manifest, string path)
    {
        try
        {
            return Manifest.FromJson(manifest);
        }
        catch (JsonException failure)
        {
            throw new GraftException($"The manifest of '{path}' cannot be read: {failure.Message}", cure: Again, inner: failure);
        }
    }

    private static string Sha256(Stream stream, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        stream.Position = 0;
        while (length > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length));
            if (read == 0) throw new EndOfStreamException();
            hash.AppendData(buffer, 0, read);
            length -= read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What stands behind the manifest of a file, as it is written there, whichever version wrote it.</summary>
/// <param name="Reference">See <see cref="ReferenceStatistics"/>; null where there is none.</param>
/// <param name="Abstention">See <see cref="AbstentionData"/>; null where there is none.</param>
internal sealed record FileAdditions(string? Reference, string? Abstention)
{
    /// <summary>Neither.</summary>
    public static FileAdditions None { get; } = new(null, null);
}
