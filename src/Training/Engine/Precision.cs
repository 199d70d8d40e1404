namespace Graft.Training;

/// <summary>Type of the feature maps while training. Parameters, their updates, losses and statistics are always float32.</summary>
public enum Precision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>Feature maps in bfloat16. Faster only on processors with instructions for it, many times slower on others.</summary>
    Bfloat16,
}
