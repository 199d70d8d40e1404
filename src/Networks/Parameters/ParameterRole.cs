namespace Graft.Networks;

/// <summary>What a tensor is for; decides how it is initialised, whether weight decay applies and how it is stored.</summary>
internal enum ParameterRole
{
    /// <summary>Convolution filters.</summary>
    ConvolutionWeight,

    /// <summary>Matrix of a linear layer.</summary>
    LinearWeight,

    /// <summary>Bias of a convolution or a linear layer.</summary>
    Bias,

    /// <summary>Scale of a normalisation.</summary>
    NormWeight,

    /// <summary>Shift of a normalisation.</summary>
    NormBias,

    /// <summary>Factor per channel on the branch of a residual block.</summary>
    LayerScale,

    /// <summary>Class token of a transformer.</summary>
    ClassToken,

    /// <summary>Position embeddings, or biases by relative position.</summary>
    PositionTable,

    /// <summary>Logarithm of the scale of cosine attention.</summary>
    LogitScale,

    /// <summary>Running mean: a buffer, not trained.</summary>
    RunningMean,

    /// <summary>Running variance: a buffer, not trained.</summary>
    RunningVariance,

    /// <summary>Count of batches seen: a 64-bit scalar buffer that some checkpoints leave out.</summary>
    BatchCount,

    /// <summary>Rows of a table of biases for each pair of pixels of a window: a 64-bit buffer of known values.</summary>
    PositionIndex,

    /// <summary>Coordinates of relative positions: a buffer of known values.</summary>
    PositionCoordinates,
}
