namespace Graft.Networks;

/// <summary>Opens checkpoint files by what they contain; the extension is not trusted, and nothing in them is executed.</summary>
public static class Checkpoint
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
        if (start.Length > 8 && start[8] == '{') return SafeTensorsReader.Read(file);
        throw file.Refused("it is neither .safetensors nor written by torch.save.", "Give a .safetensors, .pth or .pt file.");
    }
}
