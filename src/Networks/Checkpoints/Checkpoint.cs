namespace Graft.Networks;

/// <summary>Opens checkpoint files by what they contain; the extension is not trusted, and nothing in them is executed.</summary>
internal static class Checkpoint
{
    /// <summary>
    /// Reads and checks the header of a .safetensors, .pth or .pt file. Values are read later, tensor by tensor.
    /// </summary>
    /// <exception cref="GraftException">No such file, not a checkpoint, damaged, or it wants code to be run; the message names the file.</exception>
    public static ICheckpoint Open(string path)
    {
        var file = CheckpointFile.Open(path);
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static ICheckpoint Read(CheckpointFile file)
    {
        if (file.Length == 0) throw file.Damaged("it is empty.");
        var start = file.ReadUpTo(0, 512);
        if (start.AsSpan().StartsWith("PK\x03\x04"u8)) return TorchZipReader.Read(file);
        if (TorchLegacyReader.Recognises(start)) return TorchLegacyReader.Read(file);
        if (start.Length > 8 && start[8] == '{') return SafeTensorsReader.Read(file);
        if (start.AsSpan(Math.Min(257, start.Length)).StartsWith("ustar"u8))
            throw file.Refused("it is in the tar format of torch before 0.1.10, which is not read.",
                "Load it with an old torch and save it again, or as .safetensors.");
        if (start[0] == 0x80)
            throw file.Refused("it is a pickle, but not one written by torch.save.", "Give a .safetensors, .pth or .pt file.");
        throw file.Refused("it is neither .safetensors nor written by torch.save.", "Give a .safetensors, .pth or .pt file.");
    }
}
