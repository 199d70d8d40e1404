namespace Graft.Networks;

/// <summary>torch.save since version 1.6: "NAME/data.pkl" and one entry "NAME/data/KEY" per storage.</summary>
internal static class TorchZipReader
{
    public static ICheckpoint Read(CheckpointFile file)
    {
        var zip = new ZipDirectory(file);
        var pickle = zip.Names.FirstOrDefault(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw file.Refused("it is a zip file, but not one written by torch.save.", "Give a .safetensors, .pth or .pt file.");
        var root = pickle[..^"data.pkl".Length];
        if (zip.Contains(root + "constants.pkl") || zip.Names.Any(name => name.StartsWith(root + "code/", StringComparison.Ordinal)))
            throw file.Refused("it is a TorchScript program, not a file of parameters.",
                "Save the parameters: torch.save(torch.jit.load(path).state_dict(), path).");
        if (zip.Contains(root + "byteorder")) RefuseBigEndian(file, zip.Find(root + "byteorder"));

        var (position, length) = zip.Find(pickle);
        var content = new Unpickler(file, new PickleCursor(file, position, position + length)).Load();
        return StateDictionaryReader.Read(file, CheckpointFormat.TorchZip, content, storage => zip.Find($"{root}data/{storage.Key}"));
    }

    private static void RefuseBigEndian(CheckpointFile file, (long Position, long Length) entry)
    {
        if (!file.ReadUpTo(entry.Position, (int)Math.Min(entry.Length, 6)).AsSpan().SequenceEqual("little"u8))
            throw file.Refused("its values are big-endian.", "Save it on a little-endian machine, or as .safetensors.");
    }
}
