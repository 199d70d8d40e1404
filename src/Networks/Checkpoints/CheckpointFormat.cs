namespace Graft.Networks;

/// <summary>Kinds of checkpoint file that are read.</summary>
public enum CheckpointFormat
{
    /// <summary>.safetensors: a JSON header and raw values.</summary>
    SafeTensors,

    /// <summary>torch.save since 1.6: an uncompressed zip with a pickle and one entry per storage.</summary>
    TorchZip,

    /// <summary>torch.save before 1.6: pickles followed by the storages.</summary>
    TorchLegacy,
}
