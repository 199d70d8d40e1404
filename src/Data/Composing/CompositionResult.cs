namespace Graft.Data;

/// <summary>What was composed.</summary>
/// <param name="Classes">Class names in the order of the categories.</param>
/// <param name="TrainImages">Images to train with.</param>
/// <param name="ValidationImages">Images to validate with.</param>
/// <param name="TrainObjects">Objects on the former.</param>
/// <param name="ValidationObjects">Objects on the latter.</param>
public sealed record CompositionResult(IReadOnlyList<string> Classes, int TrainImages, int ValidationImages, int TrainObjects, int ValidationObjects)
{
    /// <summary>Images to test with.</summary>
    public int TestImages { get; init; }

    /// <summary>Objects on them.</summary>
    public int TestObjects { get; init; }

    /// <summary>What the readers and examinations noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];
}
