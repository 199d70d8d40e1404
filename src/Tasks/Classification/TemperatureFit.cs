namespace Graft.Tasks;

/// <summary>What temperature scaling did to a set of logits.</summary>
public sealed record TemperatureFit
{
    /// <summary>Logits are divided by this before the softmax; above 1 makes the network less sure of itself.</summary>
    public required double Temperature { get; init; }

    /// <summary>Mean negative log-likelihood as the network answered.</summary>
    public required double LossBefore { get; init; }

    /// <summary>Mean negative log-likelihood at <see cref="Temperature"/>; never above <see cref="LossBefore"/>.</summary>
    public required double LossAfter { get; init; }

    /// <summary>Expected calibration error (15 bins) as the network answered.</summary>
    public required double CalibrationErrorBefore { get; init; }

    /// <summary>Expected calibration error (15 bins) at <see cref="Temperature"/>.</summary>
    public required double CalibrationErrorAfter { get; init; }

    /// <summary>Number of images it was fitted on.</summary>
    public required int Count { get; init; }

    /// <summary>What a reader must know: why nothing was fitted, or that a bound was met; null when all is well.</summary>
    public string? Note { get; init; }
}
