using System.Buffers.Binary;

namespace Graft.Networks;

/// <summary>
/// torch.save before version 1.6: pickles of a magic number, a version, the machine's facts, the object and the list of
/// storage keys; then for each key the number of values and the values.
/// </summary>
internal static class TorchLegacyReader
{
    /// <summary>How every such file starts: the protocol, then the number 0x1950a86a20f9469cfc6c.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length > 14 && start[0] == 0x80
            && start[2..].StartsWith((ReadOnlySpan<byte>)[0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);

    public static ICheckpoint Read(CheckpointFile file)
    {
        var cursor = new PickleCursor(file, 0, file.Length);
        var unpickler = new Unpickler(file, cursor);
        unpickler.Load();
        if (unpickler.Load() is not 1001L) throw file.Refused("it was written by an unknown version of torch.save.", "Save it again with a newer torch.");
        if (unpickler.Load() is not PickleDictionary facts || facts["little_endian"] is not true)
            throw file.Refused("its values are big-endian.", "Save it on a little-endian machine, or as .safetensors.");
        var content = unpickler.Load();
        if (unpickler.Load() is not List<object?> keys) throw file.Damaged("its list of storages is missing.");
        var places = Places(file, cursor.Position, keys, unpickler.Storages);
        return StateDictionaryReader.Read(file, CheckpointFormat.TorchLegacy, content, storage =>
            places.TryGetValue(storage.Key, out var place) ? place : throw file.Damaged($"the storage '{storage.Key}' is missing."));
    }

    private static Dictionary<string, (long Position, long Bytes)> Places(
        CheckpointFile file, long position, List<object?> keys, Dictionary<string, StorageReference> storages)
    {
        var places = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        Span<byte> number = stackalloc byte[8];
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage)) throw file.Damaged($"the storage '{key}' belongs to no tensor.");
            file.Read(position, number);
            var count = BinaryPrimitives.ReadInt64LittleEndian(number);
            position += 8;
            if (count < 0 || count > (file.Length - position) / storage.Type.Size())
                throw file.Damaged($"the storage '{name}' should have {count} values, the file ends before.");
            var bytes = count * storage.Type.Size();
            places[name] = (position, bytes);
            position += bytes;
        }
        return places;
    }
}
