namespace Graft.Training;

/// <summary>Takes in the outputs for the validation images, batch by batch and in order, and ends with the metrics.</summary>
public interface IMetricAccumulator
{
    /// <summary>One batch and what the network says to it, without gradients.</summary>
    void Add(TorchOutput output, Batch batch);

    /// <summary>The metrics over all batches.</summary>
    ValidationMetrics Finish();
}
