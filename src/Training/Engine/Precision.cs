namespace Graft.Training;

/// <summary>Type of the feature maps while training. Parameters, their updates, losses and statistics are always float32.</summary>
public enum Precision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>Feature maps in bfloat16. Faster only on processors with instructions for it, many times slower on others.</summary>
    Bfloat16,

    /// <summary>
    /// The frozen network in 8 bits, what is fitted on its features in 32: for a classifier's probe and head. The run ends with a file of 8 bits too.
    /// </summary>
    Int8,
}
