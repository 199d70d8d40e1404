namespace Graft.Training;

/// <summary>Takes in the outputs for the validation images, batch by batch and in order, and ends with the metrics.</summary>
internal interface IMetricAccumulator
{
    /// <summary>One batch and what the network says to it, without gradients.</summary>
    void Add(TorchOutput output, Batch batch);

    /// <summary>What has been added, for another rank.</summary>
    byte[] State();

    /// <summary>Takes in what another rank has added, of the batches that follow.</summary>
    void Add(byte[] state);

    /// <summary>The metrics over all batches.</summary>
    ValidationMetrics Finish();
}
