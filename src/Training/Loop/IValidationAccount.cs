namespace Graft.Training;

/// <summary>Takes in the outputs for the validation pictures, batch by batch and in order, and ends with the figures.</summary>
internal interface IValidationAccount
{
    /// <summary>One batch and what the network says to it, without gradients.</summary>
    void Add(TorchOutput output, Batch batch);

    /// <summary>The figures over all batches.</summary>
    ValidationMetrics Finish();
}
